public import GnomonGraph

/// An activation function, each as the exporter writes it.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
    /// No activation.
    case none
    case relu
    /// Clip to 0 and 6.
    case relu6
    /// Sigmoid and Mul.
    case silu
    case hardSwish
    /// Div, Erf, Add, Mul, Mul.
    case gelu
    /// `0.5 x (1 + tanh(...))` in seven operators.
    case geluTanh
    case leakyRelu
    case pRelu
    case elu
    case selu
    /// Softplus, Tanh, Mul.
    case mish
    case softplus
    case sigmoid
    case hardSigmoid
    case tanh
}

extension NetworkBuilder {
    /// Applies an activation function.
    public mutating func activate(_ x: TensorID, _ activation: Activation) -> TensorID {
        switch activation {
        case .none: return x
        case .relu: return relu(x)
        case .relu6: return clip(x, 0, 6)
        case .silu:
            let gate = sigmoid(x)
            return mul(x, gate)
        case .hardSwish: return hardSwish(x)
        case .gelu: return gelu(x)
        case .geluTanh: return geluTanh(x)
        case .leakyRelu: return node(.leakyRelu, [x], ["alpha": .float(0.1)], to: sizes(x))
        case .pRelu:
            let slopes = weight([channels(x)] + [Int](repeating: 1, count: max(0, sizes(x).count - 2)))
            return node(.pRelu, [x, slopes], to: sizes(x))
        case .elu: return node(.elu, [x], ["alpha": .float(1)], to: sizes(x))
        case .selu: return unary(.selu, x)
        case .mish:
            let soft = unary(.softplus, x)
            let gate = unary(.tanh, soft)
            return mul(x, gate)
        case .softplus: return unary(.softplus, x)
        case .sigmoid: return sigmoid(x)
        case .hardSigmoid: return hardSigmoid(x)
        case .tanh: return unary(.tanh, x)
        }
    }

    private mutating func gelu(_ x: TensorID) -> TensorID {
        let scaled = div(x, scalar(1.4142135381698608))
        let erf = unary(.erf, scaled)
        let shifted = add(erf, scalar(1))
        let gated = mul(x, shifted)
        return mul(gated, scalar(0.5))
    }

    private mutating func geluTanh(_ x: TensorID) -> TensorID {
        let square = mul(x, x)
        let cube = mul(x, square)
        let bent = mul(cube, scalar(0.044715))
        let sum = add(x, bent)
        let scaled = mul(sum, scalar(0.7978845608))
        let tanh = unary(.tanh, scaled)
        let shifted = add(tanh, scalar(1))
        let half = mul(x, scalar(0.5))
        return mul(half, shifted)
    }
}
