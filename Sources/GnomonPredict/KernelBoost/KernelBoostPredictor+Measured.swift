public import GnomonData
public import GnomonGraph
public import GnomonStatistics

extension KernelBoostPredictor {
    /// What a kernel measured alone may be off inside its network: caches are warmer alone.
    static let aloneError = 0.15

    /// The prediction of a prepared network of which some kernels were measured alone.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - measured: The times of kernels, by their position in the prediction's `kernels`.
    /// - Returns: A prediction in which these kernels are known.
    /// - Complexity: O(kernels · trees · depth).
    public func predict(_ network: Network, measured: [Int: Latency]) -> Prediction {
        var sum = sum(of: network)
        for (index, time) in measured where sum.estimates.indices.contains(index) {
            sum.estimates[index] = KernelEstimate(
                nanoseconds: scale * time.nanoseconds, error: Self.aloneError, isKnown: true,
                isExtrapolated: false)
        }
        return sum.prediction(factor: intervalFactor, level: level)
    }
}
