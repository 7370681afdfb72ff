/// Long short-term memory (Hochreiter, Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735), one layer:
/// i, f, o = sigmoid(x W + h U + b), g = tanh(...), c' = f c + i g, h' = o tanh(c').
public struct LSTM: Module {
    /// W of the gates i, f, g, o below each other: 4 hidden times inputs.
    public let weight: Parameter
    /// U of the gates: 4 hidden times hidden.
    public let recurrent: Parameter
    /// Both biases of the gates, that of W before that of U: 8 hidden.
    public let bias: Parameter
    /// The width of the state.
    public var hidden: Int { recurrent.tensor.sizes[1] }

    /// Weights drawn uniformly up to 1/sqrt(hidden).
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(_ inputs: Int, _ hidden: Int, _ source: inout WeightSource) throws(LearnError) {
        let bound = 1 / Double(max(1, hidden)).squareRoot()
        weight = try source.uniform([4 * hidden, inputs], bound: bound)
        recurrent = try source.uniform([4 * hidden, hidden], bound: bound)
        bias = try source.uniform([8 * hidden], bound: bound)
    }

    /// The states after every step: x is sequences x steps x inputs, the result sequences x steps x hidden.
    public func callAsFunction(_ x: Tensor) throws(LearnError) -> Tensor {
        let one = [1]
        let states = try x.engine.apply(
            "recurrent",
            [
                x.permuted([1, 0, 2]), weight.tensor.reshaped(one + weight.tensor.sizes),
                recurrent.tensor.reshaped(one + recurrent.tensor.sizes),
                bias.tensor.reshaped(one + bias.tensor.sizes), nil, nil,
            ], lists: [[0, 1]])
        // Steps, directions, sequences, hidden.
        return try states.reshaped([x.sizes[1], x.sizes[0], hidden]).permuted([1, 0, 2])
    }

    /// The state after the last step of each sequence, where sequences are shorter than they are padded to.
    ///
    /// - Throws: `LearnError` (tensor) for a length below 1 or above the number of steps.
    public func last(_ x: Tensor, lengths: [Int]) throws(LearnError) -> Tensor {
        let (sequences, steps) = (x.sizes[0], x.sizes[1])
        guard lengths.count == sequences, lengths.allSatisfy({ (1...max(1, steps)).contains($0) }) else {
            throw LearnError(.tensor, "lengths must be from 1 to \(steps), one for each of \(sequences)")
        }
        let places = lengths.enumerated().map { $0.offset * steps + $0.element - 1 }
        let flat = try self(x).reshaped([sequences * steps, hidden])
        return try flat.gathered(x.engine.indices(places, [sequences]))
    }
}
