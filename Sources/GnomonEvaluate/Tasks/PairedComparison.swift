import GnomonStatistics

/// Whether one predictor is better than another on the same rows.
public struct PairedComparison: Hashable, Sendable {
    /// The mean absolute relative error of the first less that of the second: negative where the first is better.
    public var difference: Double
    /// Where the difference lies in 95 of 100 draws.
    public var interval: ClosedRange<Double>
    /// Rows of all seeds.
    public var rows: Int

    /// Whether the interval leaves no doubt.
    public var isDecided: Bool { !interval.contains(0) }

    /// Compares absolute relative errors of the same rows, seed by seed.
    ///
    /// Seeds are drawn, then rows in each of them (Efron 1979, doi:10.1214/aos/1176344552): a difference that one
    /// seed brings about is not taken for one of the predictors.
    ///
    /// It is nil where there are no rows or counts disagree.
    ///
    /// - Parameters:
    ///   - first: For each seed the errors of the first predictor.
    ///   - second: For each seed the errors of the second on the same rows.
    ///   - draws: How often rows are drawn.
    ///   - seed: The seed of the draws.
    /// - Complexity: O(draws · rows).
    public init?(_ first: [[Double]], _ second: [[Double]], draws: Int = 400, seed: UInt64 = 1) {
        guard first.count == second.count, !first.isEmpty, draws >= 2,
            zip(first, second).allSatisfy({ $0.count == $1.count && !$0.isEmpty })
        else { return nil }
        let differences = zip(first, second).map { pair in zip(pair.0, pair.1).map { $0 - $1 } }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        var generator = SeededGenerator(seed: seed)
        var found: [Double] = []
        for _ in 0..<draws {
            var sum = 0.0
            for _ in differences.indices {
                let rows = differences[Int(generator.uniform() * Double(differences.count))]
                var part = 0.0
                for _ in rows.indices { part += rows[Int(generator.uniform() * Double(rows.count))] }
                sum += part / Double(rows.count)
            }
            found.append(sum / Double(differences.count))
        }
        guard let low = Quantile.of(found, at: 0.025), let high = Quantile.of(found, at: 0.975) else {
            return nil
        }
        difference = mean(differences.map(mean))
        interval = low...high
        rows = differences.reduce(0) { $0 + $1.count }
    }
}
