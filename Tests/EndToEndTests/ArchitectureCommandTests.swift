import Foundation
import GnomonSpaces
import Testing

@Suite("Data sets and predictors of architectures", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct ArchitectureCommandTests {
    /// A folder with a small data set in the form of LatBench.
    private func data(_ command: Command) throws -> String {
        var text = "index,ops,board\n"
        for (index, architecture) in NASBench201().sample(1200, seed: 2).enumerated() {
            let genes = architecture.genes
            text += "\(index),\(genes.map(String.init).joined()),\(1 + genes.reduce(0, +))\n"
        }
        let folder = command.folder + "/data"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/latbench_latency.csv"))
        return folder
    }

    @Test("a data set is listed, a predictor evaluated, trained and asked")
    func wholeWay() throws {
        let command = try Command()
        defer { command.remove() }
        let data = try data(command)
        let listed = try command.run(["dataset", "list", "--data", data, "--json"])
        #expect(listed.results.contains { $0["name"] as? String == "latbench" && $0["path"] is String })
        let tasks = try command.run(["tasks", "--data", data, "--json"])
        #expect(tasks.results.contains { $0["task"] as? String == "latbench/board" })
        let page = command.folder + "/board.html"
        let board = try command.run([
            "evaluate", "--task", "latbench", "--predictor", "ridge", "flops", "--budget", "40", "--seeds",
            "2",
            "--data", data, "--json", "--html", page,
        ])
        #expect(board.status == 0)
        #expect(board.results.count == 4)
        for result in board.results {
            #expect(result["task"] as? String == "latbench/board")
            #expect(result["budget"] as? Int == 40)
            #expect((result["metrics"] as? [String: Any])?["within10"] is Double)
            #expect(result["train_seconds"] is Double && result["predict_seconds"] is Double)
        }
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("</html>"))
        let trained = try command.run([
            "train", "--dataset", "latbench", "--predictor", "ridge", "--budget", "60", "--data", data,
            "--name", "mine",
        ])
        #expect(trained.status == 0)
        let text = NASBench201().format(NASBench201().sample(1, seed: 8)[0])
        let answer = try command.run(["predict", "--predictor", "mine", text, "--json"])
        #expect(answer.results.first?["latency_ms"] is Double)
        #expect(answer.results.first?["predictor"] as? String == "ridge")
        let file = try command.run(["predict", "--predictor", "mine", "model.onnx"])
        #expect(file.status == 65)
        #expect(file.errors.contains("cannot read a network"))
    }

    @Test("what is not there is answered with what to do")
    func refused() throws {
        let command = try Command()
        defer { command.remove() }
        let data = try data(command)
        let task = try command.run(["evaluate", "--task", "crystal", "--predictor", "ridge", "--data", data])
        #expect(task.status == 64)
        #expect(task.errors.contains("latbench/DEVICE"))
        let predictor = try command.run([
            "evaluate", "--task", "latbench", "--predictor", "oracle", "--data", data,
        ])
        #expect(predictor.status == 64)
        #expect(predictor.errors.contains("ridge"))
        for wrong in [
            ["latbench", "--rules", "help-strict"], ["latbench", "--set", "episodes=3"],
            ["nasflat/ND", "--set", "episodes"], ["nasflat/ND", "--set", "depth=3"],
            ["nasflat/ND", "--rules", "lenient"],
        ] {
            let found = try command.run(
                ["evaluate", "--predictor", "analytic-gp", "--data", data, "--task"] + wrong)
            #expect(found.status == 64, "\(wrong)")
        }
        let missing = try command.run(["evaluate", "--task", "fbnet", "--predictor", "ridge", "--data", data])
        #expect(missing.status == 69)
        #expect(missing.errors.contains("GNOMON_DATA"))
        let untrained = try command.run(["predict", "--predictor", "none", "x"])
        #expect(untrained.status == 69)
    }
}
