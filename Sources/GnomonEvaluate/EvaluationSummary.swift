public import GnomonStatistics

/// How good predictions of several networks are: errors, intervals, order.
public struct EvaluationSummary: Hashable, Sendable {
    /// Errors of the latencies.
    public var errors: ErrorSummary
    /// The median of the absolute relative errors.
    public var medianError: Double
    /// The network with the largest error.
    public var worstModel: String
    /// The share of networks whose measured latency lies inside the predicted interval.
    public var insideInterval: Double
    /// The median of the intervals' full widths over the predicted latencies.
    public var intervalWidth: Double
    /// The mean share of the predicted time that rests on known kernels.
    public var coverage: Double
    /// The rank correlation of predicted and measured latencies; nil for fewer than two networks, or equal ones.
    public var spearman: Double?
    /// Kendall's tau-b of predicted and measured latencies; nil as above.
    public var kendall: Double?

    /// The number of networks.
    public var count: Int { errors.count }

    /// The summary of cases; nil if none of them has two latencies above zero.
    ///
    /// - Complexity: O(n log n).
    public init?(_ cases: [EvaluationCase]) {
        let cases = cases.filter(\.isComparable)
        let predicted = cases.map(\.predicted.nanoseconds)
        let measured = cases.map(\.measured.nanoseconds)
        guard let errors = ErrorSummary(predicted: predicted, measured: measured),
            let median = Quantile.median(cases.map { abs($0.error) }),
            let width = Quantile.median(cases.map(Self.width))
        else { return nil }
        self.errors = errors
        medianError = median
        worstModel = cases[errors.worstIndex].model
        insideInterval = Double(cases.count { $0.interval.contains($0.measured) }) / Double(cases.count)
        intervalWidth = width
        coverage = cases.reduce(0) { $0 + $1.coverage } / Double(cases.count)
        spearman = RankCorrelation.spearman(predicted, measured)
        kendall = RankCorrelation.kendall(predicted, measured)
    }

    private static func width(_ value: EvaluationCase) -> Double {
        (value.interval.upper.nanoseconds - value.interval.lower.nanoseconds) / value.predicted.nanoseconds
    }
}
