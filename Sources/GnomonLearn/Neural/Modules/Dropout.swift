/// In training, numbers are set to 0 at random and the others scaled up (Srivastava and others 2014,
/// https://jmlr.org/papers/v15/srivastava14a.html).
public struct Dropout: Module {
    /// The probability of a number to be dropped.
    public let probability: Double

    /// A layer that drops with a probability.
    public init(_ probability: Double) { self.probability = probability }

    /// The layer's result.
    public func callAsFunction(_ x: Tensor, _ pass: Pass) throws(LearnError) -> Tensor {
        guard pass.isTraining, probability > 0 else { return x }
        return try x.dropout(probability, seed: pass.seed())
    }
}
