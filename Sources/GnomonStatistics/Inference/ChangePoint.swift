/// Where a series of numbers changes its level.
public struct ChangePoint: Hashable, Sendable {
    /// The number of values before the change.
    public let position: Int
    /// The median before.
    public let before: Double
    /// The median after.
    public let after: Double

    /// Looks for one change of level; nil where there is none.
    ///
    /// Cumulated sum (Page 1954, doi:10.1093/biomet/41.1-2.100) of the signs of deviations from the median: signs
    /// instead of values, so that one outlier does not look like a change. Without a change the largest excursion
    /// of n signs stays below 1.63·√n in 99 of 100 series. Both parts hold at least a fifth of the values, and
    /// their medians differ by more than `minimum` times the median of all. nil for fewer than 20 values.
    ///
    /// - Complexity: O(n log n).
    public init?(_ values: [Double], minimum: Double) {
        guard values.count >= 20, let centre = Quantile.median(values) else { return nil }
        var sum = 0.0
        var best = (size: 0.0, position: 0)
        for (index, value) in values.enumerated() {
            sum += value > centre ? 1 : value < centre ? -1 : 0
            if abs(sum) > best.size { best = (abs(sum), index + 1) }
        }
        guard best.position >= values.count / 5, best.position <= values.count * 4 / 5,
            best.size >= 1.63 * Double(values.count).squareRoot(),
            let early = Quantile.median(Array(values[..<best.position])),
            let late = Quantile.median(Array(values[best.position...])),
            abs(early - late) > minimum * abs(centre)
        else { return nil }
        position = best.position
        before = early
        after = late
    }
}
