import Foundation
import GnomonApp
import GnomonData
import GnomonGraph
import GnomonMeasure
import GnomonNative
import GnomonReport
import GnomonRuntimes
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Learning and predicting in sessions", .serialized)
struct LearnSessionTests {
    static var hasLightGBM: Bool { NativeLocations.current.hasLibrary(.lightGBM) }

    private func session(_ files: Files) throws -> LearnSession {
        try LearnSession(
            platform: Platform(named: "simulated"), settings: files.settings, executable: ["/nonexistent"])
    }

    @Test(
        "a second session goes on from what the first measured",
        .enabled(if: hasLightGBM, "LightGBM is not installed"))
    func resumes() throws {
        let files = try Files()
        defer { files.remove() }
        var measured = 0
        let first = try session(files).run(budget: 3600, shouldStop: { measured >= 14 }) { step in
            if case .profiled = step { measured += 1 }
        }
        #expect(measured == 14)
        #expect(first.networks + first.heldOut == 14)
        #expect(first.folder == files.settings.predictorFolder(platform: "simulated"))
        // What was spent exceeds this budget: nothing new is measured, and the predictor comes out the same.
        var again = 0
        let second = try session(files).run(budget: 0.5, shouldStop: { false }) { step in
            if case .profiled = step { again += 1 }
        }
        #expect(again == 0)
        #expect(second.networks == first.networks)
        #expect(second.kernels == first.kernels)

        #expect(files.settings.learnedPlatforms() == ["simulated"])
        let model = try LoadedModel(
            path: files.write(try TinyNetworks.residual(), "r.onnx"), binding: try ModelBinding())
        let chosen = try PredictSession(platform: nil, settings: files.settings)
        let rows = chosen.predict(model)
        #expect(rows.count == 1)
        #expect(rows.first?.platform == "simulated")
        #expect(rows.first?.hash == "\(model.hash)")
    }

    @Test(
        "a named model is measured once and predicted as measured",
        .enabled(if: hasLightGBM, "LightGBM is not installed"))
    func named() throws {
        let files = try Files()
        defer { files.remove() }
        let named = try #require(try TinyNetworks.random(500..<501).first?.network)
        let path = try files.write(named, "r.onnx")
        var profiled = 0
        for round in 0..<2 {
            profiled = 0
            let session = try LearnSession(
                platform: Platform(named: "simulated"), settings: files.settings,
                executable: ["/nonexistent"], named: [path])
            let outcome = try session.run(budget: 3600, shouldStop: { profiled >= 15 }) { step in
                if case .profiled = step { profiled += 1 }
            }
            // Random networks: 14 in the first round, 14 more in the second; the named one is known by then.
            #expect(outcome.networks + outcome.heldOut == (round == 0 ? 14 : 28))
        }
        let model = try LoadedModel(path: path, binding: try ModelBinding())
        let row = try #require(
            try PredictSession(platform: nil, settings: files.settings).predict(model).first)
        let runtime = SimulatedRuntime()
        let truth = runtime.latency(of: runtime.kernels(of: model.network, seed: nil))
        #expect(abs(row.prediction.latency.nanoseconds / truth.nanoseconds - 1) < 0.1)
    }

    @Test(
        "kernels that were not learned are measured alone on demand, once, and are known then",
        .enabled(if: hasLightGBM, "LightGBM is not installed"))
    func unknown() throws {
        let files = try Files()
        defer { files.remove() }
        var measured = 0
        _ = try session(files).run(budget: 3600, shouldStop: { measured >= 14 }) { step in
            if case .profiled = step { measured += 1 }
        }
        let network = try TinyNetworks.chain([1, 16, 32, 32]) { b, x in
            b.unary(.asinh, b.relu(b.conv(x, out: 16, kernel: 3)))
        }
        let model = try LoadedModel(path: files.write(network, "m.onnx"), binding: try ModelBinding())
        let session = try PredictSession(platform: nil, settings: files.settings)
        let before = try #require(session.predict(model).first?.prediction)
        #expect(before.coverage < 1)
        var answers: [Prediction] = []
        for _ in 0..<2 {
            let rows = try session.predict(
                model, measuringUnknownBy: ["/nonexistent"], settings: files.settings)
            answers.append(try #require(rows.first?.prediction))
        }
        #expect(answers[0].kernels.last?.isKnown == true)
        #expect(answers[0].coverage > before.coverage)
        #expect(answers[0].warnings.contains { $0.contains("measured alone") && $0.contains("Asinh") })
        // The second answer reads what the first kept: simulated readings would differ.
        #expect(answers[0] == answers[1])
    }

    @Test("a platform starts from others that were learned, never from itself")
    func sources() throws {
        let files = try Files()
        defer { files.remove() }
        for (source, exit) in [
            ("simulated", AppError.Exit.usage), ("ort-cpu-1t", .unavailable), ("nosuch", .usage),
        ] {
            do throws(AppError) {
                _ = try LearnSession(
                    platform: Platform(name: "simulated", runtime: "simulated"), settings: files.settings,
                    executable: ["/nonexistent"], from: [source])
                Issue.record("\(source) is nothing to start from")
            } catch {
                #expect(error.exit == exit)
            }
        }
    }

    @Test("stopped at once, a session has too little to learn from and says what to do")
    func tooFew() throws {
        let files = try Files()
        defer { files.remove() }
        do throws(AppError) {
            let session = try LearnSession(
                platform: Platform(name: "simulated", runtime: "simulated"), settings: files.settings,
                executable: ["/nonexistent"])
            _ = try session.run(budget: 60, shouldStop: { true }) { _ in }
            Issue.record("nothing was learned from nothing")
        } catch {
            #expect(error.exit == .tryAgain)
            #expect(error.hint.contains("--budget"))
        }
    }

    @Test("a platform that was not learned is unavailable, an unknown one is a usage error")
    func missing() throws {
        let files = try Files()
        defer { files.remove() }
        for (name, exit) in [
            ("simulated", AppError.Exit.unavailable), ("nosuch", .usage), (nil, .unavailable),
        ] {
            do throws(AppError) {
                _ = try PredictSession(platform: name, settings: files.settings)
                Issue.record("nothing was learned")
            } catch {
                #expect(error.exit == exit)
                #expect(!error.hint.isEmpty)
            }
        }
    }

    @Test("measuring on the simulated machine keeps the measurement")
    func measures() throws {
        let files = try Files()
        defer { files.remove() }
        let session = try MeasureSession(
            platform: Platform(named: "simulated"), settings: files.settings, executable: ["/nonexistent"])
        let model = try LoadedModel(
            path: files.write(try TinyNetworks.residual(), "r.onnx"), binding: try ModelBinding())
        let measurement = try session.measure(model, options: MeasureOptions())
        #expect(measurement.networkHash == "\(model.hash)")
        #expect(measurement.interval.contains(measurement.latency))
        #expect(measurement.platform == "simulated")
        #expect(FileManager.default.fileExists(atPath: files.settings.storePath))
        #expect(try session.profile(model, seed: 0).kernels.isEmpty == false)
    }
}
