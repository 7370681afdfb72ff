import Foundation
import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

/// Cells with latencies that follow from their operators, for want of a device.
enum SyntheticCells {
    static func rows(_ range: Range<Int>) -> ArchitectureRows {
        let space = NASBench201()
        let all = (space.architectures() ?? []).filter { CellGraph(codes: $0.genes).isConnected }
        let chosen = range.map { all[($0 * 7919) % all.count] }
        return ArchitectureRows(
            space: space, architectures: chosen, milliseconds: chosen.map { milliseconds($0) })
    }

    static func milliseconds(_ architecture: Architecture) -> Double {
        let graph = CellGraph(codes: architecture.genes)
        return graph.operations.reduce(3) { $0 + [0, 0, 1, 2.5, 0.7][$1] }
    }
}

@Suite("The cells of BRP-NAS")
struct CellEncodingTests {
    @Test("all encodings of NAS-Bench-201 have the known numbers of different ones")
    func counts() {
        let all = NASBench201().architectures() ?? []
        let connected = all.filter { CellGraph(codes: $0.genes).isConnected }
        #expect(all.count - connected.count == 341 && connected.count == 15_284)
        #expect(Set(connected.map { CellGraph.liveCodes($0.genes) }).count == 9_444)
        #expect(Set(connected.map { CellEncoding(codes: $0.genes) }).count == 8_686)
    }

    @Test("contexts are the rows of A X")
    func contexts() {
        for genes in [[3, 0, 1, 0, 4, 2], [1, 1, 1, 1, 1, 1], [4, 2, 1, 1, 2, 1], [0, 0, 0, 0, 0, 0]] {
            let cell = CellEncoding(codes: genes)
            let graph = CellGraph(codes: genes)
            for normalised in [false, true] {
                let a = cell.matrix(normalised: normalised)
                for node in 0..<9 {
                    var row = [Double](repeating: 0, count: 6)
                    for other in 0..<9 {
                        for column in 0..<6 {
                            row[column] += a[node * 9 + other] * Double(graph.features[other][column])
                        }
                    }
                    let found = cell.context(of: node).row(normalised: normalised)
                    #expect(zip(found, row).allSatisfy { abs($0 - $1) < 1e-12 })
                }
            }
        }
    }
}

@Suite(
    "brp-nas",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct BRPNASTests {
    /// Few and small layers, few epochs.
    static let small: LatencyGCNSettings = {
        var settings = LatencyGCNSettings.ours
        settings.width = 32
        settings.fitting = Fitting(epochs: 40, batch: 16, schedule: .cosine)
        settings.rate = 5e-3
        return settings
    }()

    private func values(_ count: Int, _ columns: Int, _ function: (Double) -> Double) -> [Double] {
        (0..<count * columns).map { function(1 + 3 * Double($0 / columns) + Double($0 % columns)) }
    }

    @Test(
        "two layers with known weights give the published arithmetic's numbers",
        arguments: [
            ([3, 0, 1, 0, 4, 2], 1.259998297), ([1, 1, 1, 1, 1, 1], 1.357982261),
            ([4, 2, 1, 1, 2, 1], 0.272685544),
        ])
    func golden(genes: [Int], wanted: Double) throws {
        let engine = try NeuralEngine()
        var settings = LatencyGCNSettings.published
        settings.layers = 2
        settings.width = 3
        var source = WeightSource(engine, seed: 1)
        let model = try LatencyGCN(settings, &source)
        var weights = try model.weights()
        func set(_ name: String, _ numbers: [Double]) {
            weights.entries[name]?.bytes = numbers.withUnsafeBytes { [UInt8]($0) }
        }
        set("gcn.layers.0.weight", values(6, 3, sin))
        set("gcn.layers.0.bias", [0.1, 0.2, 0.3])
        set("gcn.layers.1.weight", values(3, 3, cos))
        set("gcn.layers.1.bias", [-0.1, 0, 0.1])
        set("readout.weight", [1, -0.5, 0.25])
        set("readout.bias", [0.1])
        try model.load(weights)
        let batch = try CellBatch([CellEncoding(codes: genes)], normalised: false, engine)
        #expect(abs(try model(batch, Pass()).item() - wanted) < 1e-8)
    }

    @Test("sharing rows of equal nodes changes nothing, with rare dropout or without")
    func sharing() throws {
        let engine = try NeuralEngine()
        var settings = LatencyGCNSettings.published
        settings.width = 24
        var source = WeightSource(engine, seed: 1)
        let model = try LatencyGCN(settings, &source)
        let cells = SyntheticCells.rows(0..<20).architectures.map { CellEncoding(codes: $0.genes) }
        let batch = try CellBatch(cells, normalised: false, engine)
        #expect(batch.contexts.sizes[0] < cells.count * 9)
        var h = try batch.contexts.gathered(batch.index)
        // The plain form: the contexts are A X already.
        let layers = model.gcn.layers
        h = try layers[0](h, Pass())
        for layer in layers.dropFirst() { h = try layer(h, batch.adjacency, Pass()) }
        let first = try model.readout(h.sliced(0..<1, axis: 1)).values()
        let found = try model(batch, Pass()).values()
        #expect(zip(found, first).allSatisfy { abs($0 - $1) < 1e-10 })
    }

    @Test("a step whose derivatives stay factors is the step with derivatives", arguments: [1, 2])
    func factors(batch: Int) throws {
        let engine = try NeuralEngine()
        var settings = LatencyGCNSettings.published
        settings.width = 24
        settings.dropout = 0.04
        let rows = SyntheticCells.rows(0..<8)
        func train(_ step: (AdamW, Tensor) throws -> Void) throws -> Weights {
            var source = WeightSource(engine, seed: 1)
            let model = try LatencyGCN(settings, &source)
            let optimizer = try AdamW(model.parameters.map(\.parameter), rate: 1e-2, decay: 0.1)
            let pass = Pass(trainingWith: 9)
            for start in stride(from: 0, to: 8, by: batch) {
                let cells = rows.architectures[start..<start + batch].map { CellEncoding(codes: $0.genes) }
                let found = try model(CellBatch(cells, normalised: false, engine), pass)
                try step(
                    optimizer,
                    Loss.l1(found, engine.tensor(Array(rows.milliseconds[start..<start + batch]), [batch])))
            }
            return try model.weights()
        }
        let one = try train { try $0.minimize($1) }
        let two = try train { optimizer, loss in
            try optimizer.step(engine.gradients(of: loss, in: optimizer.parameters.map(\.tensor)))
        }
        for (name, entry) in one.entries {
            let other = try #require(two[name]).values
            let worst = zip(entry.values, other).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 1e-9, "\(name): \(worst)")
        }
    }

    @Test("learns latencies; the same seed gives the same bytes; files are read back")
    func learns() throws {
        let (rows, held) = (SyntheticCells.rows(0..<200), SyntheticCells.rows(200..<240))
        let predictor = try BRPNASPredictor.train(on: rows, validation: held, seed: 3, settings: Self.small)
        let fresh = SyntheticCells.rows(300..<400)
        let found = try predictor.predict(fresh.architectures)
        let errors = zip(found, fresh.milliseconds).map { abs($0.milliseconds / $1 - 1) }.sorted()
        #expect(errors[50] < 0.05, "the median error is \(errors[50])")
        #expect(found.allSatisfy { $0.interval?.contains($0.milliseconds) == true })
        let again = try BRPNASPredictor.train(on: rows, validation: held, seed: 3, settings: Self.small)
        #expect(again.weights == predictor.weights)
        let folder = NSTemporaryDirectory() + "brp-nas-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try predictor.save(to: folder)
        let loaded = try BRPNASPredictor(folder: folder)
        #expect(try loaded.predict(fresh.architectures) == found)
    }

    @Test("the published settings train too")
    func published() throws {
        var settings = LatencyGCNSettings.published
        settings.width = 16
        settings.fitting.epochs = 24
        settings.fitting.patience = 2
        let predictor = try BRPNASPredictor.train(
            on: SyntheticCells.rows(0..<40), validation: SyntheticCells.rows(40..<50), seed: 1,
            settings: settings)
        #expect(predictor.history.bestEpoch >= 21)
        #expect(predictor.weights.entries.values.allSatisfy { $0.precision == .float64 })
    }

    @Test("files of other settings, other spaces and other rows are refused")
    func refuses() throws {
        let (rows, held) = (SyntheticCells.rows(0..<20), SyntheticCells.rows(20..<30))
        var settings = Self.small
        settings.fitting.epochs = 1
        let predictor = try BRPNASPredictor.train(on: rows, validation: held, seed: 3, settings: settings)
        let folder = NSTemporaryDirectory() + "brp-nas-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try predictor.save(to: folder)
        for name in ["weights.safetensors", "brp-nas.json", "manifest.json"] {
            let path = "\(folder)/\(name)"
            let data = try #require(FileManager.default.contents(atPath: path))
            for bad in [Data(), data.prefix(data.count / 2), Data("[]".utf8)] {
                try bad.write(to: URL(fileURLWithPath: path))
                #expect(throws: PredictError.self) { try BRPNASPredictor(folder: folder) }
            }
            try data.write(to: URL(fileURLWithPath: path))
        }
        let text = try String(contentsOfFile: folder + "/brp-nas.json", encoding: .utf8)
        try text.replacing("\"width\" : 32", with: "\"width\" : 33").write(
            toFile: folder + "/brp-nas.json", atomically: true, encoding: .utf8)
        #expect(throws: PredictError.self) { try BRPNASPredictor(folder: folder) }
        #expect(throws: PredictError.self) { try predictor.predict([Architecture([9, 0, 0, 0, 0, 0])]) }
        var bad = rows
        bad.milliseconds[3] = .nan
        #expect(throws: PredictError.self) {
            try BRPNASPredictor.train(on: bad, validation: held, seed: 1, settings: settings)
        }
        let others = ArchitectureRows(
            space: FBNet(), architectures: FBNet().sample(20, seed: 1),
            milliseconds: [Double](repeating: 1, count: 20))
        #expect(throws: PredictError.self) {
            try BRPNASPredictor.train(on: others, validation: held, seed: 1, settings: settings)
        }
    }
}
