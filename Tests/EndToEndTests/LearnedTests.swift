import Foundation
import GnomonNative
import GnomonONNX
import GnomonTestKit
import Testing

/// The simulated machine, learned once by the command.
enum Learned {
    static var isPossible: Bool { Command.isBuilt && NativeLocations.current.hasLibrary(.lightGBM) }
    static let reason = "needs the built command and LightGBM"

    /// A command whose folder holds the predictor, and what learning answered.
    static let command: Result<(Command, Command.Outcome), any Error> = Result {
        let command = try Command()
        // A slow build gets through few networks: what was measured counts, so more budget adds to it.
        var outcome = try command.run(
            ["learn", "--on", "simulated", "--budget", "8s", "--json"], seconds: 120)
        for budget in ["15s", "30s"] where outcome.status == 75 {
            outcome = try command.run(
                ["learn", "--on", "simulated", "--budget", budget, "--json"], seconds: 120)
        }
        return (command, outcome)
    }

    static func model(_ name: String, in command: Command) throws -> String {
        try command.file(name, ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
    }
}

@Suite("Learning, predicting, comparing", .serialized, .enabled(if: Learned.isPossible, "\(Learned.reason)"))
struct LearnedTests {
    static let fields: Set<String> = [
        "model", "hash", "platform", "predictor", "latency_ms", "interval_ms", "coverage", "kernels",
        "warnings",
    ]

    @Test("learning ends well and answers one object")
    func learn() throws {
        let (_, outcome) = try Learned.command.get()
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.json?["platform"] as? String == "simulated")
        #expect((outcome.json?["networks"] as? Int ?? 0) > 0)
    }

    @Test("predict has exactly the promised fields")
    func predict() throws {
        let (command, _) = try Learned.command.get()
        let path = try Learned.model("predict.onnx", in: command)
        let outcome = try command.run(["predict", path, "--on", "simulated", "--json"])
        #expect(outcome.status == 0, "\(outcome)")
        let result = try #require(outcome.results.first)
        #expect(Set(result.keys) == Self.fields)
        let kernels = try #require(result["kernels"] as? [[String: Any]])
        #expect(!kernels.isEmpty)
        for kernel in kernels {
            #expect(Set(kernel.keys) == ["name", "kind", "nodes", "latency_ms", "known"])
        }
        let interval = try #require(result["interval_ms"] as? [Double])
        let latency = try #require(result["latency_ms"] as? Double)
        #expect(interval.count == 2 && interval[0] <= latency && latency <= interval[1])
        let again = try command.run(["predict", path, "--json"])
        #expect(again.output == outcome.output)
    }

    @Test("compare has exactly the promised fields")
    func compare() throws {
        let (command, _) = try Learned.command.get()
        let path = try Learned.model("compare.onnx", in: command)
        let outcome = try command.run(["compare", path, "--on", "simulated", "--json"])
        #expect(outcome.status == 0, "\(outcome)")
        let result = try #require(outcome.results.first)
        #expect(
            Set(result.keys) == [
                "model", "platform", "measured_ms", "grade", "predicted_ms", "interval_ms", "relative_error",
                "coverage",
            ])
        let predicted = try #require(result["predicted_ms"] as? Double)
        let measured = try #require(result["measured_ms"] as? Double)
        let error = try #require(result["relative_error"] as? Double)
        #expect(abs(error - (predicted / measured - 1)) < 1e-3)
    }

    @Test("an unknown operator lowers the coverage, and --strict refuses it")
    func unknown() throws {
        let (command, _) = try Learned.command.get()
        let node = WireModel.Node(type: "Mystery", inputs: ["x"], outputs: ["y"], domain: "com.example")
        let path = try command.file("mystery.onnx", WireModel.model([node], x: [.size(1), .size(4)]))
        let outcome = try command.run(["predict", path, "--on", "simulated", "--json"])
        #expect(outcome.status == 0, "\(outcome)")
        let result = try #require(outcome.results.first)
        #expect((result["coverage"] as? Double ?? 1) < 1)
        #expect((result["warnings"] as? [String] ?? []).contains { $0.contains("Mystery") })
        #expect(try command.run(["predict", path, "--on", "simulated", "--strict"]).status == 65)
    }

    @Test("free sizes are refused with the flag to use, bad models leave the others answered")
    func batch() throws {
        let (command, _) = try Learned.command.get()
        let free = try command.file("free.onnx", BadModel.unboundSize.bytes())
        let good = try Learned.model("good.onnx", in: command)
        let alone = try command.run(["predict", free, "--on", "simulated"])
        #expect(alone.status == 65)
        #expect(alone.errors.contains("--dim") || alone.errors.contains("--shape"))
        let outcome = try command.run(["predict", free, good, "--on", "simulated", "--json"])
        #expect(outcome.status == 65)
        #expect(outcome.results.map { $0["error"] != nil } == [true, false])
    }

    @Test("a stream answers in order, echoes ids, and survives whatever comes")
    func stream() throws {
        let (command, _) = try Learned.command.get()
        let good = try Learned.model("stream.onnx", in: command)
        let long = "{\"id\":4,\"model\":\"" + String(repeating: "x", count: 2 << 20) + "\"}"
        let lines = [
            "{\"id\":1,\"model\":\"\(good)\"}", "not json", "",
            "{\"id\":\"b\",\"model\":\"/nonexistent.onnx\"}", long,
            "{\"model\":\"\(good)\"}", "{\"id\":7}", "{\"id\":9,\"model\":\"\(good)\"}",
        ]
        let outcome = try command.run(
            ["predict", "--stream", "--on", "simulated"], input: lines.joined(separator: "\n"))
        #expect(outcome.status == 0, "\(outcome)")
        let answers = outcome.output.split(separator: "\n").map { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
        }
        let schemas = answers.map { $0["schema"] as? String ?? "" }
        let error = "gnomon.error/1"
        let row = "gnomon.prediction/1"
        #expect(schemas == [row, error, error, error, row, error, row])
        let ids = answers.map { answer in answer["id"].map { "\($0)" } ?? "-" }
        #expect(ids == ["1", "-", "b", "-", "-", "7", "9"])
    }

    @Test("a stream of nothing answers nothing")
    func emptyStream() throws {
        let (command, _) = try Learned.command.get()
        let outcome = try command.run(["predict", "--stream", "--on", "simulated"], input: "")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
    }
}
