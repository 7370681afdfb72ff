/// Arithmetic number by number; shapes are broadcast as in NumPy.
extension Tensor {
    /// The sum.
    public static func + (left: Tensor, right: Tensor) throws(LearnError) -> Tensor {
        try left.engine.apply("add", [left, right])
    }

    /// The difference.
    public static func - (left: Tensor, right: Tensor) throws(LearnError) -> Tensor {
        try left.engine.apply("sub", [left, right])
    }

    /// The product, number by number.
    public static func * (left: Tensor, right: Tensor) throws(LearnError) -> Tensor {
        try left.engine.apply("mul", [left, right])
    }

    /// The quotient, number by number.
    public static func / (left: Tensor, right: Tensor) throws(LearnError) -> Tensor {
        try left.engine.apply("div", [left, right])
    }

    /// The sum with a number.
    public static func + (left: Tensor, right: Double) throws(LearnError) -> Tensor {
        try left + left.engine.full(right, [])
    }

    /// The difference from a number.
    public static func - (left: Tensor, right: Double) throws(LearnError) -> Tensor {
        try left - left.engine.full(right, [])
    }

    /// The product with a number.
    public static func * (left: Tensor, right: Double) throws(LearnError) -> Tensor {
        try left * left.engine.full(right, [])
    }

    /// The quotient by a number.
    public static func / (left: Tensor, right: Double) throws(LearnError) -> Tensor {
        try left / left.engine.full(right, [])
    }

    /// The negative.
    public static prefix func - (value: Tensor) throws(LearnError) -> Tensor {
        try value.engine.apply("neg", [value])
    }

    /// max(0, x).
    public func relu() throws(LearnError) -> Tensor { try engine.apply("relu", [self]) }

    /// x where positive, `slope` x elsewhere.
    public func leakyReLU(_ slope: Double) throws(LearnError) -> Tensor {
        try engine.apply("leaky_relu", [self], numbers: [slope])
    }

    /// 1 / (1 + e^-x).
    public func sigmoid() throws(LearnError) -> Tensor { try engine.apply("sigmoid", [self]) }

    /// x times the normal distribution up to x (Hendrycks, Gimpel 2016, arXiv:1606.08415).
    ///
    /// By the error function: LibTorch's own one has other last digits where some other engine uses oneDNN.
    public func gelu() throws(LearnError) -> Tensor {
        let share = try engine.apply("erf", [self * 0.5.squareRoot()]) + 1
        return try self * share * 0.5
    }

    /// The hyperbolic tangent.
    public func tanh() throws(LearnError) -> Tensor { try engine.apply("tanh", [self]) }

    /// log(1 + e^x).
    public func softplus() throws(LearnError) -> Tensor { try engine.apply("softplus", [self]) }

    /// e^x.
    public func exp() throws(LearnError) -> Tensor { try engine.apply("exp", [self]) }

    /// The natural logarithm.
    public func log() throws(LearnError) -> Tensor { try engine.apply("log", [self]) }

    /// The square root.
    public func squareRoot() throws(LearnError) -> Tensor { try engine.apply("sqrt", [self]) }

    /// |x|.
    public func magnitude() throws(LearnError) -> Tensor { try engine.apply("abs", [self]) }

    /// x, at least `least` and at most `most`.
    public func clamped(least: Double? = nil, most: Double? = nil) throws(LearnError) -> Tensor {
        try engine.apply(
            "clip", [self], lists: [[least == nil ? 0 : 1, most == nil ? 0 : 1]],
            numbers: [least ?? 0, most ?? 0])
    }

    /// The numbers of `self` where `mask` is above 0, those of `other` elsewhere.
    public func selected(by mask: Tensor, else other: Tensor) throws(LearnError) -> Tensor {
        let condition = try engine.apply("gt", [mask, engine.full(0, [])])
        return try engine.apply("where", [condition, self, other])
    }
}
