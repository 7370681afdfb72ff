import Foundation
import GnomonStatistics

/// How often intervals of a stated level hold the measured latency.
public struct Calibration: Hashable, Sendable {
    /// One level.
    public struct Point: Hashable, Sendable {
        /// The share that was promised.
        public var level: Double
        /// The share that was held.
        public var held: Double
    }

    /// The levels, lowest first.
    public var points: [Point]
    /// The number of networks.
    public var count: Int

    /// The levels that are looked at unless others are given.
    public static let levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

    /// Stretches the interval of each case to other levels as those of a normal distribution of log(measured) would
    /// be, and counts how many hold.
    ///
    /// A predictor states one level; what this shows of the others is how far its errors are from normal.
    ///
    /// - Complexity: O(cases · levels).
    public init(_ cases: [EvaluationCase], levels: [Double] = Calibration.levels) {
        let scores = cases.compactMap(Self.score)
        count = scores.count
        points = levels.sorted().compactMap { level in
            guard !scores.isEmpty, let reach = Self.reach(level) else { return nil }
            let held = scores.count { $0 <= reach + 1e-12 }
            return Point(level: level, held: Double(held) / Double(scores.count))
        }
    }

    /// How many standard deviations of the stated interval the measurement is away.
    private static func score(_ value: EvaluationCase) -> Double? {
        guard value.isComparable, let reach = reach(value.interval.level) else { return nil }
        let isAbove = value.measured > value.predicted
        let end = isAbove ? value.interval.upper : value.interval.lower
        let half = abs(log(end.nanoseconds / value.predicted.nanoseconds))
        let distance = abs(log(value.measured.nanoseconds / value.predicted.nanoseconds))
        guard half.isFinite else { return end.nanoseconds <= 0 ? 0 : nil }
        return half > 0 ? distance / half * reach : distance > 0 ? .infinity : 0
    }

    /// How many standard deviations to each side hold a share of a normal distribution.
    private static func reach(_ level: Double) -> Double? {
        // With so many degrees of freedom Student's distribution is normal to six digits.
        level > 0 && level < 1 ? StudentT.quantile((1 + level) / 2, degrees: 1e6) : nil
    }
}
