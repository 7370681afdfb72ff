/// y = x W + b.
public struct Linear: Module {
    /// W: inputs times outputs.
    public let weight: Parameter
    /// b; nil for none.
    public let bias: Parameter?

    /// A layer with weights and bias drawn uniformly up to 1/sqrt(inputs), as PyTorch does.
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, bound: Double? = nil, _ source: inout WeightSource
    ) throws(LearnError) {
        let bound = bound ?? 1 / Double(max(1, inputs)).squareRoot()
        weight = try source.uniform([inputs, outputs], bound: bound)
        self.bias = bias ? try source.uniform([outputs], bound: bound) : nil
    }

    /// The layer's result for rows x.
    public func callAsFunction(_ x: Tensor) throws(LearnError) -> Tensor {
        let y = try x.matmul(weight.tensor)
        guard let bias else { return y }
        return try y + bias.tensor
    }
}
