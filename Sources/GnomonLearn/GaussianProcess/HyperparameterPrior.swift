import Foundation

/// Normal beliefs about hyperparameters, each of its own mean and deviation, and the bounds they stay in.
public struct HyperparameterPrior: Hashable, Sendable, Codable {
    /// The most likely value of each.
    public var means: [Double]
    /// How far each may be from it; infinity for no belief.
    public var deviations: [Double]
    /// The bound from below of each.
    public var lower: [Double]
    /// The bound from above of each.
    public var upper: [Double]

    /// Beliefs, as many deviations as means; by default without bounds that matter.
    public init(means: [Double], deviations: [Double], lower: [Double]? = nil, upper: [Double]? = nil) {
        self.means = means
        self.deviations = deviations
        self.lower = lower ?? [Double](repeating: -30, count: means.count)
        self.upper = upper ?? [Double](repeating: 30, count: means.count)
    }

    /// The log density up to a constant, with its slope.
    public func evidence(at theta: [Double]) -> CovarianceParts.Evidence {
        var result = CovarianceParts.Evidence(value: 0, gradient: [Double](repeating: 0, count: theta.count))
        for index in theta.indices {
            let precision = 1 / (deviations[index] * deviations[index])
            let distance = theta[index] - means[index]
            guard precision > 0 else { continue }
            result.value -= 0.5 * precision * distance * distance
            result.gradient[index] = -precision * distance
        }
        return result
    }

    /// The most likely hyperparameters, given observations of several processes that share them.
    ///
    /// - Parameters:
    ///   - processes: covariances with the labels observed under each.
    ///   - start: where the search begins; the means if nil.
    ///   - steps: the largest number of steps.
    /// - Returns: the hyperparameters with their log posterior; nil where the search has no start.
    /// - Complexity: O(steps · Σ count³).
    public func mostLikely(
        _ processes: [(parts: CovarianceParts, labels: [Double])], start: [Double]? = nil, steps: Int = 40
    ) -> (theta: [Double], value: Double)? {
        var search = LBFGS()
        search.maximumSteps = steps
        (search.lower, search.upper) = (lower, upper)
        let found = search.minimise(from: start ?? means) { theta in
            var total = evidence(at: theta)
            for process in processes {
                guard let next = process.parts.evidence(of: process.labels, at: theta) else { return nil }
                total.value += next.value
                for index in theta.indices { total.gradient[index] += next.gradient[index] }
            }
            return (-total.value, total.gradient.map { -$0 })
        }
        return found.map { ($0.point, -$0.value) }
    }
}
