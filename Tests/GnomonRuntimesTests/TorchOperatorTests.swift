import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonSpaces
import GnomonTestKit
import Testing

@testable import GnomonRuntimes

@Suite("LibTorch", .enabled(if: TorchComparison.bothAreReady, TorchComparison.reason))
struct TorchOperatorTests {
    @Test("computes what ONNX Runtime computes, within 1e-4 of the largest output", arguments: TorchCase.all)
    func agrees(example: TorchCase) throws {
        let network = try example.network()
        #expect(try TorchComparison.difference(network) < 1e-4)
    }

    @Test("computes the same with two threads and without oneDNN", arguments: ["2t", "1t-nodnn"])
    func settings(suffix: String) throws {
        for network in [try TinyNetworks.residual(), try TinyNetworks.feedForward()] {
            #expect(try TorchComparison.difference(network, on: "torch-cpu-\(suffix)") < 1e-4)
        }
    }

    @Test("runs random networks as ONNX Runtime does", arguments: 0..<6 as Range<UInt64>)
    func random(seed: UInt64) throws {
        for (_, network) in try TinyNetworks.random(seed..<seed + 1) {
            #expect(try TorchComparison.difference(network) < 1e-3)
        }
    }

    @Test("refuses an operator it has no program for, by name")
    func refuses() throws {
        let model = try ONNXWriter.data(
            TinyNetworks.mystery(), names: .ids, weights: .synthetic(seed: 1))
        let error = #expect(throws: RuntimeError.self) {
            try TorchComparison.outputs(model, on: "torch-cpu-1t")
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("com.example.Mystery") == true)
    }

    @Test("refuses bytes that are no model, and models it cannot read")
    func garbage() {
        for bytes: [UInt8] in [[1, 2, 3], []] {
            let error = #expect(throws: RuntimeError.self) {
                try TorchComparison.outputs(bytes, on: "torch-cpu-1t")
            }
            #expect(error?.code == .refused)
        }
    }

    @Test("its profile has one kernel for each operator that moves something, in order")
    func profile() throws {
        let network = try TinyNetworks.chain([1, 4, 8, 8]) { b, x in
            b.gemm(b.flatten(b.relu(b.conv(x, out: 8, kernel: 3))), out: 10)
        }
        let model = try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 1))
        let platform = try Platform(named: "torch-cpu-1t")
        let events = try model.withUnsafeBytes { bytes in
            let session = try TorchRuntime().open(
                OpenRequest(model: bytes, platform: platform, seed: 1, profileFolder: "/nonexistent"))
            for _ in 0..<200 {
                try session.run()
                session.settle()
            }
            return try session.finishProfile()
        }
        #expect(events.filter { $0.run == 7 }.map(\.type) == ["Conv", "Relu", "Gemm"])
        #expect(Set(events.map(\.run)) == Set(0..<200))
        #expect(events.allSatisfy { $0.nanoseconds > 0 && $0.name.hasPrefix("n") })
        let kernels = ProfileSummary.kernels(of: events) { _ in true }
        #expect(kernels.map(\.nodes.count) == [1, 1, 1])
    }

    @Test("a checksum depends on the seed of the inputs alone")
    func checksum() throws {
        let model = try ONNXWriter.data(
            TinyNetworks.residual(), names: .ids, weights: .synthetic(seed: 1))
        let platform = try Platform(named: "torch-cpu-1t")
        let sums = try [4, 4, 5].map { (seed: UInt64) in
            try model.withUnsafeBytes { bytes in
                let session = try TorchRuntime().open(
                    OpenRequest(model: bytes, platform: platform, seed: seed))
                try session.run()
                return try session.outputChecksum()
            }
        }
        #expect(sums[0] == sums[1] && sums[0] != sums[2])
    }
}

@Suite("LibTorch's table of operators")
struct TorchTableTests {
    /// Rules without a network of one operator: nothing would be left to run (constants, other names of a tensor),
    /// or ONNX Runtime does not have the operator to compare with.
    static let untested: Set<OperatorKind> = [
        .identity, .dropout, .shape, .range, .constantOfShape, .scatter, .upsample, .cumProd,
        .microsoftExpandDims,
    ]

    @Test("has a comparison with ONNX Runtime for every entry")
    func compared() {
        let kinds = Set(TorchCase.all.map(\.kind)).union(Self.untested)
        #expect(Set(TorchOperators.table.keys).subtracting(kinds) == [])
    }

    @Test("steps for constants too large to be folded are run once, when the network is opened")
    func constants() throws {
        let sizes = Shape([300, 300])
        let weights = Payload.fileRange(offset: 0, count: 360_000)
        let network = try Network(
            nodes: [
                Node(op: .known(.transpose), inputs: [TensorID(1)], outputs: [TensorID(2)]),
                Node(op: .known(.add), inputs: [TensorID(0), TensorID(2)], outputs: [TensorID(3)]),
            ],
            tensors: [
                Tensor(name: "x", elementType: .float32, shape: sizes, role: .input),
                Tensor(
                    name: "w", elementType: .float32, shape: sizes, role: .constant, payload: weights),
                Tensor(name: "t", producer: NodeID(0)), Tensor(name: "y", producer: NodeID(1)),
            ], inputs: [TensorID(0)], outputs: [TensorID(3)]
        ).prepared()
        let lowering = try TorchLowering(network, model: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(lowering.steps.map(\.runsOnce) == [true, false])
    }

    @Test("names of platforms say threads and whether oneDNN is off")
    func names() throws {
        let two = try Platform(named: "torch-cpu-2t")
        #expect(two.runtime == "torch" && two.threads == 2 && two.settings.isEmpty)
        let plain = try Platform(named: "torch-cpu-1t-nodnn")
        #expect(plain.settings == ["onednn": "off"] && plain.name == "torch-cpu-1t-nodnn")
    }

    @Test(
        "other names are refused",
        arguments: ["torch", "torch-cpu", "torch-cpu-0t", "torch-cpu-01t", "torch-cpu-1t-x"]
    )
    func unknown(name: String) {
        #expect(throws: RuntimeError.self) { try Platform(named: name) }
    }
}
