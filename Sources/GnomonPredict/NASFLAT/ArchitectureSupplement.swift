import GnomonFeatures
public import GnomonSpaces

/// What can be known of architectures beside their graphs: one row of numbers each, about as large as 1.
///
/// A further kind is a case and its rows here.
public enum ArchitectureSupplement: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing.
    case none
    /// Work, weights, traffic, paths: what needs no training. Each from 0 to 1 over the pool.
    case totals

    /// The rows of architectures; nil where there are none.
    ///
    /// - Throws: `PredictError` for a space without such numbers.
    /// - Complexity: O(architectures).
    public func rows(
        _ architectures: [Architecture], of space: any SearchSpace
    ) throws(PredictError) -> [[Double]]? {
        switch self {
        case .none: return nil
        case .totals:
            guard let totals = ArchitectureTotals(architectures, in: space) else {
                throw PredictError(
                    .training, "no totals for \(space.name)",
                    hint: "use supplement=none, nasbench201 or fbnet")
            }
            return Self.scaled(totals.rows)
        }
    }

    /// Each column from 0 to 1; zeros where it is constant.
    static func scaled(_ rows: [[Double]]) -> [[Double]] {
        guard var low = rows.first else { return rows }
        var high = low
        for row in rows {
            for (column, value) in row.enumerated() {
                low[column] = min(low[column], value)
                high[column] = max(high[column], value)
            }
        }
        return rows.map { row in
            row.enumerated().map { column, value in
                high[column] > low[column] ? (value - low[column]) / (high[column] - low[column]) : 0
            }
        }
    }
}
