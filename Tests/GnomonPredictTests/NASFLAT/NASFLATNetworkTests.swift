import Foundation
import GnomonLearn
import GnomonSpaces
import GnomonStatistics
import Testing

@testable import GnomonPredict

/// A network as goldens.py computed it.
struct NASFLATGolden: Decodable, Sendable, CustomTestStringConvertible {
    var form: NASFLATSettings.Form
    var layer: NASFLATSettings.Layer
    var hardware: NASFLATSettings.Hardware
    var space: String
    var supplement: Int
    var scores: [Double]
    var loss: Double
    var gradients: [String: Double]

    var testDescription: String { "\(form) \(layer) \(hardware) \(space)" }

    static let all: [NASFLATGolden] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/goldens.json"
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return (try? JSONDecoder().decode([NASFLATGolden].self, from: data)) ?? []
    }()

    private static let cells = [
        [3, 0, 1, 0, 4, 2], [1, 1, 1, 1, 1, 1], [4, 2, 1, 1, 2, 1], [3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0],
    ]

    /// The architectures, the later ones slower, on three devices in turn.
    func training(_ engine: NeuralEngine) throws -> ScoreTraining {
        let isCells = space == "nasbench201"
        let genes = isCells ? Self.cells : (0..<3).map { row in (0..<22).map { (3 * $0 + 5 * row) % 9 } }
        let pool = genes.map { Architecture($0) }
        let graphs = try #require(
            NASFLATGraphs(pool, of: isCells ? NASBench201() : FBNet() as any SearchSpace, form))
        let beside = pool.indices.map { row in (0..<supplement).map { cos(Double(row) + 0.5 * Double($0)) } }
        return ScoreTraining(
            table: try GraphTable(
                graphs, supplement: supplement > 0 ? beside : nil, devices: [0, 1, 2], form, engine),
            rows: Array(pool.indices), places: pool.indices.map { $0 % 3 },
            labels: pool.indices.map(Double.init),
            settings: settings)
    }

    var settings: NASFLATSettings {
        var settings = NASFLATSettings()
        (settings.form, settings.layer, settings.hardware) = (form, layer, hardware)
        return settings
    }

    /// The network with the weights of goldens.py.
    func network(_ engine: NeuralEngine) throws -> NASFLATNetwork {
        var source = WeightSource(engine, seed: 1)
        let network = try NASFLATNetwork(
            settings, operators: space == "nasbench201" ? 5 : 9, devices: 3, supplement: supplement, &source)
        var weights = Weights()
        for (place, (name, parameter)) in network.parameters.enumerated() {
            let shift = name.hasSuffix("gamma") ? 1.0 : 0
            let values = (0..<parameter.tensor.count).map {
                0.3 * sin(Double(place) + 0.7 * Double($0)) + shift
            }
            weights[name] = try Weights.Entry(engine.tensor(values, parameter.tensor.sizes))
        }
        try network.load(weights)
        return network
    }
}

@Suite(
    "The network of nasflat",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct NASFLATNetworkTests {
    @Test("There are goldens of every layer, form, space and place of the device")
    func complete() {
        #expect(NASFLATGolden.all.count == 6)
    }

    @Test("Scores, loss and derivatives are those of plain PyTorch", arguments: NASFLATGolden.all)
    func golden(golden: NASFLATGolden) throws {
        let engine = try NeuralEngine(precision: .float64)
        let network = try golden.network(engine)
        let training = try golden.training(engine)
        let batch = try training.table.batch(training.rows, on: training.places)
        let scores = try network(batch, Pass()).values()
        #expect(zip(scores, golden.scores).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(scores.count == golden.scores.count)

        var generator = SeededGenerator(seed: 1)
        let loss = try #require(try training.loss(network, training.rows, Pass(), &generator))
        #expect(abs(try loss.item() - golden.loss) < 1e-9)
        let parameters = network.parameters
        let found = try engine.gradients(of: loss, in: parameters.map(\.parameter.tensor))
        for ((name, _), gradient) in zip(parameters, found) {
            let values = try gradient?.values() ?? []
            let sum = values.enumerated().reduce(0) { $0 + $1.element * cos(0.3 * Double($1.offset)) }
            let wanted = golden.gradients[name] ?? 0
            #expect(abs(sum - wanted) < 1e-9 * max(1, abs(wanted)), "\(name)")
        }
    }

    @Test("A pair's dropout is its own, or that of the row if asked for")
    func dropout() throws {
        let golden = try #require(NASFLATGolden.all.first)
        let engine = try NeuralEngine(precision: .float64)
        let network = try golden.network(engine)
        let training = try golden.training(engine)
        let batch = try training.table.batch(training.rows, on: training.places)
        let places = try engine.indices([3, 3, 3, 3], [4])
        #expect(Set(try network(batch, places: places, Pass()).values()).count == 1)
        #expect(Set(try network(batch, places: places, Pass(trainingWith: 1)).values()).count > 1)
        let once = try network(batch, Pass(trainingWith: 1)).gathered(places).values()
        #expect(Set(once).count == 1)
    }
}
