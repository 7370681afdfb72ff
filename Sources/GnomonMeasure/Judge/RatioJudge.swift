import Foundation
public import GnomonData
import GnomonStatistics

/// The ratio of two subjects that took turns.
public enum RatioJudge {
    /// The latency of the first over that of the second; nil where no launch has two rounds that tell.
    ///
    /// Within a round both suffer from the same neighbours, so ratios are taken there and only then put together:
    /// the median over the rounds of a launch, the median over launches, Student's interval over launches.
    ///
    /// - Complexity: O(n log n) in the number of samples.
    public static func estimate(_ first: [Launch], over second: [Launch]) -> RatioEstimate? {
        var values: [Double] = []
        var rounds = 0
        for (one, other) in zip(first, second) {
            let (mine, theirs) = (blocks(one), blocks(other))
            let ratios = mine.compactMap { round, value in theirs[round].map { value / $0 } }
            guard ratios.count >= 2, let middle = Quantile.median(ratios), middle > 0 else { continue }
            values.append(middle)
            rounds += ratios.count
        }
        guard let ratio = Quantile.median(values) else { return nil }
        let spread = Spread(values)
        let centre = values.count < 2 ? ratio : exp(spread.mean)
        let factor = values.count < 2 ? 2 : exp(spread.half)
        return RatioEstimate(
            ratio: ratio, lower: min(ratio, centre / factor), upper: max(ratio, centre * factor), level: 0.95,
            launches: values.count, rounds: rounds)
    }

    /// For each usable round with at least two clean samples, what the subject took in it.
    private static func blocks(_ launch: Launch) -> [Int: Double] {
        let usable = Gate.usableRounds(of: launch)
        let clean = launch.samples.filter { !$0.isWarmup && $0.isClean && usable.contains($0.round) }
        return Dictionary(grouping: clean, by: \.round).compactMapValues { samples in
            samples.count >= 2 ? LaunchFacts.statistic(samples, alternates: launch.alternates) : nil
        }
    }
}
