import GnomonFeatures
import GnomonLearn

/// An LSTM over layers and a linear layer on its last state.
struct SequenceModel: Module {
    let lstm: LSTM
    let readout: Linear

    /// The length of a layer's row.
    static let inputs = LayerTokens.Kind.allCases.count + LayerTokens.numberCount

    init(_ settings: LSTMLightGBMSettings, _ source: inout WeightSource) throws(LearnError) {
        lstm = try LSTM(Self.inputs, settings.hidden, &source)
        readout = try Linear(settings.hidden, 1, &source)
    }

    /// The state after the last layer of each network.
    func state(_ networks: [LayerTokens], _ scaling: RowScaling, _ engine: NeuralEngine) throws(LearnError)
        -> Tensor
    {
        let steps = max(1, networks.map(\.count).max() ?? 1)
        var values: [Double] = []
        values.reserveCapacity(networks.count * steps * Self.inputs)
        for network in networks {
            for layer in 0..<network.count { values += scaling(network.row(layer)) }
            values += [Double](repeating: 0, count: (steps - network.count) * Self.inputs)
        }
        let x = try engine.tensor(values, [networks.count, steps, Self.inputs])
        return try lstm.last(x, lengths: networks.map { max(1, $0.count) })
    }

    /// States and answers of networks: the state, then the answer, for each.
    func describe(
        _ networks: [LayerTokens], _ scaling: RowScaling, _ engine: NeuralEngine
    ) throws(LearnError) -> [[Double]] {
        let width = readout.weight.tensor.sizes[0]
        return try engine.withoutRecording { () throws(LearnError) in
            var rows: [[Double]] = []
            for start in stride(from: 0, to: networks.count, by: 64) {
                let part = Array(networks[start..<min(networks.count, start + 64)])
                let state = try state(part, scaling, engine)
                let answers = try readout(state).values()
                let states = try state.values()
                for index in part.indices {
                    rows.append(Array(states[index * width..<(index + 1) * width]) + [answers[index]])
                }
            }
            return rows
        }
    }

    /// The sizes of all parameters.
    static func shapes(_ settings: LSTMLightGBMSettings) -> [String: [Int]] {
        let h = settings.hidden
        return [
            "lstm.weight": [4 * h, inputs], "lstm.recurrent": [4 * h, h], "lstm.bias": [8 * h],
            "readout.weight": [h, 1], "readout.bias": [1],
        ]
    }
}
