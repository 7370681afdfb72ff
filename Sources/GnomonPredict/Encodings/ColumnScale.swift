import Foundation

/// How a column of numbers over a pool becomes about as large as 1; what does not vary is 0.
enum ColumnScale {
    /// From 0 to 1.
    case range
    /// The same of log(1 + x).
    case logRange
    /// Mean 0 and deviation 1.
    case standard

    /// The column, scaled.
    ///
    /// - Complexity: O(values).
    func callAsFunction(_ values: [Double]) -> [Double] {
        switch self {
        case .range: return Self.ranged(values)
        case .logRange: return Self.ranged(values.map { log1p(max(0, $0)) })
        case .standard:
            let count = Double(max(1, values.count))
            let mean = values.reduce(0, +) / count
            let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
            return values.map { spread > 0 ? ($0 - mean) / spread : 0 }
        }
    }

    /// Rows with each of their columns scaled.
    ///
    /// - Complexity: O(numbers).
    func columns(of rows: [[Double]]) -> [[Double]] {
        var result = rows
        for column in (rows.first ?? []).indices {
            for (row, value) in self(rows.map { $0[column] }).enumerated() { result[row][column] = value }
        }
        return result
    }

    private static func ranged(_ values: [Double]) -> [Double] {
        guard let least = values.min(), let most = values.max(), most > least else {
            return values.map { _ in 0 }
        }
        return values.map { ($0 - least) / (most - least) }
    }
}
