/// dropout(relu(norm(A (H W) + b))): ``GCN``, ``LayerNorm``, rectifier and ``Dropout`` in one node of the record.
///
/// The same numbers as the four modules one after another, in a fraction of the time: what lies between is
/// never written to memory, and A, which is tiny, is applied to rows that are in the cache. Without an adjacency
/// it is a layer of an MLP.
public struct GraphLayer: Module {
    /// W: inputs times outputs.
    public let weight: Parameter
    /// b.
    public let bias: Parameter
    /// The normalisation; nil for none.
    public let norm: LayerNorm?
    /// The probability of dropout.
    public let dropout: Double

    /// Weights and bias drawn uniformly up to `bound`, 1/sqrt(outputs) unless given.
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(
        _ inputs: Int, _ outputs: Int, normalises: Bool = true, dropout: Double = 0, bound: Double? = nil,
        _ source: inout WeightSource
    ) throws(LearnError) {
        let bound = bound ?? 1 / Double(max(1, outputs)).squareRoot()
        weight = try source.uniform([inputs, outputs], bound: bound)
        bias = try source.uniform([outputs], bound: bound)
        norm = normalises ? try LayerNorm(outputs, &source) : nil
        self.dropout = dropout
    }

    /// The layer's result for rows that do not see each other: a layer of an MLP.
    public func callAsFunction(_ x: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
        try self(x, nil, drops: true, pass)
    }

    /// The layer's result for rows h of graphs, or of no graph.
    ///
    /// With `readsFirst` only the first node's row of each graph is computed. Where many nodes have equal rows, `index`
    /// (graphs x nodes) names the row of h that each has, and `dropsInput` is the probability of dropout on the rows
    /// after they were handed out.
    public func callAsFunction(
        _ h: Tensor, _ adjacency: Tensor? = nil, readsFirst: Bool = false, index: Tensor? = nil,
        dropsInput: Double = 0, drops: Bool = true, _ pass: Pass
    ) throws(LearnError) -> Tensor {
        let isTraining = pass.isTraining
        let seeds = isTraining ? [pass.seed(), pass.seed()] : [0, 0]
        return try h.engine.apply(
            "graph_layer",
            [h, weight.tensor, bias.tensor, adjacency, norm?.gamma.tensor, norm?.beta.tensor, index],
            lists: [[readsFirst ? 1 : 0], seeds.map { Int(bitPattern: UInt($0)) }],
            numbers: [norm?.epsilon ?? 0, isTraining ? dropsInput : 0, isTraining && drops ? dropout : 0])
    }
}
