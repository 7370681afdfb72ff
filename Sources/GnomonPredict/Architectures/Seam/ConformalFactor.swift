import Foundation
import GnomonStatistics

/// The factor by which nine of ten measured latencies differ from the predicted ones at most.
///
/// Split conformal prediction on the logarithm (Lei et al. 2018, doi:10.1080/01621459.2017.1307116), on rows that
/// were not trained on.
public enum ConformalFactor {
    /// The share of measured latencies that intervals hold.
    public static let level = 0.9

    /// The factor, in units of each row's own error bar where `scales` gives one.
    ///
    /// - Returns: nil for fewer than nine rows, which cannot promise nine of ten.
    public static func of(predicted: [Double], measured: [Double], scales: [Double]? = nil) -> Double? {
        let scores = zip(predicted, measured).enumerated().map { row, pair in
            abs(log(pair.0 / pair.1)) / (scales.map { $0[row] } ?? 1)
        }
        guard let bound = Quantile.conformal(scores, level: level), bound.isFinite else { return nil }
        return bound
    }

    /// The interval around a prediction.
    public static func interval(_ milliseconds: Double, _ bound: Double?, scale: Double = 1) -> ClosedRange<
        Double
    >? {
        guard let bound else { return nil }
        let factor = exp(min(bound * scale, 20))
        let (low, high) = (milliseconds / factor, milliseconds * factor)
        return low <= high && high.isFinite ? low...high : nil
    }

    /// The mean absolute relative error, by which candidates are compared on validation rows.
    public static func mape(predicted: [Double], measured: [Double]) -> Double {
        guard !measured.isEmpty else { return .infinity }
        let sum = zip(predicted, measured).reduce(0) { $0 + abs($1.0 / $1.1 - 1) }
        return sum.isFinite ? sum / Double(measured.count) : .infinity
    }
}
