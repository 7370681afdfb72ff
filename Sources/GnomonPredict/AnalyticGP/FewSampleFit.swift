import Foundation
import GnomonLearn

/// A scene that was told some latencies of a new device.
struct FewSampleFit: Sendable {
    /// The mean and the standard deviation of rows' latencies, in milliseconds, noise included.
    typealias Answer = (means: [Double], deviations: [Double])

    private let scene: PoolScene
    private let samples: [Int]
    private let mode: AnalyticGPSettings.Mode
    private let labels: Standard
    private let theta: [Double]
    private let factor: CholeskyFactor
    private let alpha: [Double]
    /// What the sum multiplies its columns by, and what it adds.
    private let coefficients: [Double]
    private let intercept: Double

    /// How far log variances may be from the prior.
    private static let deviation = 1.5

    /// Fits a scene to samples.
    ///
    /// - Parameters:
    ///   - scene: what is known before.
    ///   - samples: rows of the pool.
    ///   - milliseconds: the latency of each, not all equal.
    ///   - mode: the model.
    ///   - tick: the step of the clock in milliseconds, or 0.
    /// - Throws: `LearnError` (data) where the covariance cannot be factored.
    /// - Complexity: O(steps · samples³).
    init(
        _ scene: PoolScene, samples: [Int], milliseconds: [Double], mode: AnalyticGPSettings.Mode,
        tick: Double = 0
    ) throws(LearnError) {
        self.scene = scene
        self.samples = samples
        self.mode = mode
        labels = Standard(milliseconds)
        var residuals = labels.scaled
        var means = scene.prior
        var (coefficients, intercept) = ([Double](repeating: 0, count: scene.sums.columns), 0.0)
        if mode != .process {
            (coefficients, intercept) = try Self.sum(scene, samples, labels.scaled)
            for place in samples.indices {
                residuals[place] -= Self.value(scene, samples[place], coefficients, intercept)
            }
            // What a sum leaves is smaller than what it was given.
            for place in scene.components.indices { means[place] -= 1 }
        }
        (self.coefficients, self.intercept) = (coefficients, intercept)
        let step = labels.deviation > 0 ? tick / labels.deviation : 0
        if tick > 0 { means[means.count - 1] = scene.coarseNoise }
        means[means.count - 1] = max(means[means.count - 1], log(step * step / 12 + 1e-12))
        let beliefs = HyperparameterPrior(
            means: means, deviations: scene.components.map { _ in Self.deviation } + [2])
        var parts = try scene.parts(samples)
        let theta = beliefs.mostLikely([(parts, residuals)])?.theta ?? means
        parts.noiseScales = RobustNoise.scales(
            covariance: parts.covariance(at: theta, noise: false), labels: residuals,
            variance: exp(theta[theta.count - 1]))
        guard let factor = CholeskyFactor(parts.covariance(at: theta), count: samples.count) else {
            throw LearnError(.data, "the covariance of \(samples.count) samples is not positive definite")
        }
        self.theta = theta
        self.factor = factor
        alpha = factor.solve(residuals)
    }

    /// Predicts rows of the pool; nil for all.
    ///
    /// - Complexity: O(rows · samples · (features + samples)).
    func predict(_ rows: [Int]?) -> Answer {
        let count = rows?.count ?? scene.features.count
        let noise = exp(theta[theta.count - 1])
        var cross = scene.features.cross(rows, samples, scene.kernel(theta))
        var means = (0..<count).map { index in
            Self.value(scene, rows?[index] ?? index, coefficients, intercept)
        }
        if mode != .sums {
            cross.withUnsafeBufferPointer { cross in
                for row in 0..<count {
                    for place in samples.indices {
                        means[row] += cross[row * samples.count + place] * alpha[place]
                    }
                }
            }
        }
        factor.forwardRows(&cross)
        var deviations = scene.variances(rows, theta)
        cross.withUnsafeBufferPointer { cross in
            for row in 0..<count {
                var known = 0.0
                for place in (row * samples.count)..<((row + 1) * samples.count) {
                    known += cross[place] * cross[place]
                }
                deviations[row] = labels.deviation * (max(0, deviations[row] - known) + noise).squareRoot()
                means[row] = labels.mean + labels.deviation * means[row]
            }
        }
        return (means, deviations)
    }

    private static func value(
        _ scene: PoolScene, _ row: Int, _ coefficients: [Double], _ intercept: Double
    ) -> Double {
        var sum = intercept
        for column in coefficients.indices where coefficients[column] != 0 {
            sum += coefficients[column] * scene.sums[row, column]
        }
        return sum
    }

    /// The non-negative sum: ridge 1 on columns centred on the samples.
    private static func sum(
        _ scene: PoolScene, _ samples: [Int], _ labels: [Double]
    ) throws(LearnError) -> (coefficients: [Double], intercept: Double) {
        let columns = scene.sums.columns
        let count = Double(max(1, samples.count))
        let centres = (0..<columns).map { column in
            samples.reduce(0) { $0 + scene.sums[$1, column] } / count
        }
        // The ridge is a row for each column.
        var rows = samples.map { row in (0..<columns).map { scene.sums[row, $0] - centres[$0] } }
        rows += (0..<columns).map { column in (0..<columns).map { $0 == column ? 1 : 0 } }
        let coefficients = try NonNegativeLeastSquares.solve(
            Matrix(rows), labels + [Double](repeating: 0, count: columns))
        return (coefficients, -zip(coefficients, centres).reduce(0) { $0 + $1.0 * $1.1 })
    }
}
