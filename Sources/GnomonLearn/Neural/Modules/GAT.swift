/// Attention over neighbours: h'_i = sum_j alpha_ij W h_j + b, alpha_i = softmax_j leakyReLU(s W h_i + t W h_j)
/// over the neighbours of i and i itself, in several heads side by side (Velickovic and others 2018,
/// arXiv:1710.10903).
public struct GAT: Module {
    /// W of all heads.
    public let weight: Parameter
    /// s: heads times width.
    public let source: Parameter
    /// t: heads times width.
    public let target: Parameter
    /// b.
    public let bias: Parameter

    /// A layer whose heads have `outputs` / `heads` numbers each.
    ///
    /// - Throws: `LearnError` (parameter) where the outputs cannot be shared among the heads.
    public init(_ inputs: Int, _ outputs: Int, heads: Int, _ source: inout WeightSource) throws(LearnError) {
        guard heads >= 1, outputs >= heads, outputs % heads == 0 else {
            throw LearnError(.parameter, "\(outputs) outputs cannot be shared among \(heads) heads")
        }
        // Glorot, Bengio 2010: uniform up to sqrt(6 / (inputs + outputs)).
        weight = try source.uniform([inputs, outputs], bound: (6 / Double(inputs + outputs)).squareRoot())
        let bound = (6 / Double(1 + outputs / heads)).squareRoot()
        self.source = try source.uniform([heads, outputs / heads], bound: bound)
        target = try source.uniform([heads, outputs / heads], bound: bound)
        bias = try source.constant(0, [outputs])
    }

    /// The layer's result for node rows h (graphs x nodes x inputs) and an adjacency (graphs x nodes x nodes).
    public func callAsFunction(_ h: Tensor, _ adjacency: Tensor) throws(LearnError) -> Tensor {
        let (graphs, nodes) = (h.sizes[0], h.sizes[1])
        let heads = source.tensor.sizes[0]
        let width = source.tensor.sizes[1]
        // Graphs, heads, nodes, width.
        let x = try h.matmul(weight.tensor).reshaped([graphs, nodes, heads, width]).permuted([0, 2, 1, 3])
        let from = try x.matmul(source.tensor.reshaped([heads, width, 1]))
        let to = try x.matmul(target.tensor.reshaped([heads, width, 1])).transposed()
        let scores = try (from + to).leakyReLU(0.2)
        let seen = try (adjacency + Self.identity(nodes, h.engine)).reshaped([graphs, 1, nodes, nodes])
        let alpha = try scores.selected(by: seen, else: h.engine.full(-.infinity, [])).softmax()
        return try alpha.matmul(x).permuted([0, 2, 1, 3]).reshaped([graphs, nodes, heads * width])
            + bias.tensor
    }

    private static func identity(_ nodes: Int, _ engine: NeuralEngine) throws(LearnError) -> Tensor {
        try engine.tensor((0..<nodes * nodes).map { $0 % (nodes + 1) == 0 ? 1.0 : 0 }, [nodes, nodes])
    }
}
