/// h' = MLP((1 + epsilon) h + sum of the neighbours), MLP = linear, rectifier, linear (Xu and others 2019,
/// arXiv:1810.00826).
public struct GIN: Module {
    /// The weight of a node itself, above 1.
    public let epsilon: Parameter
    /// The first layer of the MLP.
    public let first: Linear
    /// The second layer of the MLP.
    public let second: Linear

    /// A layer with an MLP of a hidden width.
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(
        _ inputs: Int, _ outputs: Int, hidden: Int, _ source: inout WeightSource
    ) throws(LearnError) {
        epsilon = try source.constant(0, [1])
        first = try Linear(inputs, hidden, &source)
        second = try Linear(hidden, outputs, &source)
    }

    /// The layer's result for node rows h; row i of the adjacency has ones at the neighbours of i.
    public func callAsFunction(_ h: Tensor, _ adjacency: Tensor) throws(LearnError) -> Tensor {
        let own = try h * (epsilon.tensor + 1)
        return try second(first(own + adjacency.matmul(h)).relu())
    }
}
