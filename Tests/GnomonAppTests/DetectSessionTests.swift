import Foundation
import GnomonApp
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonONNX
import GnomonReport
import GnomonRuntimes
import Testing

@Suite("Detecting fusion rules")
struct DetectSessionTests {
    private func session(_ name: String = "simulated") throws -> (session: DetectSession, settings: Settings)
    {
        let folder = FileManager.default.temporaryDirectory.path + "/gnomon-detect-\(UUID().uuidString)"
        let settings = Settings(environment: ["XDG_DATA_HOME": folder])
        return (
            DetectSession(
                platform: try Platform(named: name), settings: settings, executable: ["/bin/false"]),
            settings
        )
    }

    @Test("finds the rules of the simulated platform, keeps them, and reads them back")
    func simulated() throws {
        let (session, settings) = try session()
        defer { try? FileManager.default.removeItem(atPath: settings.dataFolder) }
        let cases = [
            FusionCase([.conv], .relu), FusionCase([.conv], .conv), FusionCase([.conv], .batchNorm),
            FusionCase([.fc], .relu), FusionCase([.conv, .batchNorm], .relu),
        ]
        var names: [String] = []
        let outcome = try session.run(cases: cases, budget: 60, progress: { names.append($2) })
        let verdicts = Dictionary(uniqueKeysWithValues: outcome.rows.map { ($0.pair, $0.verdict) })
        #expect(verdicts["conv-bn"] == "fused")
        #expect(verdicts["conv-conv"] == "separate")
        #expect(verdicts["fc-relu"] != "fused")
        #expect(names.contains("conv-relu"))
        #expect(outcome.left == 0)
        let kept = try DetectSession.rules(path: outcome.path, platform: session.platform)
        #expect(kept == outcome.rules)
        #expect(outcome.path == settings.rulesFile(platform: "simulated"))
    }

    @Test("a budget that is over leaves cases out and says how many")
    func budget() throws {
        let (session, settings) = try session()
        defer { try? FileManager.default.removeItem(atPath: settings.dataFolder) }
        let outcome = try session.run(cases: FusionCase.quick, budget: 0)
        #expect(outcome.rows.isEmpty && outcome.left == 80)
    }

    @Test("a file without rules is bad data")
    func noRules() throws {
        let (session, _) = try session()
        #expect(throws: AppError.self) {
            try DetectSession.rules(path: "/nowhere/rules.json", platform: session.platform)
        }
    }

    @Test("every network can be written as a runtime would load it, and read back the same")
    func written() throws {
        let joins = [FusionCase([.conv], .add, fan: .join), FusionCase([.conv], .split)]
        for subject in FusionCase.quick.filter({ $0.fan != .fork }) + joins {
            for network in try subject.networks(.bare).all {
                let bytes = try ONNXWriter.data(network, names: .ids, weights: .absent)
                let back = try ONNXReader.read(bytes: bytes).network.prepared()
                #expect(back.canonicalHash() == network.canonicalHash(), "\(subject.name)")
            }
        }
    }
}
