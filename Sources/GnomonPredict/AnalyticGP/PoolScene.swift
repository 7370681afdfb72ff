import Foundation
import GnomonLearn

/// What is known before a new device is looked at: features, their components, and how large those usually are.
struct PoolScene: Sendable {
    /// The features of the pool.
    let features: PoolFeatures
    /// What a latency is made of.
    let components: [PoolComponent]
    /// The columns of the non-negative sum, one row an architecture, each of unit spread over the pool.
    let sums: Matrix
    /// The log variance of each component, and last of the noise, relative to the spread of the labels.
    var prior: [Double]
    /// The log variance of the noise of devices whose clock shows whole milliseconds.
    var coarseNoise = -3.0
    /// The prior variance of each row under each component; by component.
    let variances: [[Double]]

    /// A scene without a prior that was learned.
    init(features: PoolFeatures, components: [PoolComponent], sums: Matrix) {
        self.features = features
        self.components = components
        self.sums = sums
        prior = components.map { _ in -2.5 } + [-3]
        variances = components.map(features.variances)
    }

    /// The covariance of all components under log variances.
    func kernel(_ theta: [Double]) -> PoolKernel {
        PoolKernel(features, components, weights: theta.prefix(components.count).map { exp($0) })
    }

    /// The parts of the covariance of rows, for the search of log variances.
    ///
    /// - Complexity: O(components · rows² · slots).
    func parts(_ rows: [Int]) throws(LearnError) -> CovarianceParts {
        try CovarianceParts(
            count: rows.count,
            parts: components.map { component in
                .gram(features.cross(rows, rows, PoolKernel(features, [component], weights: [1])))
            })
    }

    /// The prior variance of each of the rows; nil for all of the pool.
    func variances(_ rows: [Int]?, _ theta: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows?.count ?? features.count)
        for (values, log) in zip(variances, theta) {
            let weight = exp(log)
            if let rows {
                for (place, row) in rows.enumerated() { result[place] += weight * values[row] }
            } else {
                result.withUnsafeMutableBufferPointer { result in
                    values.withUnsafeBufferPointer { values in
                        for row in result.indices { result[row] += weight * values[row] }
                    }
                }
            }
        }
        return result
    }
}
