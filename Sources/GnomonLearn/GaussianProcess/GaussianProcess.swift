import Foundation
import GnomonStatistics

/// Regression with a Gaussian process: a mean and a variance for any row of features.
///
/// Exact, for up to some thousand rows. Rasmussen, Williams 2006, "Gaussian Processes for Machine Learning", algorithm
/// 2.1. Labels should have mean 0 and deviation 1, features a common scale within a part.
public struct GaussianProcess: Sendable {
    /// How the hyperparameters are searched.
    public struct Search: Hashable, Sendable, Codable {
        /// Starts besides the kernel's own, drawn uniformly in the logarithm within the bounds.
        public var restarts = 3
        /// The rows that the starts are compared on; the winner is then improved on all rows.
        public var screeningRows = 300
        /// Steps on these rows.
        public var screeningSteps = 60
        /// Steps on all rows.
        public var steps = 20
        /// Whether rows that do not fit get more noise.
        public var isRobust = false

        /// The usual search.
        public init() {}
    }

    /// The form of the covariance.
    public let kernel: GaussianProcessKernel
    /// The logarithms of the kernel's hyperparameters, in the order of ``CovarianceParts``.
    public let hyperparameters: [Double]
    /// The log marginal likelihood of the labels.
    public let evidence: Double
    /// What the noise of each row is multiplied by.
    public let noiseScales: [Double]
    let features: Matrix
    let labels: [Double]
    let factor: CholeskyFactor
    let alpha: [Double]

    /// A process with known hyperparameters.
    ///
    /// - Parameters:
    ///   - features: one row an observation.
    ///   - labels: one an observation.
    ///   - kernel: the form of the covariance.
    ///   - hyperparameters: the logarithms of its numbers.
    ///   - noiseScales: what the noise of each row is multiplied by; nil for ones.
    /// - Throws: `LearnError` (data) for NaN or wrong counts, and where the covariance cannot be factored.
    /// - Complexity: O(rows³ + rows² · columns).
    public init(
        _ features: Matrix, _ labels: [Double], kernel: GaussianProcessKernel, hyperparameters: [Double],
        noiseScales: [Double]? = nil
    ) throws(LearnError) {
        try Self.check(features, labels)
        try kernel.check(columns: features.columns)
        guard hyperparameters.count == kernel.hyperparameters.count, hyperparameters.allSatisfy(\.isFinite)
        else {
            throw LearnError(.parameter, "\(hyperparameters.count) hyperparameters do not fit the kernel")
        }
        var parts = try kernel.covarianceParts(features)
        parts.noiseScales = noiseScales
        try self.init(features, labels, kernel, hyperparameters, parts)
    }

    private init(
        _ features: Matrix, _ labels: [Double], _ kernel: GaussianProcessKernel, _ theta: [Double],
        _ parts: CovarianceParts
    ) throws(LearnError) {
        guard let factor = CholeskyFactor(parts.covariance(at: theta), count: features.rows) else {
            throw LearnError(.data, "the covariance of \(features.rows) rows is not positive definite")
        }
        self.kernel = kernel
        self.features = features
        self.labels = labels
        self.factor = factor
        hyperparameters = theta
        alpha = factor.solve(labels)
        noiseScales = parts.noiseScales ?? [Double](repeating: 1, count: labels.count)
        let fit = zip(labels, alpha).reduce(0) { $0 + $1.0 * $1.1 }
        evidence = -0.5 * (fit + factor.logDeterminant + Double(labels.count) * log(2 * Double.pi))
    }

    /// Finds the hyperparameters that make the labels most likely.
    ///
    /// The same rows and seed give the same process.
    ///
    /// - Parameters:
    ///   - features: one row an observation.
    ///   - labels: one an observation.
    ///   - kernel: the form of the covariance, with starts, bounds and beliefs.
    ///   - search: how to search.
    ///   - seed: of the starts and of the rows they are compared on.
    /// - Throws: `LearnError` (data) for NaN or wrong counts, and where no start has a covariance that can be factored.
    /// - Complexity: O(steps · rows³).
    public init(
        fitting features: Matrix, _ labels: [Double], kernel: GaussianProcessKernel,
        search: Search = Search(),
        seed: UInt64
    ) throws(LearnError) {
        try Self.check(features, labels)
        try kernel.check(columns: features.columns)
        var parts = try kernel.covarianceParts(features)
        let prior = kernel.prior
        var generator = SeededGenerator(seed: seed)
        var starts = [prior.means]
        for _ in 0..<max(0, search.restarts) {
            starts.append(zip(prior.lower, prior.upper).map { $0 + generator.uniform() * ($1 - $0) })
        }
        if features.rows > search.screeningRows {
            let chosen = Array((0..<features.rows).shuffled(using: &generator).prefix(search.screeningRows))
            let few = try kernel.covarianceParts(features.selecting(rows: chosen))
            let found = starts.compactMap {
                prior.mostLikely(
                    [(few, chosen.map { labels[$0] })], start: $0, steps: search.screeningSteps)
            }
            starts = found.max { $0.value < $1.value }.map { [$0.theta] } ?? [prior.means]
        }
        let found = starts.compactMap {
            prior.mostLikely([(parts, labels)], start: $0, steps: search.steps)
        }
        guard let best = found.max(by: { $0.value < $1.value }) else {
            throw LearnError(.data, "no hyperparameters make the covariance of \(features.rows) rows regular")
        }
        if search.isRobust {
            parts.noiseScales = RobustNoise.scales(
                covariance: parts.covariance(at: best.theta, noise: false), labels: labels,
                variance: exp(best.theta[best.theta.count - 1]))
        }
        try self.init(features, labels, kernel, best.theta, parts)
    }

    private static func check(_ features: Matrix, _ labels: [Double]) throws(LearnError) {
        guard features.rows > 0, features.rows == labels.count else {
            throw LearnError(.data, "\(features.rows) rows and \(labels.count) labels")
        }
        try features.requireFinite()
        guard labels.allSatisfy(\.isFinite) else { throw LearnError(.data, "a label is not a finite number") }
    }

    /// The expected label of each row.
    ///
    /// - Throws: `LearnError` (data) for NaN or another number of columns.
    /// - Complexity: O(rows · observations · columns).
    public func means(_ rows: Matrix) throws(LearnError) -> [Double] {
        try batches(rows) { cross, count in
            (0..<count).map { row in
                cross[(row * labels.count)..<((row + 1) * labels.count)].withUnsafeBufferPointer { values in
                    alpha.withUnsafeBufferPointer { alpha in
                        guard let x = values.baseAddress, let y = alpha.baseAddress else { return 0 }
                        return RowProducts.dot(x, y, labels.count)
                    }
                }
            }
        }
    }

    /// The variance of the label of each row around its mean, noise included.
    ///
    /// - Throws: `LearnError` (data) for NaN or another number of columns.
    /// - Complexity: O(rows · observations²).
    public func variances(_ rows: Matrix) throws(LearnError) -> [Double] {
        let before = kernel.variances(rows, at: hyperparameters)
        let noise = exp(hyperparameters[hyperparameters.count - 1])
        let known = try batches(rows) { cross, count in
            factor.forwardRows(&cross)
            return (0..<count).map { row in
                cross[(row * labels.count)..<((row + 1) * labels.count)].reduce(0) { $0 + $1 * $1 }
            }
        }
        return zip(before, known).map { max(0, $0 - $1) + noise }
    }

    /// Rows in portions whose covariances with the observations fit the cache.
    private func batches(
        _ rows: Matrix, _ body: (inout [Double], Int) -> [Double]
    ) throws(LearnError) -> [Double] {
        guard rows.columns == features.columns else {
            throw LearnError(.data, "rows have \(rows.columns) columns, the observations \(features.columns)")
        }
        try rows.requireFinite()
        var result: [Double] = []
        result.reserveCapacity(rows.rows)
        for start in stride(from: 0, to: rows.rows, by: 64) {
            let part = rows.selecting(rows: Array(start..<min(start + 64, rows.rows)))
            var cross = kernel.cross(part, features, at: hyperparameters)
            result += body(&cross, part.rows)
        }
        return result
    }
}
