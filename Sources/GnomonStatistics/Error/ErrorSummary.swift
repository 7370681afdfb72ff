/// How far predictions are from measurements, over a set of cases.
///
/// With the relative error eᵢ = (predictedᵢ − measuredᵢ) / measuredᵢ. All shares and errors are fractions:
/// 0.05 is 5 %.
public struct ErrorSummary: Hashable, Sendable, Codable {
    /// The number of cases.
    public var count: Int
    /// The mean of |eᵢ|.
    public var mape: Double
    /// The square root of the mean of eᵢ² (nn-Meter calls it RMSPE; doi:10.1145/3458864.3467882).
    public var rmspe: Double
    /// The eᵢ with the largest magnitude, with its sign: positive is too slow a prediction.
    public var worst: Double
    /// The place of the worst case.
    public var worstIndex: Int
    /// The share of cases with |eᵢ| ≤ 0.05.
    public var within5: Double
    /// The share of cases with |eᵢ| ≤ 0.10.
    public var within10: Double
    /// The share of cases with |eᵢ| ≤ 0.20.
    public var within20: Double
    /// The median of predictedᵢ / measuredᵢ, less 1.
    public var bias: Double

    /// The summary of pairs; nil when there are none, counts disagree, a measurement is not positive or a number
    /// is not finite.
    ///
    /// - Complexity: O(n log n).
    public init?(predicted: [Double], measured: [Double]) {
        guard !predicted.isEmpty, predicted.count == measured.count,
            measured.allSatisfy({ $0 > 0 && $0.isFinite }), predicted.allSatisfy(\.isFinite)
        else { return nil }
        let errors = zip(predicted, measured).map { ($0 - $1) / $1 }
        let magnitudes = errors.map(abs)
        let total = Double(errors.count)
        // 1.1 against 1 is 10 % to people, and 0.10000000000000009 to the machine.
        func share(_ limit: Double) -> Double {
            Double(magnitudes.count(where: { $0 <= limit + 1e-12 })) / total
        }
        guard let place = magnitudes.indices.max(by: { magnitudes[$0] < magnitudes[$1] }),
            let ratio = Quantile.median(zip(predicted, measured).map { $0 / $1 })
        else { return nil }
        count = errors.count
        mape = magnitudes.reduce(0, +) / total
        rmspe = (errors.reduce(0) { $0 + $1 * $1 } / total).squareRoot()
        worst = errors[place]
        worstIndex = place
        within5 = share(0.05)
        within10 = share(0.10)
        within20 = share(0.20)
        bias = ratio - 1
    }
}
