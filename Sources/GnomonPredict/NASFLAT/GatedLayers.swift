import GnomonLearn

/// Values of a gate for all nodes a layer is asked for.
typealias OpenGate = (Linear) throws(LearnError) -> Tensor

/// Dense graph flow: y = sigmoid(G o + g) * (A' x W) + x W + b, where o describes a node's operator and device and A'
/// sums over what a node reads (arXiv:2403.02446).
///
/// What is returned is `share` times y - b: who adds something else to rows anyway adds b to that.
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

    /// All nodes; rows x have no axis of graphs where those are all alike.
    func callAsFunction(
        _ x: Tensor, _ edges: NodeEdges, share: Double, _ open: OpenGate
    ) throws(LearnError) -> Tensor {
        let s = try x.matmul(weight.tensor * share)
        return try open(gate) * edges.arcs.matmul(s) + s
    }

    /// The last node alone: (A' x) W is A' (x W), with one row a graph to multiply.
    func last(
        _ x: Tensor, _ edges: NodeEdges, share: Double, _ open: OpenGate
    ) throws(LearnError) -> Tensor {
        let weight = try weight.tensor * share
        let own = try x.sliced(x.sizes[1] - 1..<x.sizes[1], axis: 1).matmul(weight)
        return try open(gate) * edges.arcs.matmul(x).matmul(weight) + own
    }
}

/// Attention between operators: y_i = norm(sigmoid(G o_i + g) * sum_j alpha_ij h_j), h = x W,
/// alpha_i = softmax_j leakyReLU(sum_k a_k h_ik h_jk / sqrt(outputs)) (arXiv:2403.02446).
///
/// The score is bilinear, so it is one product (h * a) h^T. What is returned is `share` times y + `more`.
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
        _ x: Tensor, _ edges: NodeEdges, share: Double, more: Tensor?, _ open: OpenGate
    ) throws(LearnError) -> Tensor {
        let h = try key(x)
        let alpha = try weights((h * scaledScore()).matmul(h.transposed()), edges)
        return try normalised(open(gate) * alpha.matmul(h), share, more)
    }

    /// The last node alone: both products with W have one row a graph.
    func last(
        _ x: Tensor, _ edges: NodeEdges, share: Double, more: Tensor?, _ open: OpenGate
    ) throws(LearnError) -> Tensor {
        let own = try key(x.sliced(x.sizes[1] - 1..<x.sizes[1], axis: 1))
        let question = try (own * scaledScore()).matmul(key.weight.tensor.transposed())
        let alpha = try weights(question.matmul(x.transposed()), edges)
        return try normalised(open(gate) * key(alpha.matmul(x)), share, more)
    }

    private func normalised(_ y: Tensor, _ share: Double, _ more: Tensor?) throws(LearnError) -> Tensor {
        var beta = norm.beta.tensor
        if let more { beta = try beta + more }
        return try norm(y, gamma: norm.gamma.tensor * share, beta: beta * share)
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
///
/// Halves and the flow's bias go into weights and into the norm's offsets, which are small, and not over all nodes.
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

    /// All nodes, or the last one alone with its edges.
    func callAsFunction(
        _ x: Tensor, _ edges: NodeEdges, readsLast: Bool = false, _ open: OpenGate
    ) throws(LearnError) -> Tensor {
        let share = flow != nil && attention != nil ? 0.5 : 1
        var sum: Tensor?
        if let flow {
            sum = try readsLast ? flow.last(x, edges, share: share, open) : flow(x, edges, share: share, open)
        }
        guard let attention else {
            guard let flow, let sum else { throw LearnError(.parameter, "a layer of nothing") }
            return try sum + flow.bias.tensor
        }
        let more = flow?.bias.tensor
        let attended =
            try readsLast
            ? attention.last(x, edges, share: share, more: more, open)
            : attention(x, edges, share: share, more: more, open)
        guard let sum else { return attended }
        return try sum + attended
    }
}
