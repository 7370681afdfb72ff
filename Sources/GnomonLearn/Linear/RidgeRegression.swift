/// A linear model with a penalty on its coefficients: min Σ wᵢ (yᵢ − b − xᵢ·c)² + λ‖c‖².
///
/// Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634. The intercept b is not penalised. Solved by
/// Cholesky on the centred normal equations.
public struct RidgeRegression: Hashable, Sendable, Codable {
    /// One coefficient a column.
    public let coefficients: [Double]
    /// What is predicted for a row of zeros.
    public let intercept: Double

    /// Fits the model.
    ///
    /// - Parameters:
    ///   - a: The features, one row an observation.
    ///   - b: The labels.
    ///   - weights: One weight an observation, not negative; nil for equal weights.
    ///   - penalty: λ, not negative; 0 needs columns that are independent.
    ///   - intercept: Whether the model has an intercept.
    /// - Throws: `LearnError` (data) for NaN, wrong counts or dependent columns; (parameter) for λ.
    /// - Complexity: O(rows · columns² + columns³).
    public init(
        _ a: Matrix, _ b: [Double], weights: [Double]? = nil, penalty: Double, intercept: Bool = true
    ) throws(LearnError) {
        guard penalty >= 0, penalty.isFinite else {
            throw LearnError(.parameter, "the penalty is \(penalty), not a number from 0 on")
        }
        let system = try WeightedSystem(a, b, weights)
        let total = system.weights.reduce(0, +)
        var means = [Double](repeating: 0, count: a.columns)
        var labelMean = 0.0
        if intercept {
            for row in 0..<a.rows {
                for column in 0..<a.columns { means[column] += system.weights[row] * a[row, column] / total }
                labelMean += system.weights[row] * b[row] / total
            }
        }
        var (gram, moment) = system.normalEquations(means: means, labelMean: labelMean)
        for column in 0..<a.columns { gram[column * a.columns + column] += penalty }
        guard let solution = Cholesky.solve(gram, moment) else {
            throw LearnError(.data, "the columns depend on each other; use a penalty above 0")
        }
        coefficients = solution
        self.intercept = labelMean - zip(means, solution).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The prediction for a row, which must have one number a coefficient.
    public func predict(row: [Double]) -> Double {
        precondition(row.count == coefficients.count)
        return zip(row, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 }
    }
}
