import GnomonGraph

/// What a constant is to the operator that reads it, and so which made-up values keep activations near 1.
enum WeightRole: Hashable {
    /// A factor of a sum of `fanIn` products.
    case weight(fanIn: Int)
    /// Something added.
    case bias
    /// Something multiplied or divided by, or a variance: near 1 and positive.
    case scale
    /// No weight by its place: kept where the values are known.
    case other

    /// The role of the input in `slot` of `node`, a constant of these sizes.
    init(_ node: Node, slot: Int, sizes: [Int]) {
        let type = node.op.kind?.onnxType ?? node.op.typeName
        func product(_ axes: some Sequence<Int>) -> Int {
            max(1, (try? Shape.product(axes)) ?? Int.max)
        }
        switch (type, slot) {
        case ("Conv", 1), ("FusedConv", 1), ("CausalConvWithState", 1), ("DeformConv", 1):
            self = .weight(fanIn: product(sizes.dropFirst()))
        case ("ConvTranspose", 1):
            var groups = 1
            if case .int(let group) = node.attributes["group"], group > 0 { groups = Int(clamping: group) }
            self = .weight(fanIn: max(1, (sizes.first ?? 1) / groups))
        case ("MatMul", 0), ("MatMul", 1), ("FusedMatMul", 0), ("FusedMatMul", 1):
            self = .weight(fanIn: max(1, slot == 1 ? sizes.dropLast().last ?? 1 : sizes.last ?? 1))
        case ("Gemm", 0), ("Gemm", 1), ("FusedGemm", 0), ("FusedGemm", 1):
            let transposed = node.attributes[slot == 0 ? "transA" : "transB"] == .int(1)
            let isInner = (slot == 1) == transposed ? 1 : 0
            self = .weight(fanIn: max(1, isInner < sizes.count ? sizes[isInner] : 1))
        case ("LSTM", 1), ("LSTM", 2), ("GRU", 1), ("GRU", 2), ("RNN", 1), ("RNN", 2):
            self = .weight(fanIn: max(1, sizes.last ?? 1))
        case ("Einsum", _): self = sizes.count > 1 ? .weight(fanIn: max(1, sizes.max() ?? 1)) : .other
        case ("Conv", 2), ("FusedConv", 2), ("ConvTranspose", 2), ("Gemm", 2), ("FusedGemm", 2),
            ("DeformConv", 3),
            ("LSTM", 3), ("GRU", 3), ("RNN", 3), ("BatchNormalization", 2), ("BatchNormalization", 3),
            ("LayerNormalization", 2), ("GroupNormalization", 2), ("InstanceNormalization", 2):
            self = .bias
        case ("BatchNormalization", 1), ("BatchNormalization", 4), ("LayerNormalization", 1),
            ("GroupNormalization", 1), ("InstanceNormalization", 1), ("RMSNormalization", 1):
            self = .scale
        default: self = .other
        }
    }

    /// Mean and deviation of made-up values.
    var distribution: (mean: Float, deviation: Float) {
        switch self {
        // He et al. 2015 (arXiv:1502.01852) have gain 2 for ReLU; a little less keeps linear chains finite.
        case .weight(let fanIn): (0, (1.6 / Float(fanIn)).squareRoot())
        case .bias: (0, 0.05)
        case .scale: (1, 0.1)
        case .other: (0, 0.1)
        }
    }

    /// The role for a constant that an operator reads as an ordinary operand.
    static func operand(of type: String) -> WeightRole {
        switch type {
        case "Mul", "Div", "Pow", "PRelu", "Sqrt", "Log", "Reciprocal", "QuantizeLinear", "DequantizeLinear":
            .scale
        default: .other
        }
    }
}
