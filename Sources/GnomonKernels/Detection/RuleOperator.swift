public import GnomonGraph

/// An operator as fusion rules speak of it: finer than ONNX's types where runtimes treat forms differently.
///
/// The raw values are names of files; those that nn-Meter (Zhang et al. 2021, doi:10.1145/3458864.3467882) has too
/// are spelled as there.
public enum RuleOperator: String, Hashable, Sendable, Codable, CaseIterable {
    case conv
    case pointwise = "conv1x1"
    case depthwise = "dwconv"
    case grouped
    case convTranspose = "convtrans"
    case fc
    case matMul = "matmul"
    case averagePool = "avgpool"
    case maxPool = "maxpool"
    case globalPool = "gap"
    case concat
    /// The sum of two computed tensors of one shape.
    case add
    /// The product of two computed tensors of one shape.
    case mul
    /// The product with a computed tensor that is broadcast.
    case gate
    /// The sum with a constant.
    case bias
    /// The product with a constant.
    case scale
    case batchNorm = "bn"
    case layerNorm = "layernorm"
    case relu
    case clip
    case leakyRelu = "leaky"
    case pRelu = "prelu"
    case elu
    case sigmoid
    case tanh
    case hardSigmoid = "hardsigmoid"
    case hardSwish = "hswish"
    /// Add 3, Clip, Mul, Div 6.
    case hardSwishPieces = "hswish4"
    /// Sigmoid and Mul.
    case silu
    /// Gelu with Erf, in pieces.
    case gelu
    /// Gelu with Tanh, in pieces.
    case geluTanh = "gelutanh"
    case softplus
    /// Softplus, Tanh and Mul.
    case mish
    /// Squeeze and excite: global pool, two convolutions, product.
    case squeezeExcite = "se"
    case softmax
    case transpose
    case resize
    case slice
    case split
    case pad
    case reshape
    case flatten
    case squeeze
    /// Anything rules do not speak of.
    case other
}

extension RuleOperator {
    /// Whether it does work that a runtime has a kernel of its own for: two of them are never one kernel.
    public var isAnchor: Bool { isProduct || [.averagePool, .maxPool, .globalPool, .concat].contains(self) }

    /// Whether it multiplies with weights: what activations and biases join.
    public var isProduct: Bool {
        switch self {
        case .conv, .pointwise, .depthwise, .grouped, .convTranspose, .fc, .matMul: true
        default: false
        }
    }

    /// Whether it is an activation function in one operator or in pieces.
    public var isActivation: Bool {
        switch self {
        case .relu, .clip, .leakyRelu, .pRelu, .elu, .sigmoid, .tanh, .hardSigmoid, .hardSwish,
            .hardSwishPieces, .silu, .gelu, .geluTanh, .softplus, .mish:
            true
        default: false
        }
    }

    /// Whether it changes values by constants of their channel only.
    public var isAffine: Bool { self == .bias || self == .scale || self == .batchNorm }

    /// Whether it moves nothing: the same memory under other sizes.
    public var isView: Bool { self == .reshape || self == .flatten || self == .squeeze }

    /// Whether it reads two computed tensors.
    public var isBinary: Bool { self == .add || self == .mul || self == .gate || self == .concat }

    /// The operator whose rule serves where its own was not tested; nil if it stands for itself.
    var standIn: RuleOperator? {
        switch self {
        case .pointwise, .grouped: .conv
        case .matMul: .fc
        case .maxPool: .averagePool
        case .bias, .scale: .batchNorm
        case .flatten, .squeeze: .reshape
        // Functions in pieces need more than an activation does: nothing stands for them.
        case .clip, .leakyRelu, .pRelu, .elu, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .softplus: .relu
        default: nil
        }
    }

    /// What rules call a node of a prepared network.
    public init(_ node: Node, in network: Network) {
        guard let kind = node.op.kind else {
            self = .other
            return
        }
        switch kind {
        case .conv: self = Self.convolution(node, in: network)
        case .add, .sub: self = Self.sum(node, in: network)
        case .mul, .div: self = Self.product(node, in: network)
        default: self = Self.plain[kind] ?? .other
        }
    }

    private static let plain: [OperatorKind: RuleOperator] = [
        .convTranspose: .convTranspose, .gemm: .fc, .matMul: .matMul, .averagePool: .averagePool,
        .maxPool: .maxPool, .globalAveragePool: .globalPool, .globalMaxPool: .globalPool, .concat: .concat,
        .batchNormalization: .batchNorm, .layerNormalization: .layerNorm, .relu: .relu, .clip: .clip,
        .leakyRelu: .leakyRelu, .pRelu: .pRelu, .elu: .elu, .sigmoid: .sigmoid, .tanh: .tanh,
        .hardSigmoid: .hardSigmoid, .hardSwish: .hardSwish, .swish: .silu, .gelu: .gelu,
        .softplus: .softplus,
        .mish: .mish, .softmax: .softmax, .transpose: .transpose, .resize: .resize, .slice: .slice,
        .split: .split, .pad: .pad, .reshape: .reshape, .flatten: .flatten, .squeeze: .squeeze,
        .unsqueeze: .squeeze,
    ]

    private static func convolution(_ node: Node, in network: Network) -> RuleOperator {
        guard let conv = ConvolutionParameters(node, in: network) else { return .conv }
        if conv.isDepthwise { return .depthwise }
        if conv.group > 1 { return .grouped }
        return conv.isPointwise ? .pointwise : .conv
    }

    private static func sum(_ node: Node, in network: Network) -> RuleOperator {
        hasConstant(node, in: network) ? .bias : node.op.kind == .add ? .add : .other
    }

    private static func product(_ node: Node, in network: Network) -> RuleOperator {
        if hasConstant(node, in: network) { return .scale }
        guard node.op.kind == .mul, let first = node.input(0), let second = node.input(1) else {
            return .other
        }
        return network[first].shape == network[second].shape ? .mul : .gate
    }

    private static func hasConstant(_ node: Node, in network: Network) -> Bool {
        node.inputs.contains { $0.map { network[$0].role == .constant } ?? false }
    }
}
