import Foundation

/// Quantiles and medians.
public enum Quantile {
    /// The quantile at `share` (0…1) of values in ascending order; nil when there are none.
    ///
    /// Type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566: linear between the values at
    /// positions floor and ceil of (n − 1)·share.
    public static func ofSorted(_ values: [Double], at share: Double) -> Double? {
        guard !values.isEmpty, share >= 0, share <= 1 else { return nil }
        let position = Double(values.count - 1) * share
        let lower = Int(position.rounded(.down))
        let upper = min(lower + 1, values.count - 1)
        let part = position - Double(lower)
        return part == 0 ? values[lower] : values[lower] + part * (values[upper] - values[lower])
    }

    /// The quantile at `share` (0…1); nil when there are no values, or a NaN among them.
    ///
    /// - Complexity: O(n log n).
    public static func of(_ values: [Double], at share: Double) -> Double? {
        guard !values.contains(where: \.isNaN) else { return nil }
        return ofSorted(values.sorted(), at: share)
    }

    /// The median; nil when there are no values, or a NaN among them.
    ///
    /// - Complexity: O(n log n).
    public static func median(_ values: [Double]) -> Double? { of(values, at: 0.5) }

    /// The median absolute deviation from the median, not scaled.
    ///
    /// - Complexity: O(n log n).
    public static func medianAbsoluteDeviation(_ values: [Double]) -> Double? {
        guard let middle = median(values) else { return nil }
        return median(values.map { abs($0 - middle) })
    }

    /// The smallest value with at least half of the weight at or below it; when that is exactly half, the mean
    /// with the next value of positive weight.
    ///
    /// nil when counts disagree, a weight is negative or not finite, or all weights are 0.
    ///
    /// - Complexity: O(n log n).
    public static func weightedMedian(_ values: [Double], weights: [Double]) -> Double? {
        guard values.count == weights.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
            !values.contains(where: \.isNaN)
        else { return nil }
        let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
        let half = order.reduce(0) { $0 + weights[$1] } / 2
        var below = 0.0
        for (place, index) in order.enumerated() {
            below += weights[index]
            guard below >= half else { continue }
            guard below == half, place + 1 < order.count else { return values[index] }
            return (values[index] + values[order[place + 1]]) / 2
        }
        return nil
    }

    /// The bound that holds a new score with probability `level`, from scores of exchangeable past cases.
    ///
    /// Split conformal prediction (Lei et al. 2018, doi:10.1080/01621459.2017.1307116): the k-th smallest score
    /// with k = ceil((n + 1)·level). Infinity when n is too small for the level; nil for a level outside (0, 1)
    /// or a NaN.
    ///
    /// - Complexity: O(n log n).
    public static func conformal(_ scores: [Double], level: Double) -> Double? {
        guard level > 0, level < 1, !scores.contains(where: \.isNaN) else { return nil }
        // 0.9 · 10 must be 9, not a little more: take rounding off before the ceiling.
        let exact = Double(scores.count + 1) * level
        let rank = Int((exact - 1e-9 * exact).rounded(.up))
        guard rank <= scores.count else { return .infinity }
        return scores.sorted()[max(rank, 1) - 1]
    }
}
