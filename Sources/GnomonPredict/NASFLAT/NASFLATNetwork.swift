import GnomonLearn

/// The network of NASFLAT: graphs on devices to scores, larger for slower (arXiv:2403.02446).
///
/// Operators have numbers, devices too. A first pass over the graph refines the numbers of operators, a second one
/// turns them into one row a graph, which the head turns into a score.
struct NASFLATNetwork: Module {
    /// Numbers of an operator and of a device.
    static let operatorWidth = 40, hardwareWidth = 8
    /// Numbers of both.
    static let width = operatorWidth + hardwareWidth
    /// Numbers of a node inside graph layers.
    static let hidden = 128

    /// Numbers of each operator.
    let operators: Parameter
    /// Numbers of the output.
    let output: Parameter
    /// Numbers of each device, the new one last.
    let hardware: Embedding
    /// Numbers of the input node, and of all others.
    let inputNode: Parameter, otherNode: Parameter
    let nodes: Linear
    let refining: [GatedLayer]
    let reading: [GraphLayer]
    let readingLast: Linear
    let update: Linear
    let updateLast: Linear
    let main: [GatedLayer]
    let head: ScoreHead
    let isInHead: Bool

    /// A network for codes of operators and for devices, the new one included, with so many columns beside the graph.
    init(
        _ settings: NASFLATSettings, operators codes: Int, devices: Int, supplement: Int,
        _ source: inout WeightSource
    ) throws(LearnError) {
        let (width, hidden) = (Self.width, Self.hidden)
        isInHead = settings.hardware == .head
        let own = isInHead ? width : Self.operatorWidth
        operators = try source.normal([codes, own])
        output = try source.normal([1, own])
        hardware = try Embedding(codes: devices, width: Self.hardwareWidth, &source)
        inputNode = try source.normal([1, width])
        otherNode = try source.constant(0, [1, width])
        nodes = try Linear(width, 96, &source)
        refining = [
            try GatedLayer(96, hidden, operators: width, settings, &source),
            try GatedLayer(hidden, hidden, operators: width, settings, &source),
        ]
        reading = [try Self.dense(hidden, hidden, &source), try Self.dense(hidden, hidden, &source)]
        readingLast = try Linear(hidden, hidden, &source)
        update = try Linear(width + hidden, hidden, &source)
        updateLast = try Linear(hidden, width, &source)
        main = [
            try GatedLayer(96, hidden, operators: width, settings, &source),
            try GatedLayer(hidden, hidden, operators: width, settings, &source),
            try GatedLayer(hidden, hidden, operators: width, settings, &source),
        ]
        head = try ScoreHead(
            graph: hidden, supplement: supplement, hardware: isInHead ? Self.hardwareWidth : 0, &source)
    }

    /// relu(x W + b) that starts as a linear layer of PyTorch does.
    static func dense(
        _ inputs: Int, _ outputs: Int, dropout: Double = 0, _ source: inout WeightSource
    ) throws(LearnError) -> GraphLayer {
        try GraphLayer(
            inputs, outputs, normalises: false, dropout: dropout, bound: 1 / Double(inputs).squareRoot(),
            &source)
    }

    /// One row for each graph on its device.
    ///
    /// There is no dropout in it: a graph on a device has one row a step, however many pairs it is in.
    func trunk(_ batch: GraphBatchOnDevices, _ pass: Pass) throws(LearnError) -> Tensor {
        let x = try rows(batch.nodes)
        let table = try describe(batch)
        let last = batch.nodes - 1..<batch.nodes
        let lastCodes = try batch.codes.sliced(last, axis: 1)
        // Gates see few different operators and devices: they are made once for each of those, then handed out.
        let first = try refining[0](x, batch.edges) { (gate) throws(LearnError) in
            try gate(table).sigmoid().gathered(batch.codes)
        }.relu()
        var v = try refining[1](first, batch.lastEdges(), readsLast: true) { (gate) throws(LearnError) in
            try gate(table).sigmoid().gathered(lastCodes)
        }
        for layer in reading { v = try layer(v, pass) }
        v = try readingLast(v)
        let o = try refined(table, v, batch.codes)
        var y = x
        for (place, layer) in main.enumerated() {
            if place > 0 { y = try y.relu() }
            y = try layer(y, batch.edges) { (gate) throws(LearnError) in try opened(gate, o) }
        }
        let shares = (0..<batch.nodes).map { $0 == 0 ? 0 : 1 / Double(batch.nodes - 1) }
        let mean = try y.engine.tensor(shares, [1, 1, batch.nodes]).matmul(y)
        return try mean.reshaped([batch.count, Self.hidden])
    }

    /// A gate over all nodes, whose rows end with a 1: the bias is one more row of the weight.
    private func opened(_ gate: Linear, _ o: Tensor) throws(LearnError) -> Tensor {
        guard let bias = gate.bias else { return try gate(o).sigmoid() }
        let row = try bias.tensor.reshaped([1, bias.tensor.count])
        return try o.matmul(Tensor.concatenated([gate.weight.tensor, row], axis: 0)).sigmoid()
    }

    /// Rows of nodes, which are alike in all graphs: nodes x 96.
    private func rows(_ count: Int) throws(LearnError) -> Tensor {
        let both = try nodes(Tensor.concatenated([inputNode.tensor, otherNode.tensor], axis: 0))
        let kinds = (0..<count).map { min($0, 1) }
        return try both.gathered(both.engine.indices(kinds, [count]))
    }

    /// Operator and device of each entry of the table of devices and codes.
    private func describe(_ batch: GraphBatchOnDevices) throws(LearnError) -> Tensor {
        let input = try output.tensor.engine.full(0, output.tensor.sizes)
        let all = try Tensor.concatenated([operators.tensor, output.tensor, input], axis: 0)
        let own = try all.gathered(batch.deviceCodes)
        guard !isInHead else { return own }
        return try Tensor.concatenated([own, hardware(batch.deviceRows)], axis: 1)
    }

    /// What replaces operators and devices after the first pass, and a 1: graphs x nodes x (width + 1).
    ///
    /// [o; v] W is o W_1 + v W_2, and there are few different o, and one v a graph.
    private func refined(_ table: Tensor, _ v: Tensor, _ codes: Tensor) throws(LearnError) -> Tensor {
        let (width, weight) = (Self.width, update.weight.tensor)
        var graph = try v.matmul(weight.sliced(width..<weight.sizes[0], axis: 0))
        if let bias = update.bias { graph = try graph + bias.tensor }
        let own = try table.matmul(weight.sliced(0..<width, axis: 0)).gathered(codes)
        let (engine, last) = (weight.engine, updateLast.weight.tensor)
        var offsets = [try engine.full(1, [1])]
        if let bias = updateLast.bias { offsets.insert(bias.tensor, at: 0) }
        let wide = try Tensor.concatenated([last, engine.full(0, [last.sizes[0], 1])], axis: 1)
        return try (own + graph).relu().matmul(wide) + Tensor.concatenated(offsets, axis: 0)
    }

    /// One score for each graph on its device, or for each place in `places` with a dropout of its own.
    func callAsFunction(
        _ batch: GraphBatchOnDevices, places: Tensor? = nil, _ pass: Pass
    ) throws(LearnError) -> Tensor {
        try head(
            trunk(batch, pass), supplement: batch.supplement,
            hardware: isInHead ? hardware(batch.hardware) : nil, places: places, pass)
    }
}
