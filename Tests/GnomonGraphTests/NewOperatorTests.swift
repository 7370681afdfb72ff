import Testing

@testable import GnomonGraph

@Suite("Operators of ONNX Runtime, signals, losses and states")
struct NewOperatorTests {
    /// A slot of the node under test.
    private enum Slot {
        case input([Int], ElementType = .float32)
        case weight([Int], ElementType = .float32)
        case numbers([Int64], scalar: Bool = true)
        case none
    }

    private func prepared(
        _ kind: OperatorKind, _ slots: [Slot], _ attributes: [String: AttributeValue] = [:], outputs: Int = 1,
        opset: Int = 21
    ) throws -> (shapes: [Shape?], cost: Cost?) {
        var b = NetworkBuilder(opset: opset)
        var inputs: [TensorID?] = []
        for slot in slots {
            switch slot {
            case .input(let sizes, let type): inputs.append(b.input(sizes, type, name: "x\(inputs.count)"))
            case .weight(let sizes, let type): inputs.append(b.weight(sizes, type))
            case .numbers(let values, let scalar): inputs.append(b.integers(values, sizes: scalar ? [] : nil))
            case .none: inputs.append(nil)
            }
        }
        for output in b.nodes(kind, inputs, outputs: outputs, attributes) { b.output(output) }
        let network = try b.network.prepared()
        return (network.outputs.map { network[$0].shape }, try network.cost(of: NodeID(0)))
    }

    @Test("transforms a signal, whole or in frames")
    func signal() throws {
        let half = try prepared(.dft, [.input([1, 20, 1]), .none, .numbers([1])], ["onesided": .int(1)])
        #expect(half.shapes == [Shape([1, 11, 2])])
        #expect(half.cost?.otherFLOPs == 550)
        let old = try prepared(.dft, [.input([1, 20, 16, 2])], ["axis": .int(2)], opset: 17)
        #expect(old.shapes == [Shape([1, 20, 16, 2])])
        let frames = try prepared(.stft, [.input([1, 128, 1]), .numbers([8]), .weight([16])])
        #expect(frames.shapes == [Shape([1, 15, 9, 2])])
        #expect(throws: GraphError.self) {
            try prepared(.stft, [.input([1, 8, 1]), .numbers([8]), .weight([16])])
        }
        #expect(throws: GraphError.self) { try prepared(.dft, [.input([1, 20, 1]), .none, .numbers([2])]) }
    }

    @Test("takes a loss over classes")
    func losses() throws {
        let mean = try prepared(.softmaxCrossEntropyLoss, [.input([3, 5]), .input([3], .int64)], outputs: 2)
        #expect(mean.shapes == [Shape([Int]()), Shape([3, 5])])
        #expect(mean.cost?.otherFLOPs == 90)
        let each = try prepared(
            .negativeLogLikelihoodLoss, [.input([3, 5, 6]), .input([3, 6], .int64)],
            ["reduction": .string("none")])
        #expect(each.shapes == [Shape([3, 6])])
        #expect(throws: GraphError.self) {
            try prepared(.negativeLogLikelihoodLoss, [.input([3, 5]), .input([4], .int64)])
        }
    }

    @Test("carries states")
    func states() throws {
        let conv = try prepared(.causalConvWithState, [.input([2, 8, 16]), .weight([8, 1, 4])], outputs: 2)
        #expect(conv.shapes == [Shape([2, 8, 16]), Shape([2, 8, 3])])
        #expect(conv.cost?.macs == 1024)
        let heads: [String: AttributeValue] = ["q_num_heads": .int(4), "kv_num_heads": .int(4)]
        let linear = try prepared(
            .linearAttention, [.input([2, 10, 64]), .input([2, 10, 64]), .input([2, 10, 128])], heads,
            outputs: 2)
        #expect(linear.shapes == [Shape([2, 10, 128]), Shape([2, 4, 16, 32])])
        #expect(linear.cost?.macs == 81920)
        #expect(throws: GraphError.self) {
            try prepared(
                .linearAttention, [.input([2, 10, 64]), .input([2, 10, 64]), .input([2, 10, 128])])
        }
        #expect(try prepared(.swiGLU, [.input([2, 8]), .input([2, 8])]).cost?.otherFLOPs == 80)
        #expect(
            try prepared(.tensorScatter, [.input([2, 4, 9, 8]), .input([2, 4, 1, 8])]).shapes
                == [Shape([2, 4, 9, 8])])
        #expect(throws: GraphError.self) {
            try prepared(.tensorScatter, [.input([2, 4, 9, 8]), .input([2, 8])])
        }
    }

    @Test("fused layers cost what their parts cost")
    func fused() throws {
        let gemm = try prepared(
            .microsoftFusedGemm, [.input([3, 8]), .weight([5, 8]), .weight([5])],
            ["transB": .int(1), "activation": .string("Relu")])
        #expect(gemm.shapes == [Shape([3, 5])])
        #expect(gemm.cost?.macs == 120)
        #expect(gemm.cost?.otherFLOPs == 30)
        let skip = try prepared(
            .microsoftSkipLayerNormalization,
            [.input([1, 4, 8]), .input([1, 4, 8]), .weight([8]), .weight([8])],
            outputs: 4)
        #expect(skip.shapes == [Shape([1, 4, 8]), Shape([1, 4, 1]), Shape([1, 4, 1]), Shape([1, 4, 8])])
        #expect(skip.cost?.otherFLOPs == 288)
        let embed = try prepared(
            .microsoftEmbedLayerNormalization,
            [
                .input([1, 4], .int32), .none, .weight([30_000, 8]), .weight([512, 8]), .none, .weight([8]),
                .weight([8]),
            ], outputs: 2)
        #expect(embed.shapes == [Shape([1, 4, 8]), Shape([1])])
        #expect((embed.cost?.bytesRead ?? 0) < 2000)
        #expect(embed.cost?.parameters == 244112)
        #expect(throws: GraphError.self) {
            try prepared(
                .microsoftSkipLayerNormalization, [.input([1, 4, 8]), .input([1, 4, 8]), .weight([7])])
        }
    }

    @Test("attends in every packing")
    func attention() throws {
        let heads: [String: AttributeValue] = ["num_heads": .int(4)]
        let multi = try prepared(
            .microsoftMultiHeadAttention, [.input([2, 5, 32]), .input([2, 7, 32]), .input([2, 7, 64])], heads)
        #expect(multi.shapes == [Shape([2, 5, 64])])
        #expect(multi.cost?.macs == 6720)
        let projected = try prepared(
            .microsoftAttention, [.input([2, 5, 32]), .weight([32, 96]), .weight([96])], heads, outputs: 2)
        #expect(projected.shapes == [Shape([2, 5, 32]), Shape([2, 2, 4, 5, 8])])
        #expect(projected.cost?.macs == 33920)
        let grouped = try prepared(
            .microsoftGroupQueryAttention,
            [
                .input([1, 1, 64]), .input([1, 1, 16]), .input([1, 1, 16]), .input([1, 2, 31, 8]),
                .input([1, 2, 31, 8]), .numbers([31], scalar: false), .numbers([32]),
            ], ["num_heads": .int(8), "kv_num_heads": .int(2)], outputs: 3)
        #expect(grouped.shapes == [Shape([1, 1, 64]), Shape([1, 2, 32, 8]), Shape([1, 2, 32, 8])])
        #expect(throws: GraphError.self) {
            try prepared(.microsoftMultiHeadAttention, [.input([2, 5, 30]), .input([2, 7, 30])], heads)
        }
        #expect(throws: GraphError.self) {
            try prepared(.microsoftAttention, [.input([2, 5, 32]), .weight([32, 96])])
        }
    }

    /// Scale and zero point of a quantised operand.
    private static let grid: [Slot] = [.weight([]), .weight([], .uint8)]

    /// Quantised operands of these sizes, each with its scale and zero point.
    private static func operands(_ sizes: [[Int]]) -> [Slot] {
        sizes.flatMap { (size: [Int]) -> [Slot] in [Slot.input(size, .uint8)] + grid }
    }

    @Test("multiplies packed and quantised matrices")
    func quantisedProducts() throws {
        let form: [String: AttributeValue] = ["K": .int(64), "N": .int(16), "block_size": .int(32)]
        let weights: [Slot] = [.weight([16, 2, 16], .uint8), .weight([32])]
        let packed = try prepared(.microsoftMatMulNBits, [Slot.input([2, 5, 64])] + weights, form)
        #expect(packed.shapes == [Shape([2, 5, 16])])
        #expect(packed.cost?.macs == 10240)
        #expect(throws: GraphError.self) {
            try prepared(.microsoftMatMulNBits, [Slot.input([2, 5, 60])] + weights, form)
        }
        let slots: [Slot] = NewOperatorTests.operands([[3, 8], [5, 8]])
        let gemm = try prepared(.microsoftQGemm, slots, ["transB": .int(1)])
        #expect(gemm.shapes == [Shape([3, 5])])
        #expect(gemm.cost?.macs == 120)
    }

    @Test("adds and joins quantised numbers")
    func quantisedSums() throws {
        let pair: [Slot] = NewOperatorTests.operands([[2, 3, 1], [3, 4]])
        let sum = try prepared(.microsoftQLinearAdd, pair + NewOperatorTests.grid)
        #expect(sum.shapes == [Shape([2, 3, 4])])
        let parts: [Slot] = NewOperatorTests.operands([[2, 3], [2, 4]])
        let joined = try prepared(.microsoftQLinearConcat, NewOperatorTests.grid + parts, ["axis": .int(1)])
        #expect(joined.shapes == [Shape([2, 7])])
        #expect(throws: GraphError.self) {
            try prepared(.microsoftQLinearAdd, parts + NewOperatorTests.grid)
        }
    }

    @Test("convolves with channels last and in blocks")
    func layouts() throws {
        let pads: [String: AttributeValue] = ["pads": .ints([1, 1, 1, 1]), "strides": .ints([2, 2])]
        let last = try prepared(
            .microsoftNhwcFusedConv, [.input([1, 28, 30, 16]), .weight([8, 16, 3, 3])], pads)
        #expect(last.shapes == [Shape([1, 14, 15, 8])])
        #expect(last.cost?.macs == 241920)
        let blocked = try prepared(.blockedConv, [.input([1, 16, 28, 30]), .weight([8, 16, 3, 3])], pads)
        #expect(blocked.shapes == [Shape([1, 8, 14, 15])])
        #expect(blocked.cost?.macs == last.cost?.macs)
        let pooled = try prepared(
            .microsoftNhwcMaxPool, [.input([1, 28, 30, 16])], ["kernel_shape": .ints([2, 2])])
        #expect(pooled.shapes == [Shape([1, 27, 29, 16])])
        #expect(
            try prepared(
                .blockedReorderOutput, [.input([1, 24, 7, 9])],
                ["channels": .int(20), "channels_last": .int(1)]
            ).shapes == [Shape([1, 7, 9, 20])])
        #expect(
            try prepared(.blockedUpsample, [.input([1, 8, 3, 4])], ["scales": .ints([1, 1, 2, 2])]).shapes
                == [Shape([1, 8, 6, 8])])
        #expect(throws: GraphError.self) {
            try prepared(.blockedReorderOutput, [.input([1, 8, 7, 9])], ["channels": .int(20)])
        }
    }
}
