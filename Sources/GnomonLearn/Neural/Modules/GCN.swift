/// H' = A (H W) + b: a node sums over what its row of A names (Kipf, Welling 2017, arXiv:1609.02907).
///
/// A is graphs times nodes times nodes, of whatever normalisation the model has.
public struct GCN: Module {
    /// W: inputs times outputs.
    public let weight: Parameter
    /// b.
    public let bias: Parameter

    /// Weights and bias drawn uniformly up to 1/sqrt(outputs).
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(_ inputs: Int, _ outputs: Int, _ source: inout WeightSource) throws(LearnError) {
        let bound = 1 / Double(max(1, outputs)).squareRoot()
        weight = try source.uniform([inputs, outputs], bound: bound)
        bias = try source.uniform([outputs], bound: bound)
    }

    /// The layer's result for node rows h.
    public func callAsFunction(_ h: Tensor, _ adjacency: Tensor) throws(LearnError) -> Tensor {
        try adjacency.matmul(h.matmul(weight.tensor)) + bias.tensor
    }
}
