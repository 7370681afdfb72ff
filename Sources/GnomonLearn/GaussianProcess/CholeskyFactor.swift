import Foundation

/// The factor L of a symmetric positive definite matrix A = L Lᵀ, and what follows from it.
///
/// Blocked, so that nearly all work is in products of long rows (Golub, Van Loan 2013, "Matrix Computations", section
/// 4.2.9). For matrices of some rows ``Cholesky`` is as good.
public struct CholeskyFactor: Sendable {
    /// The number of rows.
    public let count: Int
    /// L in row-major order, zeros above the diagonal.
    let lower: [Double]

    /// Rows that are handled at once.
    private static let block = 32

    /// Factors a matrix in row-major order, of which only the lower triangle is read.
    ///
    /// nil when it is not positive definite to working accuracy.
    ///
    /// - Complexity: O(count³).
    public init?(_ matrix: [Double], count: Int) {
        guard count >= 0, matrix.count == count * count else { return nil }
        var lower = matrix
        let isDefinite = lower.withUnsafeMutableBufferPointer { values -> Bool in
            guard let start = values.baseAddress else { return count == 0 }
            return Self.factor(start, count)
        }
        guard isDefinite else { return nil }
        for row in 0..<count {
            for column in (row + 1)..<max(row + 1, count) { lower[row * count + column] = 0 }
        }
        self.count = count
        self.lower = lower
    }

    private static func factor(_ a: UnsafeMutablePointer<Double>, _ n: Int) -> Bool {
        for begin in stride(from: 0, to: n, by: block) {
            let end = min(begin + block, n)
            RowProducts.add(
                -1, Rows(start: UnsafePointer(a + begin * n), stride: n, count: n - begin),
                Rows(start: UnsafePointer(a + begin * n), stride: n, count: end - begin), depth: begin,
                to: Rows(start: a + begin * n + begin, stride: n, count: n - begin))
            for j in begin..<end {
                let row = a + j * n + begin
                let diagonal = a[j * n + j]
                let pivot = diagonal - RowProducts.dot(row, row, j - begin)
                // Below this, what is left of the pivot is rounding.
                guard pivot > abs(diagonal) * 1e-14, pivot.isFinite else { return false }
                let root = pivot.squareRoot()
                a[j * n + j] = root
                for i in (j + 1)..<max(j + 1, n) {
                    let rest = a[i * n + j] - RowProducts.dot(a + i * n + begin, row, j - begin)
                    a[i * n + j] = rest / root
                }
            }
        }
        return true
    }

    /// log |A|.
    public var logDeterminant: Double {
        2 * (0..<count).reduce(0) { $0 + log(lower[$1 * count + $1]) }
    }

    /// L⁻¹ b.
    ///
    /// - Complexity: O(count²).
    public func forward(_ right: [Double]) -> [Double] {
        precondition(right.count == count)
        var x = right
        lower.withUnsafeBufferPointer { values in
            x.withUnsafeMutableBufferPointer { x in
                guard let l = values.baseAddress, let x = x.baseAddress else { return }
                for i in 0..<count {
                    x[i] = (x[i] - RowProducts.dot(l + i * count, x, i)) / l[i * count + i]
                }
            }
        }
        return x
    }

    /// A⁻¹ b.
    ///
    /// - Complexity: O(count²).
    public func solve(_ right: [Double]) -> [Double] {
        var x = forward(right)
        lower.withUnsafeBufferPointer { l in
            x.withUnsafeMutableBufferPointer { x in
                for i in stride(from: count - 1, through: 0, by: -1) {
                    let value = x[i] / l[i * count + i]
                    x[i] = value
                    // By rows, because the factor lies in rows.
                    for k in 0..<i { x[k] -= l[i * count + k] * value }
                }
            }
        }
        return x
    }

    /// Puts L⁻¹ b into the place of each row b of a row-major matrix.
    ///
    /// - Complexity: O(rows · count²).
    public func forwardRows(_ matrix: inout [Double]) {
        precondition(count == 0 || matrix.count % count == 0)
        guard count > 0 else { return }
        let rows = matrix.count / count
        matrix.withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            // Few rows at a time, which stay near the processor while the factor passes by.
            for first in stride(from: 0, to: rows, by: Self.block) {
                eliminate(start + first * count, min(Self.block, rows - first), from: 0)
            }
        }
    }

    /// Rows of which all numbers before `begin`, a multiple of the block, are zeros.
    private func eliminate(_ rows: UnsafeMutablePointer<Double>, _ rowCount: Int, from begin: Int) {
        lower.withUnsafeBufferPointer { values in
            guard let l = values.baseAddress else { return }
            let n = count
            for start in stride(from: begin, to: n, by: Self.block) {
                let end = min(start + Self.block, n)
                RowProducts.add(
                    -1, Rows(start: UnsafePointer(rows + begin), stride: n, count: rowCount),
                    Rows(start: l + start * n + begin, stride: n, count: end - start), depth: start - begin,
                    to: Rows(start: rows + start, stride: n, count: rowCount))
                for row in 0..<rowCount {
                    let x = rows + row * n + start
                    for i in 0..<(end - start) {
                        let known = RowProducts.dot(l + (start + i) * n + start, x, i)
                        x[i] = (x[i] - known) / l[(start + i) * n + start + i]
                    }
                }
            }
        }
    }

    /// A⁻¹ in row-major order.
    ///
    /// - Complexity: O(count³).
    public func inverse() -> [Double] {
        let n = count
        var columns = [Double](repeating: 0, count: n * n)
        for i in 0..<n { columns[i * n + i] = 1 }
        var result = [Double](repeating: 0, count: n * n)
        columns.withUnsafeMutableBufferPointer { columns in
            result.withUnsafeMutableBufferPointer { result in
                guard let m = columns.baseAddress, let out = result.baseAddress else { return }
                // Row j becomes column j of L⁻¹, which begins with j zeros.
                for begin in stride(from: 0, to: n, by: Self.block) {
                    eliminate(m + begin * n, min(Self.block, n - begin), from: begin)
                }
                for begin in stride(from: 0, to: n, by: Self.block) {
                    let height = min(Self.block, n - begin)
                    RowProducts.add(
                        1, Rows(start: UnsafePointer(m + begin * n + begin), stride: n, count: height),
                        Rows(start: UnsafePointer(m + begin), stride: n, count: begin + height),
                        depth: n - begin,
                        to: Rows(start: out + begin * n, stride: n, count: height))
                }
                for i in 0..<n { for j in 0..<i { out[j * n + i] = out[i * n + j] } }
            }
        }
        return result
    }
}
