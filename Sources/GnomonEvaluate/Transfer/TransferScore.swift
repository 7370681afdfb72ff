import Foundation
import GnomonStatistics

/// How well a new device was predicted.
public struct TransferScore: Hashable, Sendable, Codable {
    /// Rows that were asked about.
    public var rows: Int
    /// Spearman's correlation of predictions and measurements; 0 where predictions are all equal.
    public var spearman: Double
    /// Kendall's τ-b, likewise.
    public var kendall: Double
    /// The share within 5 %.
    public var within5: Double
    /// The share within 10 %.
    public var within10: Double
    /// The mean absolute relative error.
    public var mape: Double
    /// The root mean square error in milliseconds.
    public var rmse: Double
    /// The share of measurements inside the intervals of level 80 %; NaN where there are none.
    public var coverage80: Double
    /// The share of measurements inside the intervals of level 90 %; NaN where there are none.
    public var coverage90: Double
    /// The mean width of 90 % intervals over the measurement; NaN where there are none.
    public var width90: Double

    /// Compares predictions with measurements; nil where there are none, or one is not a positive number.
    ///
    /// The 80 % interval is taken from the 90 % one as that of a normal distribution around the prediction is.
    ///
    /// - Complexity: O(n log n).
    public init?(predicted: [Double], intervals: [ClosedRange<Double>?], measured: [Double]) {
        guard intervals.count == predicted.count,
            let errors = ErrorSummary(predicted: predicted, measured: measured)
        else { return nil }
        rows = measured.count
        spearman = RankCorrelation.spearman(predicted, measured) ?? 0
        kendall = RankCorrelation.kendall(predicted, measured) ?? 0
        (within5, within10, mape) = (errors.within5, errors.within10, errors.mape)
        let squares = zip(predicted, measured).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        rmse = (squares / Double(rows)).squareRoot()
        let known = intervals.indices.filter { intervals[$0] != nil }
        var (inside80, inside90, width) = (0.0, 0.0, 0.0)
        for index in known {
            guard let interval = intervals[index] else { continue }
            let (value, truth) = (predicted[index], measured[index])
            let narrow = Self.narrow
            let low = value - narrow * (value - interval.lowerBound)
            let inner = low...(value + narrow * (interval.upperBound - value))
            inside80 += inner.contains(truth) ? 1 : 0
            inside90 += interval.contains(truth) ? 1 : 0
            width += (interval.upperBound - interval.lowerBound) / truth
        }
        let count = known.isEmpty ? Double.nan : Double(known.count)
        (coverage80, coverage90, width90) = (inside80 / count, inside90 / count, width / count)
    }

    /// The reach of 80 % of a normal distribution over that of 90 %.
    private static let narrow = 1.2815515655446004 / 1.6448536269514722

    /// The mean of each figure over scores, such as those of all targets; nil for none.
    public init?(meanOf scores: [TransferScore]) {
        guard let first = scores.first else { return nil }
        func mean(_ value: (TransferScore) -> Double) -> Double {
            scores.reduce(0) { $0 + value($1) } / Double(scores.count)
        }
        self = first
        rows = scores.reduce(0) { $0 + $1.rows } / scores.count
        (spearman, kendall) = (mean(\.spearman), mean(\.kendall))
        (within5, within10, mape, rmse) = (mean(\.within5), mean(\.within10), mean(\.mape), mean(\.rmse))
        (coverage80, coverage90, width90) = (mean(\.coverage80), mean(\.coverage90), mean(\.width90))
    }
}
