/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta over rows: those of the batch in training, running ones in
/// prediction (Ioffe, Szegedy 2015, arXiv:1502.03167).
public struct BatchNorm: Module {
    /// The factors.
    public let gamma: Parameter
    /// The offsets.
    public let beta: Parameter
    /// The running means; training changes them in place.
    public let mean: Tensor
    /// The running variances; training changes them in place.
    public let variance: Tensor
    /// The share of a batch in the running ones.
    public let momentum: Double
    /// What is added to the variance.
    public let epsilon: Double

    /// A layer over rows of a width.
    ///
    /// - Throws: `LearnError` (parameter) for an impossible width.
    public init(
        _ width: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, _ source: inout WeightSource
    ) throws(LearnError) {
        gamma = try source.constant(1, [width])
        beta = try source.constant(0, [width])
        mean = try source.engine.full(0, [width])
        variance = try source.engine.full(1, [width])
        self.momentum = momentum
        self.epsilon = epsilon
    }

    /// The layer's result for rows x; axes before the last are rows.
    public func callAsFunction(_ x: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
        let rows = try x.reshaped([-1, gamma.tensor.count])
        let y =
            pass.isTraining
            ? try rows.normalisedByBatch(
                gamma: gamma.tensor, beta: beta.tensor, mean: mean, variance: variance, momentum: momentum,
                epsilon: epsilon)
            : try rows.engine.apply(
                "batch_norm", [rows, gamma.tensor, beta.tensor, mean, variance], numbers: [epsilon])
        return try y.reshaped(x.sizes)
    }
}
