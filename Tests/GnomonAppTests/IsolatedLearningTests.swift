import Foundation
import GnomonApp
import GnomonData
import GnomonNative
import GnomonPredict
import GnomonRuntimes
import GnomonTestKit
import Testing

@Suite(
    "Learning from kernels measured alone", .serialized,
    .enabled(if: NativeLocations.current.hasLibrary(.lightGBM), "LightGBM is not installed"))
struct IsolatedLearningTests {
    private func session(_ files: Files) throws -> LearnSession {
        try LearnSession(
            platform: Platform(named: "simulated"), settings: files.settings, executable: ["/nonexistent"])
    }

    @Test(
        "a session measures, learns and saves what the catalogue loads",
        arguments: [LearnSystem.nnMeter, .blackBox])
    func learns(system: LearnSystem) throws {
        let files = try Files()
        defer { files.remove() }
        var kernels = 0
        let outcome = try session(files).run(
            system: system, budget: 24, shouldStop: { false },
            progress: { step in
                if case .measured(let count, _, _) = step { kernels = count }
            })
        #expect(kernels > 60)
        #expect(outcome.kernels > 40)
        #expect(outcome.heldOut > 0)
        let predictor = try PredictorCatalog.load(folder: outcome.folder)
        #expect(type(of: predictor).card.name == system.rawValue)

        // What was measured counts: a second session adds little, and the other system learns from it as well.
        let other: LearnSystem = system == .nnMeter ? .blackBox : .nnMeter
        var steps = 0
        let second = try session(files).run(
            system: other, budget: 12, shouldStop: { false },
            progress: { step in
                if case .measured = step { steps += 1 }
            })
        #expect(steps <= 45)
        #expect(second.kernels >= outcome.kernels)
    }

    @Test("stopped at once, it has too little to learn from and says what to do")
    func tooFew() throws {
        let files = try Files()
        defer { files.remove() }
        let session = try session(files)
        do throws(AppError) {
            _ = try session.run(
                system: .blackBox, budget: 60, shouldStop: { true }, progress: { _ in })
            Issue.record("nothing was learned from nothing")
        } catch {
            #expect(error.exit == .tryAgain)
            #expect(error.hint.contains("--budget"))
        }
    }
}
