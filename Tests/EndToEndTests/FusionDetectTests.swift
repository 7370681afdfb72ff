import Foundation
import Testing

@Suite("gnomon fusion detect", .enabled(if: Command.isBuilt, "needs the built command"))
struct FusionDetectTests {
    @Test("finds, prints and keeps the rules of the simulated platform")
    func simulated() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(
            ["fusion", "detect", "--on", "simulated", "--quick", "--truth", "--budget", "10s", "--json"],
            seconds: 120)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rules = outcome.results
        #expect(!rules.isEmpty)
        let known = Set(["fused", "separate", "view", "undecided"])
        #expect(rules.allSatisfy { known.contains($0["verdict"] as? String ?? "") })
        let wrong = rules.filter {
            $0["verdict"] as? String == "fused" && $0["runtime_fuses"] as? Bool == false
        }
        #expect(wrong.isEmpty, "\(wrong)")
    }

    @Test("an unknown platform and rules without models are usage errors")
    func usage() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(["fusion", "detect", "--on", "nothing"]).status == 64)
        #expect(try command.run(["fusion", "detect", "--rules", "x.json"]).status == 64)
    }

    @Test("the command without a word behind it still takes models")
    func show() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(["fusion"]).status == 64)
        #expect(try command.run(["fusion", "--on", "simulated", "/nowhere.onnx"]).status == 65)
    }
}
