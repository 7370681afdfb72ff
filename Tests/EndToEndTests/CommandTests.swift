import Foundation
import GnomonONNX
import GnomonTestKit
import Testing

@Suite("The command", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct CommandTests {
    @Test(
        "explains itself",
        arguments: [["--help"], ["--version"], ["predict", "--help"], ["learn", "--help"]])
    func help(arguments: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(arguments, seconds: 10)
        #expect(outcome.status == 0)
        #expect(!outcome.output.isEmpty)
        #expect(outcome.errors.isEmpty)
    }

    @Test(
        "wrong usage ends with 64",
        arguments: [
            ["nosuch"], ["inspect"], ["predict"], ["predict", "--stream", "a.onnx"],
            ["inspect", "--nosuch", "a.onnx"],
            ["inspect", "--dim", "seq", "a.onnx"], ["inspect", "--json", "--csv", "a.onnx"],
            ["learn", "--budget", "soon"], ["measure", "a.onnx", "--launches", "0"],
        ])
    func usage(arguments: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(arguments, seconds: 10)
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test(
        "an unknown platform ends with 64 and the candidates",
        arguments: ["measure", "predict", "compare", "learn", "report"])
    func unknownPlatform(name: String) throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let outcome = try command.run(
            [name] + (["learn", "report"].contains(name) ? [] : [path]) + ["--on", "nosuch"], seconds: 10)
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("nosuch"))
        #expect(outcome.errors.contains("simulated"))
        #expect(outcome.errors.contains("ort-cpu-1t"))
    }

    @Test("a platform that was not learned ends with 69 and the way out")
    func notLearned() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let outcome = try command.run(["predict", path, "--on", "simulated"], seconds: 10)
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("gnomon learn"))
        let json = try command.run(["predict", path, "--on", "simulated", "--json"], seconds: 10)
        #expect(json.json?["schema"] as? String == "gnomon.error/1")
    }

    @Test("inspect has exactly the promised fields")
    func inspect() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let outcome = try command.run(["inspect", "--json", path], seconds: 10)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(Set(outcome.json?.keys.map { $0 } ?? []) == ["schema", "results"])
        let fields = Set(outcome.results.first?.keys.map { $0 } ?? [])
        #expect(
            fields == [
                "model", "hash", "nodes", "parameters", "macs", "flops", "weight_bytes", "inputs", "outputs",
                "operators", "unknown_shapes", "warnings", "family_hash", "structure_hash",
            ])
        #expect((outcome.results.first?["operators"] as? [String: Int])?["Conv"] == 3)
    }

    @Test("doctor has exactly the promised fields")
    func doctor() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["doctor", "--json"], seconds: 30)
        #expect([0, 1].contains(outcome.status))
        #expect(!outcome.results.isEmpty)
        for result in outcome.results {
            #expect(Set(result.keys) == ["library", "found", "version", "path", "works", "hint"])
        }
    }

    @Test("platforms lists what can be named")
    func platforms() throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(["platforms"], seconds: 10)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("simulated"))
    }

    @Test("one bad model leaves the others answered, and the exit code says so")
    func batch() throws {
        let command = try Command()
        defer { command.remove() }
        let good = try command.file(
            "good.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let bad = try command.file("bad.onnx", [])
        let outcome = try command.run(["inspect", "--json", good, bad, good], seconds: 10)
        #expect(outcome.status == 65)
        #expect(outcome.results.map { $0["error"] != nil } == [false, true, false])
        let table = try command.run(["inspect", good, bad, good], seconds: 10)
        #expect(table.status == 65)
        #expect(table.sentences.count == 1)
    }

    @Test("measure has exactly the promised fields", arguments: [false, true])
    func measure(kernels: Bool) throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let outcome = try command.run(
            ["measure", path, "--on", "simulated", "--json"] + (kernels ? ["--kernels"] : []))
        #expect(outcome.status == 0, "\(outcome)")
        let expected: Set<String> = [
            "model", "hash", "platform", "latency_ms", "interval_ms", "grade", "launches", "samples",
            "reused",
            "warnings",
        ]
        #expect(
            Set(outcome.results.first?.keys.map { $0 } ?? [])
                == (kernels ? expected.union(["kernels", "closure"]) : expected))
    }

    @Test("models measured together come with their ratios, and all samples can be written to a file")
    func together() throws {
        let command = try Command()
        defer { command.remove() }
        let paths = try [1, 2].map { index in
            try command.file(
                "\(index).onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        }
        let raw = command.folder + "/raw.json"
        let outcome = try command.run(
            ["measure", "--together", "--raw", raw, "--on", "simulated", "--json"] + paths)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.results.count == 2)
        let ratios = outcome.json?["ratios"] as? [[Double]] ?? []
        #expect(ratios.count == 2)
        let data = try #require(FileManager.default.contents(atPath: raw))
        let rows = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        #expect(rows?.count == 2)
        let launches = rows?.first?["launches"] as? [[String: Any]]
        let samples = launches?.first?["samples"] as? [String: Any]
        #expect((samples?["wall"] as? [Int])?.count == 40)
        let nowhere = try command.run(
            ["measure", "--raw", command.folder + "/none/x.json", "--on", "simulated", paths[0]])
        #expect(nowhere.status == 65)
    }

    @Test("many models on several platforms go on after a failure, and --resume measures only the rest")
    func batchOfMeasurements() throws {
        let command = try Command()
        defer { command.remove() }
        let good = try command.file(
            "good.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        let bad = try command.file("bad.onnx", [])
        let arguments = [
            "measure", good, bad, "--on", "simulated", "--on", "null", "--accept", "C", "--json", "--budget",
            "5s",
        ]
        let first = try command.run(arguments)
        #expect(first.status == 65, "\(first)")
        #expect(first.results.count == 4)
        #expect(first.results.map { $0["error"] != nil } == [false, false, true, true])
        #expect(
            first.results.map { $0["platform"] as? String } == ["simulated", "null", "simulated", "null"])
        #expect(first.results.prefix(2).allSatisfy { $0["reused"] as? Bool == false })
        let second = try command.run(arguments + ["--resume"])
        #expect(second.status == 65)
        #expect(second.results.first?["reused"] as? Bool == true)
        // A noisy machine may have given the null platform a grade that is not accepted.
        let isTrusted = first.results[1]["grade"] as? String != "F"
        #expect(second.results[1]["reused"] as? Bool == isTrusted)
        let summary = second.json?["summary"] as? [String: Int]
        #expect(summary?["pairs"] == 4)
        #expect(summary?["failed"] == 2)
        #expect(summary?["reused"] == (isTrusted ? 2 : 1))
        let wrong = try command.run(["measure", good, "--together", "--resume"])
        #expect(wrong.status == 64)
    }

    @Test("dataset export writes what was measured, to a file or to standard output")
    func datasetExport() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .synthetic(seed: 1)))
        _ = try command.run(["measure", path, "--on", "simulated"])
        let file = command.folder + "/all.jsonl"
        let outcome = try command.run(["dataset", "export", "-o", file])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.errors.contains("1 measurements written"))
        let line = try String(contentsOfFile: file, encoding: .utf8)
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(row?["schema"] as? String == "gnomon.dataset/1")
        #expect(row?["platform"] as? String == "simulated")
        let csv = try command.run(["dataset", "export", "--on", "simulated", "--grade", "a,B,C"])
        #expect(csv.output.hasPrefix("id,network_hash,"))
        #expect(try command.run(["dataset", "export", "--on", "nosuch"]).status == 64)
        #expect(try command.run(["dataset", "export", "--grade", "D"]).status == 64)
        #expect(try command.run(["dataset", "export", "-o", command.folder + "/no/x.csv"]).status == 65)
    }
}
