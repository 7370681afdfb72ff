import Foundation
import GnomonGraph
import GnomonONNX
import GnomonTestKit
import Testing

@Suite("Rewriting", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct RewriteTests {
    @Test("keeps the hash, whatever the weights", arguments: ["copied", "synthetic", "zeros", "constant"])
    func weights(choice: String) throws {
        let command = try Command()
        defer { command.remove() }
        let network = try TinyNetworks.residual()
        let path = try command.file("r.onnx", ONNXWriter.data(network, weights: .synthetic(seed: 1)))
        let target = command.folder + "/out.onnx"
        let outcome = try command.run(["rewrite", path, "-o", target, "--weights", choice], seconds: 20)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.isEmpty)
        let again = try ONNXReader.read(path: target).network.prepared()
        #expect(
            try again.canonicalHash() == ONNXReader.read(path: path).network.prepared().canonicalHash())
    }

    @Test("that cannot be ends with 65 and the path, and leaves nothing behind")
    func unwritable() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file("r.onnx", ONNXWriter.data(TinyNetworks.residual(), weights: .zeros))
        for target in [command.folder + "/no/out.onnx", "/dev/full", command.folder] {
            let outcome = try command.run(["rewrite", path, "-o", target], seconds: 20)
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.errors.contains(target))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: command.folder)
        #expect(left.filter { $0.hasSuffix(".part") }.isEmpty)
        #expect(try command.run(["rewrite", path, "-o", "x.onnx", "--weights", "some"]).status == 64)
    }
}
