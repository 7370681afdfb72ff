import Foundation
import GnomonStatistics

/// How good predictions of latencies are, as named numbers; shares and errors are fractions.
public struct PredictionMetrics: Hashable, Sendable, Codable {
    /// The numbers by name; see ``names``.
    public var values: [String: Double]

    /// The names in the order they are shown.
    public static let names = [
        "within1", "within5", "within10", "eagle_within1", "eagle_within5", "eagle_within10", "mape", "rmspe",
        "rmse_ms", "mae_ms", "bias", "p95", "spearman", "kendall", "interval_coverage", "interval_width",
        "certain_within10", "apart_within10",
    ]

    /// Metrics with these numbers.
    public init(values: [String: Double]) { self.values = values }

    /// A number by its name.
    public subscript(_ name: String) -> Double? { values[name] }

    /// Compares predictions with what was measured.
    ///
    /// `within` counts relative to the measured latency, `eagle_within` relative to the predicted one, as BRP-NAS
    /// does (arXiv:2007.08668). `certain_within10` leaves out the tenth with the widest intervals,
    /// `apart_within10` the rows that are the same network as a training row.
    ///
    /// It is nil for no rows, counts that disagree, or numbers that are not finite.
    ///
    /// - Parameters:
    ///   - predicted: Milliseconds.
    ///   - measured: Milliseconds, positive.
    ///   - intervals: Where each measured latency should lie; nil for rows without an interval.
    ///   - isApart: For each row whether no training row is the same network; nil where that is not known.
    /// - Complexity: O(n log n).
    public init?(
        predicted: [Double], measured: [Double], intervals: [ClosedRange<Double>?] = [],
        isApart: [Bool]? = nil
    ) {
        guard let errors = ErrorSummary(predicted: predicted, measured: measured),
            predicted.allSatisfy({ $0 > 0 })
        else { return nil }
        let relative = zip(predicted, measured).map { abs($0 / $1 - 1) }
        let eagle = zip(predicted, measured).map { abs($1 - $0) / $0 }
        var values: [String: Double] = [:]
        for (name, limit) in [("1", 0.01), ("5", 0.05), ("10", 0.1)] {
            values["within\(name)"] = Self.share(relative, within: limit)
            values["eagle_within\(name)"] = Self.share(eagle, within: limit)
        }
        values["mape"] = errors.mape
        values["rmspe"] = errors.rmspe
        let absolute = zip(predicted, measured).map { abs($0 - $1) }
        values["mae_ms"] = absolute.reduce(0, +) / Double(absolute.count)
        values["rmse_ms"] =
            (absolute.reduce(0) { $0 + $1 * $1 } / Double(absolute.count)).squareRoot()
        values["bias"] = errors.bias
        values["p95"] = Quantile.of(relative, at: 0.95)
        values["spearman"] = RankCorrelation.spearman(predicted, measured)
        values["kendall"] = RankCorrelation.kendall(predicted, measured)
        if intervals.count == measured.count {
            values.merge(Self.intervalMetrics(predicted, measured, relative, intervals)) { first, _ in first }
        }
        if let isApart, isApart.count == relative.count {
            let apart = zip(relative, isApart).filter { $0.1 }.map { $0.0 }
            if !apart.isEmpty { values["apart_within10"] = Self.share(apart, within: 0.1) }
        }
        self.values = values
    }

    private static func intervalMetrics(
        _ predicted: [Double], _ measured: [Double], _ relative: [Double], _ intervals: [ClosedRange<Double>?]
    ) -> [String: Double] {
        let known = intervals.indices.filter { intervals[$0] != nil }
        guard known.count == intervals.count else { return [:] }
        let widths = intervals.enumerated().map { row, interval in
            interval.map { ($0.upperBound - $0.lowerBound) / predicted[row] } ?? .infinity
        }
        let inside = zip(intervals, measured).count { $0?.contains($1) ?? false }
        var values = [
            "interval_coverage": Double(inside) / Double(measured.count),
            "interval_width": Quantile.median(widths) ?? .infinity,
        ]
        let certain = widths.indices.sorted { widths[$0] < widths[$1] }
            .prefix(max(1, widths.count - widths.count / 10))
        values["certain_within10"] = share(certain.map { relative[$0] }, within: 0.1)
        return values
    }

    /// The share of errors up to a limit; 1.1 against 1 is 10 % to people.
    static func share(_ errors: [Double], within limit: Double) -> Double {
        Double(errors.count { $0 <= limit + 1e-12 }) / Double(max(1, errors.count))
    }
}
