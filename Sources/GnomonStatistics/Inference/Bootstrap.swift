/// Intervals by drawing from the data again and again.
public enum Bootstrap {
    /// The percentile interval of a statistic (Efron 1979, doi:10.1214/aos/1176344552).
    ///
    /// The same seed gives the same interval. nil when there are no values, a level outside (0, 1), fewer than
    /// two draws, or a statistic that is NaN for some draw.
    ///
    /// - Complexity: O(draws) statistics of n values.
    public static func interval<Value>(
        _ values: [Value], level: Double = 0.95, draws: Int = 2_000, seed: UInt64 = 1,
        statistic: ([Value]) -> Double
    ) -> ClosedRange<Double>? {
        guard !values.isEmpty, level > 0, level < 1, draws >= 2 else { return nil }
        var generator = SeededGenerator(seed: seed)
        var sample = values
        var results: [Double] = []
        for _ in 0..<draws {
            for place in sample.indices {
                sample[place] = values[Int.random(in: 0..<values.count, using: &generator)]
            }
            results.append(statistic(sample))
        }
        guard let lower = Quantile.of(results, at: (1 - level) / 2),
            let upper = Quantile.of(results, at: (1 + level) / 2), lower <= upper
        else { return nil }
        return lower...upper
    }
}
