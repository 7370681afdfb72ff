import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite("Sampling slow candidates first")
struct SlowFirstTests {
    @Test("draws different candidates, none that were taken, slow ones more often")
    func draws() {
        let predicted = (0..<100).map { Double($0) }
        var sum = 0
        for seed in 0..<50 {
            let chosen = LSTMLightGBMPredictor.proposals(
                10, predicted: predicted, taken: [99, 98], seed: UInt64(seed))
            #expect(Set(chosen).count == 10 && !chosen.contains(99) && !chosen.contains(98))
            sum += chosen.reduce(0, +)
        }
        // Uniformly the mean would be 48.5; by rank it is about 65.
        #expect(Double(sum) / 500 > 57)
        #expect(LSTMLightGBMPredictor.proposals(9, predicted: [1, 2], taken: [0], seed: 1) == [1])
        #expect(LSTMLightGBMPredictor.proposals(9, predicted: [], taken: [], seed: 1).isEmpty)
    }
}

@Suite("Layers of networks")
struct LayerTokenTests {
    @Test("a cell's layers in order, with what they read; activations are no layers")
    func cell() throws {
        let tokens = try LayerTokens(Architecture([3, 0, 1, 0, 4, 2]), of: NASBench201())
        #expect(tokens.kinds.first == .convolution && tokens.kinds.last == .matrix)
        #expect(tokens.reads.enumerated().allSatisfy { layer, before in before.allSatisfy { $0 < layer } })
        #expect(tokens.reads.first == [])
        #expect(
            tokens.numbers.allSatisfy { $0.count == LayerTokens.numberCount && $0.allSatisfy(\.isFinite) })
        // Stem, two reductions of four layers and a sum, three cells, global mean, classifier.
        #expect(tokens.kinds.count { $0 == .pooling } == 2 + 3)
        #expect(tokens.totals.count == 5 + LayerTokens.Kind.allCases.count)
    }

    @Test("every space has layers, and a cell that leads nowhere too")
    func spaces() throws {
        for space in SpaceCatalog.all {
            let architecture = try #require(space.sample(1, seed: 3).first)
            let tokens = try LayerTokens(architecture, of: space)
            #expect(tokens.count > 3, "\(space.name)")
        }
        #expect(try LayerTokens(Architecture([0, 0, 0, 0, 0, 0]), of: NASBench201()).count > 3)
        let mobile = try LayerTokens(FBNet().sample(1, seed: 1)[0], of: FBNet())
        #expect(mobile.kinds.contains(.depthwise))
    }
}

@Suite(
    "lstm-lightgbm",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"),
    .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct LSTMLightGBMTests {
    @Test("learns, comes back from files, and is repeated by its seed")
    func learns() throws {
        var settings = LSTMLightGBMSettings()
        // oneDNN, which another test may turn on for the whole process meanwhile, has no LSTM of 64-bit numbers.
        settings.precision = .float64
        settings.hidden = 12
        settings.fitting = Fitting(epochs: 8, batch: 16, patience: 8)
        settings.rate = 1e-2
        settings.folds = 2
        settings.trees = 120
        let (rows, held) = (SyntheticCells.rows(0..<100), SyntheticCells.rows(150..<170))
        let fresh = SyntheticCells.rows(200..<260)
        let predictor = try LSTMLightGBMPredictor.train(
            on: rows, validation: held, seed: 2, settings: settings)
        let found = try predictor.predict(fresh.architectures)
        #expect(WorkRows.error(found, fresh) < WorkRows.spread(fresh) / 2)
        #expect(try WorkRows.reloaded(predictor, fresh.architectures) == found)
        let again = try LSTMLightGBMPredictor.train(
            on: rows, validation: held, seed: 2, settings: settings)
        #expect(again.weights == predictor.weights && again.trees.text == predictor.trees.text)
    }
}
