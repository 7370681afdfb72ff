import GnomonLearn

/// Columns of mean 0 and deviation 1, as the training rows have them.
struct ColumnScaling: Hashable, Sendable {
    var means: [Double]
    /// Positive: 1 where a column is constant.
    var deviations: [Double]

    init(means: [Double], deviations: [Double]) {
        self.means = means
        self.deviations = deviations
    }

    /// The scaling of the rows of a matrix.
    init(_ rows: Matrix) {
        let count = Double(max(1, rows.rows))
        means = [Double](repeating: 0, count: rows.columns)
        deviations = [Double](repeating: 0, count: rows.columns)
        for row in 0..<rows.rows {
            for column in 0..<rows.columns { means[column] += rows[row, column] / count }
        }
        for row in 0..<rows.rows {
            for column in 0..<rows.columns {
                let difference = rows[row, column] - means[column]
                deviations[column] += difference * difference / count
            }
        }
        for column in deviations.indices {
            let deviation = deviations[column].squareRoot()
            deviations[column] = deviation > 1e-12 ? deviation : 1
        }
    }

    /// The rows, scaled.
    func applied(to rows: Matrix) -> Matrix {
        var result = Matrix(rows: rows.rows, columns: rows.columns)
        for row in 0..<rows.rows {
            for column in 0..<rows.columns {
                result[row, column] = (rows[row, column] - means[column]) / deviations[column]
            }
        }
        return result
    }
}
