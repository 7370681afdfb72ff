public import GnomonGraph

extension NetworkBuilder {
    /// The sum of two tensors, with broadcasting.
    public mutating func add(_ a: TensorID, _ b: TensorID) -> TensorID { binary(.add, a, b) }

    /// The difference of two tensors, with broadcasting.
    public mutating func sub(_ a: TensorID, _ b: TensorID) -> TensorID { binary(.sub, a, b) }

    /// The product of two tensors, with broadcasting.
    public mutating func mul(_ a: TensorID, _ b: TensorID) -> TensorID { binary(.mul, a, b) }

    /// The quotient of two tensors, with broadcasting.
    public mutating func div(_ a: TensorID, _ b: TensorID) -> TensorID { binary(.div, a, b) }

    /// A two-operand operator with broadcasting, such as Add, Pow, Max or Greater.
    public mutating func binary(_ kind: OperatorKind, _ a: TensorID, _ b: TensorID) -> TensorID {
        let type: ElementType =
            switch kind {
            case .greater, .greaterOrEqual, .less, .lessOrEqual, .equal: .bool
            default: .float32
            }
        return node(kind, [a, b], to: broadcast(sizes(a), sizes(b)), type: type)
    }

    /// An operator with one operand and no parameters, such as Relu, Erf or Sqrt.
    public mutating func unary(_ kind: OperatorKind, _ x: TensorID) -> TensorID {
        node(kind, [x], to: sizes(x))
    }

    /// The rectifier.
    public mutating func relu(_ x: TensorID) -> TensorID { unary(.relu, x) }

    /// The logistic function.
    public mutating func sigmoid(_ x: TensorID) -> TensorID { unary(.sigmoid, x) }

    /// `x * hardSigmoid(x)`, one operator.
    public mutating func hardSwish(_ x: TensorID) -> TensorID { unary(.hardSwish, x) }

    /// The piecewise linear logistic function with the slope PyTorch uses.
    public mutating func hardSigmoid(_ x: TensorID) -> TensorID {
        node(.hardSigmoid, [x], ["alpha": .float(1.0 / 6), "beta": .float(0.5)], to: sizes(x))
    }

    /// Limits the values, with constant bounds.
    public mutating func clip(_ x: TensorID, _ low: Double, _ high: Double) -> TensorID {
        node(.clip, [x, scalar(low), scalar(high)], to: sizes(x))
    }

    /// Changes the element type.
    public mutating func cast(_ x: TensorID, to type: ElementType) -> TensorID {
        node(.cast, [x], ["to": .int(Int64(type.rawValue))], to: sizes(x), type: type)
    }

    /// Takes from `a` where the condition holds, else from `b`.
    public mutating func select(_ condition: TensorID, _ a: TensorID, _ b: TensorID) -> TensorID {
        node(
            .whereSelect, [condition, a, b],
            to: broadcast(broadcast(sizes(condition), sizes(a)), sizes(b)))
    }

    /// The sizes of two tensors broadcast against each other.
    mutating func broadcast(_ a: [Int], _ b: [Int]) -> [Int] {
        let rank = max(a.count, b.count)
        let left = [Int](repeating: 1, count: rank - a.count) + a
        let right = [Int](repeating: 1, count: rank - b.count) + b
        require(
            zip(left, right).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 },
            "\(a) does not broadcast with \(b)")
        return zip(left, right).map(max)
    }
}
