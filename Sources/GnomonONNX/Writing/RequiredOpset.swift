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

    /// The version to import for the network: its own, but not newer than needed.
    static func version(of network: Network, emitted: [Int]) -> Int {
        var introduced = 0
        var newer = 0
        for index in emitted {
            let node = network.nodes[index]
            guard let kind = node.op.kind, kind.domain.isEmpty else { continue }
            introduced = max(introduced, introductions[kind.onnxType] ?? 0)
            newer = max(newer, newerForm(node, kind.onnxType))
            for body in node.bodies { introduced = max(introduced, version(of: body)) }
        }
        for tensor in network.tensors { newer = max(newer, firstVersion(of: tensor.elementType)) }
        let own = network.opset > usual ? min(network.opset, max(usual, newer)) : network.opset
        return max(own, introduced)
    }

    private static func version(of body: Network) -> Int {
        let version = version(of: body, emitted: Array(body.nodes.indices))
        return version > usual ? version : 0
    }

    /// The version that gave a node the form it has, where it differs from that of the usual version.
    private static func newerForm(_ node: Node, _ type: String) -> Int {
        switch type {
        case "GroupNormalization": 21
        case "QuantizeLinear", "DequantizeLinear":
            node.attributes["output_dtype"] != nil || node.attributes["block_size"] != nil ? 23 : 0
        case "Cast", "CastLike": node.attributes["round_mode"] != nil ? 24 : 0
        default: 0
        }
    }

    private static func firstVersion(of type: ElementType) -> Int {
        switch type {
        case .int4, .uint4: 21
        case .float4e2m1: 23
        case .float8e8m0: 24
        case .int2, .uint2: 25
        default: 0
        }
    }
}
