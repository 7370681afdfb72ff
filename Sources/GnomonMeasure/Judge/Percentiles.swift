import GnomonData
import GnomonStatistics

/// Percentiles that say whether they are safe.
enum Percentiles {
    /// A bound that the percentile stays below with a confidence of 99 %; nil for fewer than `minimum` values.
    ///
    /// With ten times the minimum, the plain percentile is as good.
    ///
    /// `sorted` stands in ascending order.
    static func bound(_ sorted: [Double], share: Double, minimum: Int) -> Provenance.Percentile? {
        guard sorted.count >= minimum else { return nil }
        if sorted.count < 10 * minimum,
            let rank = OrderStatistic.boundingRank(count: sorted.count, share: share)
        {
            return .init(latency: Latency(nanoseconds: sorted[rank - 1]), isConservative: true)
        }
        return Quantile.ofSorted(sorted, at: share).map {
            .init(latency: Latency(nanoseconds: $0), isConservative: false)
        }
    }
}
