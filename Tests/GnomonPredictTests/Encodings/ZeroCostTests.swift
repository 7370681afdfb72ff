import Foundation
import GnomonGraph
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

/// The network of zerocost_goldens.py with its weights and images.
struct TinyImageNetwork {
    let net: EagerNetwork
    let weights: LayerDraws.Values
    let normal: LayerDraws.Values
    let batch: ImageBatch

    /// sin(offset + step i) scale, as zerocost_goldens.py has it.
    static func fill(_ offset: Double, _ count: Int, step: Double = 0.7, scale: Double = 0.5) -> [Float] {
        (0..<count).map { Float(sin(offset + step * Double($0)) * scale) }
    }

    init() throws {
        net = try EagerNetwork(Self.network().prepared())
        let sizes = [[4, 3, 3, 3], [4, 2, 1, 1], [4, 1, 3, 3], [3, 4]]
        weights = (
            sizes.enumerated().map { Self.fill(Double($0 + 1), $1.reduce(1, *)) },
            [nil, nil, nil, Self.fill(9, 3)]
        )
        normal = (
            sizes.enumerated().map { Self.fill(Double($0 + 31), $1.reduce(1, *), scale: 1.5) },
            [nil, nil, nil, [0, 0, 0]]
        )
        batch = ImageBatch(
            images: Self.fill(20, 432, step: 1.3, scale: 1), changes: Self.fill(40, 432, step: 1.7, scale: 1),
            labels: [0, 1, 0, 2], sizes: [4, 3, 6, 6])
    }

    static func network() throws -> Network {
        var net = NetworkBuilder()
        let image = net.input([1, 3, 6, 6])
        let a = net.relu(net.batchNorm(net.conv(image, out: 4, kernel: 3, bias: false)))
        var b = net.batchNorm(net.conv(a, out: 4, groups: 2, bias: false))
        b = net.reshape(net.transpose(net.reshape(b, [1, 2, 2, 6, 6]), [0, 2, 1, 3, 4]), [1, 4, 6, 6])
        let c = net.batchNorm(net.conv(net.relu(b), out: 4, kernel: 3, groups: 4, bias: false))
        let d = net.averagePool(a, kernel: 3, stride: 1, padding: 1, countsPadding: false)
        let f = net.relu(net.add(net.add(c, d), net.mul(a, net.scalar(0))))
        let scores = net.gemm(net.flatten(net.globalAveragePool(f)), out: 3)
        return try net.finish([scores], name: "tiny")
    }
}

@Suite(
    "Zero-cost proxies",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct ZeroCostTests {
    /// What zerocost_goldens.py printed with PyTorch 2.13.
    static let goldens: [ZeroCostProxy: Double] = [
        .epeNAS: 4.4704133081681, .fisher: 0.03574606259458139, .gradNorm: 0.9829885476565341,
        .grasp: -0.5309011698206065, .jacov: -4.764628558123075, .l2Norm: 8.029495260666067,
        .nwot: 21.985340838142285, .plain: 0.987577243045849, .snip: 1.2119049618445645,
        .synflow: 227.2597717320209, .zen: 0.6857779708734928,
    ]

    func measured(_ precision: NeuralEngine.Precision) throws -> [ZeroCostProxy: Double] {
        let tiny = try TinyImageNetwork()
        let meter = try ZeroCostMeter(settings: ZeroCostSettings(), precision: precision)
        let values = try meter.values(of: tiny.net, tiny.weights, normal: tiny.normal, tiny.batch)
        return Dictionary(uniqueKeysWithValues: zip(ZeroCostProxy.allCases, values))
    }

    @Test("agree with PyTorch in both precisions")
    func agree() throws {
        for (precision, tolerance) in [(NeuralEngine.Precision.float64, 1e-6), (.float32, 2e-3)] {
            let found = try measured(precision)
            for (proxy, golden) in Self.goldens {
                let value = try #require(found[proxy])
                #expect(abs(value - golden) <= tolerance * abs(golden), "\(proxy) \(precision): \(value)")
            }
            // Three convolutions, two numbers a channel of each normalisation, the classifier and its bias.
            let parameters: Double = 108 + 8 + 36 + 3 * 8 + 15
            #expect(found[.params] == parameters)
        }
    }

    @Test("isomorphic cells are one computation, others are not, and the same seed gives the same numbers")
    func shared() throws {
        var settings = ZeroCostSettings()
        settings.batch = 4
        let space = NASBench201(cellsPerStage: 1)
        // A skip on the first edge makes node 1 the input, so that edges from either can be exchanged.
        let cells = [[1, 3, 2, 4, 2, 3], [1, 2, 3, 2, 4, 3], [1, 3, 2, 4, 2, 2]].map { Architecture($0) }
        let table = ZeroCostTable(space, settings: settings, folder: nil)
        let progress = try table.fill(cells)
        #expect(progress.known == 3 && progress.computed == 2)
        let rows = try cells.map { try #require(try table.values(of: $0)) }
        #expect(rows[0] == rows[1] && rows[0] != rows[2])
        let again = ZeroCostTable(space, settings: settings, folder: nil)
        _ = try again.fill([cells[1]])
        let other = try #require(try again.values(of: cells[0]))
        for (left, right) in zip(rows[0], other) {
            #expect(abs(left - right) <= 1e-2 * max(1e-3, abs(left)), "\(left) \(right)")
        }
    }

    @Test("a cell that hands nothing on has no correlation, and its row is still one of numbers")
    func empty() throws {
        var settings = ZeroCostSettings()
        settings.batch = 4
        let table = ZeroCostTable(NASBench201(cellsPerStage: 1), settings: settings, folder: nil)
        let cell = Architecture([0, 0, 0, 0, 0, 0])
        _ = try table.fill([cell])
        let row = try #require(try table.values(of: cell))
        let byName = Dictionary(uniqueKeysWithValues: zip(ZeroCostProxy.allCases, row))
        #expect(byName[.jacov] == ZeroCostProxy.none && byName[.epeNAS] == ZeroCostProxy.none)
        #expect(row.allSatisfy(\.isFinite) && ZeroCostProxy.scaled([row])[0].allSatisfy(\.isFinite))
    }

    @Test("without time nothing is computed, and what is kept goes on")
    func budget() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/gnomon-zcp-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ZeroCostSettings()
        settings.batch = 4
        let space = NASBench201(cellsPerStage: 1)
        let cells = [[3, 2, 0, 1, 4, 3], [1, 1, 2, 1, 3, 4]].map { Architecture($0) }
        let none = try ZeroCostTable(space, settings: settings, folder: folder).fill(cells, budget: .zero)
        #expect(none.known == 0 && none.computed == 0)
        let first = ZeroCostTable(space, settings: settings, folder: folder)
        #expect(try first.fill([cells[0]]).computed == 1)
        let second = ZeroCostTable(space, settings: settings, folder: folder)
        let rest = try second.fill(cells)
        #expect(rest.known == 2 && rest.computed == 1)
        #expect(try second.values(of: cells[0]) == first.values(of: cells[0]))
    }

    @Test("an operator that is not run is named")
    func refuses() throws {
        var net = NetworkBuilder()
        let image = net.input([1, 3, 6, 6])
        let y = net.hardSwish(net.conv(image, out: 4, kernel: 3))
        let scores = net.gemm(net.flatten(net.globalAveragePool(y)), out: 3)
        let network = try net.finish([scores], name: "swish").prepared()
        let error = #expect(throws: PredictError.self) { try ZeroCostMeter().values(of: network) }
        #expect(error?.message.contains("HardSwish") == true)
    }

    @Test("proxies are scaled over the pool, and what is missing becomes the least")
    func scaling() {
        let count = ZeroCostProxy.allCases.count
        var rows = [1.0, 3, 5].map { [Double](repeating: $0, count: count) }
        rows[0][0] = ZeroCostProxy.none
        let scaled = ZeroCostProxy.scaled(rows)
        #expect(scaled.map { $0[0] } == [0, 0, 1])
        let snip = ZeroCostProxy.allCases.firstIndex(of: .snip) ?? 0
        #expect(abs(scaled[1][snip] - log(2) / log(3)) < 1e-12)
        let grasp = ZeroCostProxy.allCases.firstIndex(of: .grasp) ?? 0
        #expect(abs(scaled[2][grasp] - 1.5.squareRoot()) < 1e-12 && scaled[1][grasp] == 0)
    }
}
