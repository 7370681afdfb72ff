import GnomonStatistics

/// How far predictions are from measurements over several networks.
public struct ComparisonSummary: Hashable, Sendable {
    /// The networks with both a prediction and a measurement.
    public var count: Int
    /// The mean of the absolute relative errors.
    public var meanError: Double
    /// The median of the absolute relative errors.
    public var medianError: Double
    /// The largest absolute relative error.
    public var worstError: Double
    /// The model with the largest error.
    public var worstModel: String
    /// How many are within ±10 % of the measurement.
    public var within10Percent: Int
    /// How many measurements lie inside the predicted interval.
    public var insideInterval: Int

    /// The summary of these rows; nil if none of them has an error to speak of.
    ///
    /// - Complexity: O(n log n).
    public init?(_ rows: [ComparisonRow]) {
        let pairs = rows.compactMap { row in row.relativeError.map { (row: row, error: abs($0)) } }
        guard let worst = pairs.max(by: { $0.error < $1.error }) else { return nil }
        let sorted = pairs.map(\.error).sorted()
        count = pairs.count
        meanError = sorted.reduce(0, +) / Double(count)
        medianError = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
        worstError = worst.error
        worstModel = worst.row.model
        // 1.1 against 1 is 10 % to people, and 0.10000000000000009 to the machine.
        within10Percent = sorted.count { $0 <= 0.1 + 1e-12 }
        insideInterval = pairs.count { $0.row.interval.contains($0.row.measured) }
    }

    /// The summary in one line, with its line break.
    public var text: String {
        let networks = count == 1 ? "1 network" : "\(count) networks"
        return "\(networks): median error \(NumberFormat.percent(medianError)), "
            + "mean \(NumberFormat.percent(meanError)), worst \(NumberFormat.percent(worstError)) "
            + "(\(Escaping.printable(worstModel))); \(within10Percent) of \(count) within 10 %; "
            + "\(insideInterval) of \(count) measured inside the interval\n"
    }

    /// The summary as a JSON object, for the key `summary` beside `results`.
    public var json: JSONObject {
        [
            "count": .int(count), "mean_error": .number(meanError), "median_error": .number(medianError),
            "worst_error": .number(worstError), "worst_model": .string(worstModel),
            "within_10_percent": .int(within10Percent), "inside_interval": .int(insideInterval),
        ]
    }
}
