import GnomonStatistics

/// Gives observations that do not fit more noise, so that one bad measurement cannot bend the rest.
///
/// Huber's weights by iteration (Huber 1964, doi:10.1214/aoms/1177703732) on the residuals that the noise term of the
/// process takes up.
public enum RobustNoise {
    /// What each observation's noise variance should be multiplied by: at least 1.
    ///
    /// - Parameters:
    ///   - covariance: of the observations without noise, n × n in row-major order.
    ///   - labels: the observations, mean zero.
    ///   - variance: the noise's variance before.
    ///   - rounds: of weighting again.
    /// - Returns: a factor an observation.
    /// - Complexity: O(rounds · n³).
    public static func scales(
        covariance: [Double], labels: [Double], variance: Double, rounds: Int = 8
    ) -> [Double] {
        let count = labels.count
        var scales = [Double](repeating: 1, count: count)
        for _ in 0..<rounds {
            var matrix = covariance
            for row in 0..<count { matrix[row * count + row] += variance * scales[row] }
            guard let factor = CholeskyFactor(matrix, count: count) else { break }
            let residuals = zip(factor.solve(labels), scales).map { abs($0 * $1 * variance) }
            let middle = Quantile.median(residuals) ?? 0
            let spread = max(1.4826 * middle, 0.5 * variance.squareRoot(), 0.001)
            scales = residuals.map { max(1, $0 / (1.5 * spread)) }
        }
        return scales
    }
}
