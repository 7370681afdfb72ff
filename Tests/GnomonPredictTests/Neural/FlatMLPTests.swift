import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite(
    "flat-mlp",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct FlatMLPTests {
    private func settings(_ form: FlatMLPSettings.Form) -> FlatMLPSettings {
        var settings = form == .eagle ? FlatMLPSettings.eagle : .ours
        settings.width = 24
        settings.depths = form == .eagle ? [2] : [1, 3]
        settings.target = .logarithm
        settings.precision = .float32
        settings.rate = 3e-3
        settings.fitting = Fitting(epochs: 40, batch: 16, schedule: .cosine)
        return settings
    }

    @Test(
        "chooses a depth, learns, and comes back from files",
        arguments: [FlatMLPSettings.Form.eagle, .reconstruction])
    func learns(form: FlatMLPSettings.Form) throws {
        let (rows, held) = (SyntheticCells.rows(0..<150), SyntheticCells.rows(150..<180))
        let predictor = try FlatMLPPredictor.train(
            on: rows, validation: held, seed: 2, settings: settings(form))
        let fresh = SyntheticCells.rows(200..<260)
        // What was not trained on may have more layers; only the larger form can refuse it.
        let known = fresh.architectures.filter { (try? predictor.predict([$0])) != nil }
        let rest = ArchitectureRows(
            space: fresh.space, architectures: known, milliseconds: known.map(SyntheticCells.milliseconds))
        #expect(known.count > 40)
        let found = try predictor.predict(known)
        #expect(WorkRows.error(found, rest) < WorkRows.spread(rest) / 2)
        #expect(predictor.curve.map(\.depth) == (form == .eagle ? [2] : [1, 3]))
        #expect(predictor.curve.map(\.depth).contains(predictor.depth))
        #expect(try WorkRows.reloaded(predictor, known) == found)
        let again = try FlatMLPPredictor.train(
            on: rows, validation: held, seed: 2, settings: settings(form))
        #expect(again.weights == predictor.weights)
    }

    @Test("a network with more layers than any that was trained on is refused")
    func tooLarge() throws {
        let small = try LayerTokens(Architecture([0, 0, 0, 3, 0, 0]), of: NASBench201())
        let large = try LayerTokens(Architecture([3, 3, 3, 3, 3, 3]), of: NASBench201())
        let encoding = FlatEncoding(.reconstruction, [small])
        #expect(try encoding.row(small).count == encoding.width)
        let error = #expect(throws: PredictError.self) { try encoding.row(large) }
        #expect(error?.code == .architecture)
        let both = FlatEncoding(.reconstruction, [small, large])
        #expect(try both.row(small).count == both.width && both.row(large).count == both.width)
    }
}
