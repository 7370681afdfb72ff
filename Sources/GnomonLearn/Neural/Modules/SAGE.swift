/// h' = W_l mean(neighbours) + b + W_r h, of length 1 where asked for (Hamilton and others 2017,
/// arXiv:1706.02216).
public struct SAGE: Module {
    /// W_l and b, for the mean of the neighbours.
    public let neighbours: Linear
    /// W_r, for the node itself.
    public let own: Linear
    /// Whether rows are divided by their length.
    public let normalises: Bool

    /// A layer with weights drawn uniformly.
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(
        _ inputs: Int, _ outputs: Int, normalises: Bool = true, _ source: inout WeightSource
    ) throws(LearnError) {
        neighbours = try Linear(inputs, outputs, &source)
        own = try Linear(inputs, outputs, bias: false, &source)
        self.normalises = normalises
    }

    /// The layer's result for node rows h; row i of the adjacency has ones at the neighbours of i.
    public func callAsFunction(_ h: Tensor, _ adjacency: Tensor) throws(LearnError) -> Tensor {
        let degree = try adjacency.sum([-1], keepingAxes: true).clamped(least: 1)
        let mean = try adjacency.matmul(h) / degree
        let y = try neighbours(mean) + own(h)
        guard normalises else { return y }
        let length = try (y * y).sum([-1], keepingAxes: true).clamped(least: 1e-24).squareRoot()
        return try y / length
    }
}
