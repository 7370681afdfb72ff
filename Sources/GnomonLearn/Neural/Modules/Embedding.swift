/// A row of numbers for each of some codes.
public struct Embedding: Module {
    /// Codes times width.
    public let weight: Parameter

    /// Rows drawn from the standard normal distribution.
    ///
    /// - Throws: `LearnError` (parameter) for impossible sizes.
    public init(codes: Int, width: Int, _ source: inout WeightSource) throws(LearnError) {
        weight = try source.normal([codes, width])
    }

    /// The rows of the codes, which are integers below the number of codes.
    public func callAsFunction(_ codes: Tensor) throws(LearnError) -> Tensor {
        try weight.tensor.gathered(codes)
    }
}
