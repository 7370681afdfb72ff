/// Solves symmetric positive definite systems.
enum Cholesky {
    /// The solution of `matrix · x = right`; nil when the matrix is not positive definite to working accuracy.
    ///
    /// - Complexity: O(n³).
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let count = right.count
        var lower = matrix
        for j in 0..<count {
            let diagonal = matrix[j * count + j]
            var pivot = diagonal
            for k in 0..<j { pivot -= lower[j * count + k] * lower[j * count + k] }
            // Below this, what is left of the pivot is rounding.
            guard pivot > diagonal * 1e-13, pivot.isFinite else { return nil }
            let root = pivot.squareRoot()
            lower[j * count + j] = root
            for i in (j + 1)..<max(j + 1, count) {
                var sum = matrix[i * count + j]
                for k in 0..<j { sum -= lower[i * count + k] * lower[j * count + k] }
                lower[i * count + j] = sum / root
            }
        }
        var x = right
        for i in 0..<count {
            for k in 0..<i { x[i] -= lower[i * count + k] * x[k] }
            x[i] /= lower[i * count + i]
        }
        for i in stride(from: count - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(i + 1, count) { x[i] -= lower[k * count + i] * x[k] }
            x[i] /= lower[i * count + i]
        }
        return x
    }
}
