/// Least squares with coefficients that are not negative and do not exceed a sum.
public enum NonNegativeLeastSquares {
    /// The coefficients β ≥ 0, Σβ ≤ `maximumSum`, that minimise Σ(yᵢ − Σ xᵢⱼ βⱼ)²; zeros when there is no data.
    ///
    /// For few columns every set of free coefficients is tried, with and without the sum at its limit: the optimum
    /// is the best feasible of these (the conditions of Kuhn and Tucker; Lawson and Hanson 1974, "Solving Least
    /// Squares Problems", chapter 23). At most 8 columns, further ones get 0.
    ///
    /// - Complexity: O(2^columns · columns³ + rows · columns²).
    public static func solve(
        _ rows: [[Double]], _ targets: [Double], maximumSum: Double = .infinity
    ) -> [Double] {
        let columns = min(8, rows.map(\.count).min() ?? 0)
        guard columns > 0, rows.count == targets.count else { return [] }
        var normal = [[Double]](repeating: [Double](repeating: 0, count: columns), count: columns)
        var moments = [Double](repeating: 0, count: columns)
        for (row, target) in zip(rows, targets) {
            for i in 0..<columns {
                moments[i] += row[i] * target
                for j in 0..<columns { normal[i][j] += row[i] * row[j] }
            }
        }
        // The sum of squares less its constant part.
        func loss(_ beta: [Double]) -> Double {
            var value = 0.0
            for i in 0..<columns {
                value -= 2 * beta[i] * moments[i]
                for j in 0..<columns { value += beta[i] * beta[j] * normal[i][j] }
            }
            return value
        }
        var best = (loss: 0.0, beta: [Double](repeating: 0, count: rows[0].count))
        for set in 1..<(1 << columns) {
            let free = (0..<columns).filter { set >> $0 & 1 == 1 }
            for bound in maximumSum.isFinite ? [false, true] : [false] {
                guard let found = candidate(normal, moments, free, sum: bound ? maximumSum : nil),
                    found.allSatisfy({ $0 >= 0 && $0.isFinite }),
                    found.reduce(0, +) <= maximumSum * (1 + 1e-9)
                else { continue }
                var beta = [Double](repeating: 0, count: rows[0].count)
                for (place, column) in free.enumerated() { beta[column] = found[place] }
                let value = loss(beta)
                if value < best.loss { best = (value, beta) }
            }
        }
        return best.beta
    }

    /// The optimum over the free columns, their sum fixed if one is given.
    private static func candidate(
        _ normal: [[Double]], _ moments: [Double], _ free: [Int], sum: Double?
    ) -> [Double]? {
        var matrix = free.map { i in free.map { normal[i][$0] } + (sum == nil ? [] : [1.0]) + [moments[i]] }
        if let sum { matrix.append(free.map { _ in 1.0 } + [0, sum]) }
        return eliminated(&matrix).map { Array($0.prefix(free.count)) }
    }

    /// Gauss's elimination with pivoting; nil for a singular matrix.
    private static func eliminated(_ matrix: inout [[Double]]) -> [Double]? {
        let size = matrix.count
        for column in 0..<size {
            let pivot = (column..<size).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
            guard abs(matrix[pivot][column]) > 1e-14 else { return nil }
            matrix.swapAt(pivot, column)
            for row in 0..<size where row != column {
                let factor = matrix[row][column] / matrix[column][column]
                for place in column...size { matrix[row][place] -= factor * matrix[column][place] }
            }
        }
        return (0..<size).map { matrix[$0][size] / matrix[$0][$0] }
    }
}
