import Foundation
import GnomonTestKit
import Testing

@Suite("Published data on the command line", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct DatasetCommandTests {
    private func write(_ bytes: [UInt8], _ name: String, _ command: Command) throws -> String {
        let path = command.folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("PyTorch's files become a data set, which is written again and trained on by its blocks")
    func wholeWay() throws {
        let command = try Command()
        defer { command.remove() }
        let data = command.folder + "/data"
        let list = try write(TorchFixtures.fbnet, "metainfo.pt", command)
        let phone = try write(TorchFixtures.pair, "phone.pt", command)
        let imported = try command.run([
            "dataset", "import", "help-pt", phone, list, "--as", "fbnet", "--data", data,
        ])
        #expect(imported.status == 0)
        let exported = try command.run(["dataset", "export", "fbnet", "--data", data])
        #expect(exported.status == 0)
        #expect(
            exported.output
                == "index,ops,phone\n0,0123456780123456780123,1.5\n1,8642075318642075318642,2.25\n")
        let pickle = try write(TorchFixtures.hwNASBench4, "HW-NAS-Bench.pickle", command)
        #expect(try command.run(["dataset", "import", "hw-nas-bench", pickle, "--data", data]).status == 0)
        let blocks = command.folder + "/raspi4.yaml"
        let table = try command.run([
            "dataset", "export", "hwnas-fbnet-raspi4", "--data", data, "-o", blocks,
        ])
        #expect(table.status == 0)
        #expect(
            try String(contentsOfFile: blocks, encoding: .utf8).contains(
                "FC_Cin1504_Cout100:\n  count: 1\n  mean: 0.5\n"))
        let trained = try command.run([
            "train", "--dataset", "hwnas-fbnet-raspi4", "--predictor", "lookup-table", "--data", data,
            "--name",
            "table",
        ])
        #expect(trained.status == 0)
        let answer = try command.run(["predict", "--predictor", "table", "0123456780123456780123", "--json"])
        #expect((answer.results.first?["latency_ms"] as? Double ?? 0) > 1.75)
    }

    @Test("a file that would run a command ends with 65, and nothing is written")
    func hostile() throws {
        let command = try Command()
        defer { command.remove() }
        let data = command.folder + "/data"
        let list = try write(TorchFixtures.fbnet, "metainfo.pt", command)
        let hostile = try write(TorchFixtures.command, "phone.pt", command)
        let found = try command.run([
            "dataset", "import", "help-pt", hostile, list, "--as", "fbnet", "--data", data,
        ])
        #expect(found.status == 65)
        #expect(found.errors.contains("posix.system"))
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test("flags of the store do not go with a published data set")
    func flags() throws {
        let command = try Command()
        defer { command.remove() }
        #expect(try command.run(["dataset", "export", "fbnet", "--format", "csv"]).status == 64)
        #expect(try command.run(["dataset", "export", "--data", command.folder]).status == 64)
        #expect(try command.run(["dataset", "export", "latbanch"]).status == 64)
        #expect(try command.run(["dataset", "export", "fbnet", "--data", command.folder]).status == 69)
    }
}
