/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta over the last axis (Ba and others 2016,
/// arXiv:1607.06450).
public struct LayerNorm: Module {
    /// The factors.
    public let gamma: Parameter
    /// The offsets.
    public let beta: Parameter
    /// What is added to the variance.
    public let epsilon: Double

    /// A layer over rows of a width, which starts with factors 1 and offsets 0.
    ///
    /// - Throws: `LearnError` (parameter) for an impossible width.
    public init(_ width: Int, epsilon: Double = 1e-5, _ source: inout WeightSource) throws(LearnError) {
        gamma = try source.constant(1, [width])
        beta = try source.constant(0, [width])
        self.epsilon = epsilon
    }

    /// The layer's result for rows x.
    public func callAsFunction(_ x: Tensor) throws(LearnError) -> Tensor {
        try x.engine.apply(
            "layer_norm", [x, gamma.tensor, beta.tensor], lists: [gamma.tensor.sizes], numbers: [epsilon])
    }

    /// The result with other factors and offsets, such as multiples of the layer's own.
    public func callAsFunction(_ x: Tensor, gamma: Tensor, beta: Tensor) throws(LearnError) -> Tensor {
        try x.engine.apply("layer_norm", [x, gamma, beta], lists: [gamma.sizes], numbers: [epsilon])
    }
}
