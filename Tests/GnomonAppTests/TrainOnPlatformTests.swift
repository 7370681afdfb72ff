import Foundation
import GnomonApp
import GnomonData
import GnomonEvaluate
import GnomonNative
import GnomonReport
import GnomonRuntimes
import GnomonTestKit
import Testing

@Suite("Training on a platform's networks", .serialized)
struct TrainOnPlatformTests {
    static var hasLightGBM: Bool { NativeLocations.current.hasLibrary(.lightGBM) }

    private func train(_ files: Files, _ predictor: String, budget: Int? = nil) throws -> TrainSession.Outcome
    {
        let session = TrainSession(
            library: DatasetLibrary(folder: nil, settings: files.settings), settings: files.settings)
        return try session.run(
            on: Platform(named: "simulated"), executable: ["/nonexistent"], predictor: predictor,
            budget: budget,
            seed: 1, name: nil)
    }

    @Test(
        "a file is predicted, and better than by work alone",
        .enabled(if: hasLightGBM, "LightGBM is not installed"))
    func predicts() throws {
        let files = try Files()
        defer { files.remove() }
        try files.learnSimulated(160)
        var errors: [String: Double] = [:]
        for name in ["flops", "ridge", "gbdt", "canonical"] {
            let outcome = try train(files, name)
            #expect(outcome.name == "\(name)@simulated")
            #expect(outcome.refused == 0)
            errors[name] = outcome.metrics?["mape"]
        }
        let (trees, line) = (try #require(errors["gbdt"]), try #require(errors["flops"]))
        #expect(trees < line, "\(errors)")
        let path = try files.write(try TinyNetworks.residual(), "r.onnx")
        let answer = try ArchitectureSession(name: "gbdt@simulated", settings: files.settings).predict(path)
        #expect(answer.milliseconds > 0 && answer.milliseconds.isFinite)
        #expect(answer.platform == "networks/simulated")
        #expect(throws: AppError.self) {
            try ArchitectureSession(name: "gbdt@simulated", settings: files.settings).predict("|none~0|")
        }
        for name in ["lookup-table", "brp-nas", "hardware-mlp"] {
            #expect(throws: AppError.self, "\(name) reads no networks") { try train(files, name) }
        }
        let tooMany = #expect(throws: AppError.self) { try train(files, "ridge", budget: 100_000) }
        #expect(tooMany?.exit == .usage)
    }

    @Test("a platform that was not learned is told so")
    func notLearned() throws {
        let files = try Files()
        defer { files.remove() }
        let error = #expect(throws: AppError.self) { try train(files, "ridge") }
        #expect(error?.exit == .unavailable)
        #expect(error?.hint.contains("gnomon learn") == true)
    }
}
