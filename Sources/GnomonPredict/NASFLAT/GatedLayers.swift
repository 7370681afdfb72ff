import GnomonLearn

/// Dense graph flow: y = sigmoid(G o + g) * (A' x W) + x W + b, where o describes a node's operator and device and A'
/// sums over what a node reads (arXiv:2403.02446).
struct DenseGraphFlow: Module {
    let weight: Parameter
    let bias: Parameter
    let gate: Linear

    init(_ inputs: Int, _ outputs: Int, operators: Int, _ source: inout WeightSource) throws(LearnError) {
        let bound = 1 / Double(outputs).squareRoot()
        weight = try source.uniform([inputs, outputs], bound: bound)
        bias = try source.uniform([outputs], bound: bound)
        gate = try Linear(operators, outputs, &source)
    }

    /// All nodes.
    ///
    /// Rows x have no axis of graphs where those are all alike; `open` gives the values of a gate for all nodes.
    func callAsFunction(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        let s = try x.matmul(weight.tensor)
        return try open(gate) * edges.arcs.matmul(s) + s + bias.tensor
    }

    /// The last node alone: (A' x) W is A' (x W), with one row a graph to multiply.
    func last(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        let own = try x.sliced(x.sizes[1] - 1..<x.sizes[1], axis: 1).matmul(weight.tensor)
        return try open(gate) * edges.arcs.matmul(x).matmul(weight.tensor) + own + bias.tensor
    }
}

/// Attention between operators: y_i = norm(sigmoid(G o_i + g) * sum_j alpha_ij h_j), h = x W,
/// alpha_i = softmax_j leakyReLU(sum_k a_k h_ik h_jk / sqrt(outputs)) (arXiv:2403.02446).
///
/// The score is bilinear, so it is one product (h * a) h^T.
struct OperatorAttention: Module {
    let key: Linear
    let score: Parameter
    let gate: Linear
    let norm: LayerNorm
    let form: NASFLATSettings.Form

    init(
        _ inputs: Int, _ outputs: Int, operators: Int, _ form: NASFLATSettings.Form,
        _ source: inout WeightSource
    ) throws(LearnError) {
        key = try Linear(inputs, outputs, bias: false, &source)
        score = try source.uniform([outputs], bound: 1 / Double(outputs).squareRoot())
        gate = try Linear(operators, outputs, &source)
        norm = try LayerNorm(outputs, &source)
        self.form = form
    }

    /// All nodes; see ``DenseGraphFlow``.
    func callAsFunction(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        let h = try key(x)
        let alpha = try weights((h * scaledScore()).matmul(h.transposed()), edges)
        return try norm(open(gate) * alpha.matmul(h))
    }

    /// The last node alone: both products with W have one row a graph.
    func last(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        let own = try key(x.sliced(x.sizes[1] - 1..<x.sizes[1], axis: 1))
        let question = try (own * scaledScore()).matmul(key.weight.tensor.transposed())
        let alpha = try weights(question.matmul(x.transposed()), edges)
        return try norm(open(gate) * key(alpha.matmul(x)))
    }

    private func scaledScore() throws(LearnError) -> Tensor {
        try score.tensor * (1 / Double(score.tensor.count).squareRoot())
    }

    private func weights(_ scores: Tensor, _ edges: NodeEdges) throws(LearnError) -> Tensor {
        let bent = try scores.leakyReLU(0.01)
        return try (form == .reference ? bent * edges.attention : bent + edges.attention).softmax()
    }
}

/// A graph layer: the mean of flow and attention, or one of them.
struct GatedLayer: Module {
    let flow: DenseGraphFlow?
    let attention: OperatorAttention?

    init(
        _ inputs: Int, _ outputs: Int, operators: Int, _ settings: NASFLATSettings,
        _ source: inout WeightSource
    ) throws(LearnError) {
        let kind = settings.layer
        flow = kind == .attention ? nil : try DenseGraphFlow(inputs, outputs, operators: operators, &source)
        attention =
            kind == .flow
            ? nil : try OperatorAttention(inputs, outputs, operators: operators, settings.form, &source)
    }

    /// All nodes; see ``DenseGraphFlow``.
    func callAsFunction(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        try mean(flow?.callAsFunction(x, edges, open), attention?.callAsFunction(x, edges, open))
    }

    /// The last node alone.
    func last(
        _ x: Tensor, _ edges: NodeEdges, _ open: (Linear) throws(LearnError) -> Tensor
    ) throws(LearnError) -> Tensor {
        try mean(flow?.last(x, edges, open), attention?.last(x, edges, open))
    }

    private func mean(_ one: Tensor?, _ two: Tensor?) throws(LearnError) -> Tensor {
        guard let one, let two else {
            guard let only = one ?? two else { throw LearnError(.parameter, "a layer of nothing") }
            return only
        }
        return try (one + two) * 0.5
    }
}
