import Foundation
import GnomonNative
import GnomonONNX
import GnomonTestKit
import Testing

@Suite(
    "The command on LibTorch", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"),
    .enabled(if: TorchLibrary.isReady(), "LibTorch is not installed; run 'gnomon setup torch'"))
struct TorchTests {
    @Test("measures a network with one kernel for each operator that moves something")
    func measures() throws {
        let command = try Command()
        defer { command.remove() }
        let network = try TinyNetworks.residual()
        let path = try command.file("r.onnx", ONNXWriter.data(network, weights: .synthetic(seed: 1)))
        let outcome = try command.run([
            "measure", path, "--on", "torch-cpu-1t", "--kernels", "--json", "--launches", "1",
        ])
        // On a busy machine one launch is not trusted; the kernels are there all the same.
        #expect([0, 75].contains(outcome.status), "\(outcome)")
        let kernels = outcome.results.first?["kernels"] as? [[String: Any]] ?? []
        // Three convolutions, three activations, an addition, a pooling, a Gemm; Flatten is a view.
        #expect(kernels.count == 9)
        #expect(kernels.filter { $0["kind"] as? String == "Conv" }.count == 3)
        #expect(!kernels.contains { $0["kind"] as? String == "Flatten" })
    }

    @Test("names the operator LibTorch has no program for")
    func refuses() throws {
        let command = try Command()
        defer { command.remove() }
        let path = try command.file(
            "m.onnx", ONNXWriter.data(TinyNetworks.mystery(), weights: .synthetic(seed: 1)))
        let outcome = try command.run(["measure", path, "--on", "torch-cpu-1t"])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("Mystery"))
    }
}
