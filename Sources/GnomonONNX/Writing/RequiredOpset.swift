import GnomonGraph

/// Which version of the standard operator set a file must import.
enum RequiredOpset {
    /// What exporters write today; every runtime reads it.
    static let usual = 20

    /// The first version with operators that came after the usual one.
    private static let introductions: [String: Int] = [
        "Attention": 23, "RMSNormalization": 23, "RotaryEmbedding": 23, "Swish": 24, "TensorScatter": 24,
        "BitCast": 26, "CumProd": 26, "CausalConvWithState": 27, "LinearAttention": 27, "SwiGLU": 28,
    ]

    /// Operators whose meaning or form changed after the usual version, whatever their element types.
    private static let changed: Set<String> = ["GroupNormalization", "BitShift", "QLinearMatMul", "Range"]

    /// Attributes that came after the usual version.
    private static let newAttributes: [String: Set<String>] = [
        "QuantizeLinear": ["output_dtype", "block_size", "precision"],
        "DequantizeLinear": ["output_dtype", "block_size"],
        "Cast": ["round_mode"], "CastLike": ["round_mode"], "SpaceToDepth": ["mode"],
    ]

    /// Element types that all older operators of the usual version take as the newest ones do.
    private static let usualTypes: Set<ElementType> = [
        .undefined, .float32, .float64, .float16, .int64, .int32, .int8, .uint8, .bool,
    ]

    /// The version to import for the network: its own; lowered to the usual one where nothing can need more.
    static func version(of network: Network, emitted: [Int]) -> Int {
        var introduced = 0
        var isUsual = true
        var pending = [(network, emitted)]
        while let (network, emitted) = pending.popLast() {
            for tensor in network.tensors where !usualTypes.contains(tensor.elementType) { isUsual = false }
            for index in emitted {
                let node = network.nodes[index]
                for body in node.bodies { pending.append((body, Array(body.nodes.indices))) }
                let (domain, type) = OperatorNames.names(node.op)
                guard domain.isEmpty else { continue }
                introduced = max(introduced, introductions[type] ?? 0)
                if hasNewerForm(node, type) { isUsual = false }
            }
        }
        let lowers = network.opset > usual && isUsual && introduced == 0
        return lowers ? usual : max(network.opset, introduced)
    }

    private static func hasNewerForm(_ node: Node, _ type: String) -> Bool {
        if changed.contains(type) { return true }
        // Version 22 corrected the output size of pooling that rounds up.
        if node.attributes["ceil_mode"] == .int(1) { return true }
        guard let attributes = newAttributes[type] else { return false }
        return attributes.contains { node.attributes[$0] != nil }
    }

    /// The version to import for another domain.
    static func version(ofDomain domain: String) -> Int64 {
        domain == "ai.onnx.ml" ? 5 : 1
    }
}
