import GnomonLearn

/// What turns a graph's row, and what is known beside it, into a score (arXiv:2403.02446).
///
/// Everything before the first dropout is the same for all pairs a graph is in and computed once.
struct ScoreHead: Module {
    static let dropout = 0.1
    /// Layers, the numbers of each, and those of what stands beside the graph.
    static let layers = 3, width = 200, beside = 48

    let supplement: [GraphLayer]
    let supplementLast: Linear?
    let hardware: GraphLayer?
    let hardwareLast: Linear?
    let first: Linear
    let layers: [GraphLayer]
    let last: Linear
    private let drops = Dropout(ScoreHead.dropout)

    init(
        graph: Int, supplement columns: Int, hardware numbers: Int, _ source: inout WeightSource
    ) throws(LearnError) {
        var inputs = graph
        if columns > 0 {
            // The dropout of the first layer waits until rows are handed out to pairs.
            supplement = [
                try NASFLATNetwork.dense(columns, NASFLATNetwork.hidden, &source),
                try NASFLATNetwork.dense(
                    NASFLATNetwork.hidden, NASFLATNetwork.hidden, dropout: Self.dropout, &source),
            ]
            supplementLast = try Linear(NASFLATNetwork.hidden, Self.beside, &source)
            inputs += Self.beside
        } else {
            (supplement, supplementLast) = ([], nil)
        }
        if numbers > 0 {
            hardware = try NASFLATNetwork.dense(numbers, Self.beside, &source)
            hardwareLast = try Linear(Self.beside, Self.beside, &source)
            inputs += Self.beside
        } else {
            (hardware, hardwareLast) = (nil, nil)
        }
        first = try Linear(inputs, Self.width, &source)
        var layers: [GraphLayer] = []
        for _ in 1..<Self.layers {
            layers.append(
                try NASFLATNetwork.dense(Self.width, Self.width, dropout: Self.dropout, &source))
        }
        self.layers = layers
        last = try Linear(Self.width, 1, &source)
    }

    /// One score for each row, or for each of the places among them.
    func callAsFunction(
        _ graph: Tensor, supplement rows: Tensor?, hardware numbers: Tensor?, places: Tensor?, _ pass: Pass
    ) throws(LearnError) -> Tensor {
        func handedOut(_ x: Tensor) throws(LearnError) -> Tensor {
            guard let places else { return x }
            return try x.gathered(places)
        }
        let weight = first.weight.tensor
        let width = graph.sizes[1]
        var z = try graph.matmul(weight.sliced(0..<width, axis: 0))
        if let bias = first.bias { z = try z + bias.tensor }
        if let hardware, let hardwareLast, let numbers {
            let beside = try hardwareLast(hardware(numbers, pass))
            let from = weight.sizes[0] - Self.beside
            z = try z + beside.matmul(weight.sliced(from..<weight.sizes[0], axis: 0))
        }
        z = try handedOut(z)
        if let supplementLast, let rows, supplement.count == 2 {
            let dropped = try drops(handedOut(supplement[0](rows, pass)), pass)
            let beside = try supplementLast(supplement[1](dropped, pass))
            z = try z + beside.matmul(weight.sliced(width..<width + Self.beside, axis: 0))
        }
        z = try drops(z.relu(), pass)
        for layer in layers { z = try layer(z, pass) }
        return try last(z).reshaped([-1])
    }
}
