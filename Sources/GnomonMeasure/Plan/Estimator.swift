import Foundation
public import GnomonData
public import GnomonStatistics

/// From samples to a latency and an interval: pure functions.
public enum Estimator {
    /// The middle value; the mean of the two middle ones; NaN for none.
    ///
    /// - Complexity: O(n log n).
    public static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The median of a launch's clean samples after the warm-up, or nil with fewer than `minimum` of them.
    public static func value(of launch: Launch, minimum: Int? = nil) -> Double? {
        let clean = launch.samples.filter { $0.isClean && !$0.isWarmup }.map { Double($0.wall) }
        guard !clean.isEmpty else { return nil }
        let value = median(clean)
        // Slow subjects spread less from sample to sample, and 30 of them would take too long.
        return clean.count >= minimum ?? (value > 20e6 ? 8 : 30) ? value : nil
    }

    /// The median of all samples after the warm-up, clean or not; NaN for none.
    public static func fallback(of launch: Launch) -> Double {
        median(launch.samples.filter { !$0.isWarmup }.map { Double($0.wall) })
    }

    /// The median of launch values with Student's interval on their { log($0) }s at 95 %; at least 0.1 % wide
    /// on each side.
    ///
    /// One launch gives an interval of a factor of two: nothing is known about its spread.
    public static func combine(_ values: [Double]) -> (
        latency: Latency, interval: LatencyInterval, half: Double
    ) {
        let headline = median(values)
        guard values.count >= 2, values.allSatisfy({ $0 > 0 }) else {
            let interval = LatencyInterval(
                lower: Latency(nanoseconds: headline / 2), upper: Latency(nanoseconds: headline * 2),
                level: 0.95)
            return (Latency(nanoseconds: headline), interval, 1)
        }
        let count = Double(values.count)
        let logs = values.map { log($0) }
        let mean = logs.reduce(0, +) / count
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let half = max(0.001, studentQuantile(values.count - 1) * (variance / count).squareRoot())
        let lower = min(headline, exp(mean - half))
        let upper = max(headline, exp(mean + half))
        let interval = LatencyInterval(
            lower: Latency(nanoseconds: lower), upper: Latency(nanoseconds: upper), level: 0.95)
        return (Latency(nanoseconds: headline), interval, half)
    }

    /// Student's t at 0.975.
    static func studentQuantile(_ freedom: Int) -> Double {
        let table = [
            12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
        ]
        guard freedom >= 1 else { return .infinity }
        return freedom <= table.count ? table[freedom - 1] : 2.13
    }

    /// Whether the clean samples split into two regimes more than 2 % apart: the largest excursion of the
    /// cumulated sum (Page 1954, doi:10.1093/biomet/41.1-2.100) splits them, and both sides hold a fifth.
    public static func isUnimodal(_ launch: Launch) -> Bool {
        let values = launch.samples.filter { $0.isClean && !$0.isWarmup }.map { Double($0.wall) }
        guard values.count >= 20 else { return true }
        let centre = median(values)
        var sum = 0.0
        var best = (size: 0.0, at: 0)
        for (index, value) in values.enumerated() {
            // Signs instead of values: one outlier must not look like a change of regime.
            sum += value > centre ? 1 : value < centre ? -1 : 0
            if abs(sum) > best.size { best = (abs(sum), index + 1) }
        }
        guard best.at >= values.count / 5, best.at <= values.count * 4 / 5 else { return true }
        let before = median(Array(values[..<best.at]))
        let after = median(Array(values[best.at...]))
        // Under no change the excursion of n signs stays below 1.63 sqrt(n) in 99 of 100 cases.
        return best.size < 1.63 * Double(values.count).squareRoot() || abs(before - after) <= 0.02 * centre
    }
}
