import Foundation
import GnomonLearn

/// Models of known devices: ridge regression under a covariance of the pool, its penalty the one that makes the labels
/// most likely.
enum KernelRidge {
    /// The penalties that are tried.
    static let penalties = [0.001, 0.01, 0.03, 0.1, 0.3, 1]

    /// What the model of each source predicts for the whole pool, in units of its labels' deviation.
    ///
    /// Sources measured on the same rows share the factors of the covariance.
    ///
    /// - Throws: `LearnError` (data) where no penalty makes the covariance regular.
    /// - Complexity: O(penalties · rows³ + pool · sources · features).
    static func predictions(
        _ features: PoolFeatures, _ kernel: PoolKernel, _ sources: [SourceRows]
    ) throws(LearnError) -> [[Double]] {
        var result = [[Double]](repeating: [], count: sources.count)
        for (rows, members) in Dictionary(grouping: sources.indices, by: { sources[$0].rows }) {
            let covariance = features.cross(rows, rows, kernel)
            let factors = penalties.compactMap { penalty -> CholeskyFactor? in
                var matrix = covariance
                for row in rows.indices { matrix[row * rows.count + row] += penalty }
                return CholeskyFactor(matrix, count: rows.count)
            }
            let weights = members.map { best(factors, Standard(sources[$0].milliseconds).scaled) }
            guard !factors.isEmpty else {
                throw LearnError(.data, "\(rows.count) rows of the sources have no regular covariance")
            }
            let values = project(features, kernel, rows, weights)
            for (place, member) in members.enumerated() {
                result[member] = (0..<features.count).map { values[$0 * members.count + place] }
            }
        }
        return result
    }

    /// The weights of the rows under the penalty with the largest profile likelihood.
    private static func best(_ factors: [CholeskyFactor], _ labels: [Double]) -> [Double] {
        let count = Double(labels.count)
        let scored = factors.map { factor -> (loss: Double, weights: [Double]) in
            let weights = factor.solve(labels)
            let fit = zip(labels, weights).reduce(0) { $0 + $1.0 * $1.1 } / count
            return (count * log(max(fit, 1e-300)) + factor.logDeterminant, weights)
        }
        return scored.min { $0.loss < $1.loss }?.weights ?? []
    }

    /// The sum over rows of weight times covariance, for each pool row and each list of weights.
    private static func project(
        _ features: PoolFeatures, _ kernel: PoolKernel, _ rows: [Int], _ weights: [[Double]]
    ) -> [Double] {
        var dense = Matrix(rows: weights.count, columns: features.dense.columns)
        var places = [[Double]](
            repeating: [Double](repeating: 0, count: features.width), count: weights.count)
        for (index, row) in rows.enumerated() {
            let shift = kernel.placeWeights(row, features)
            for (place, list) in weights.enumerated() {
                for column in kernel.denseColumns {
                    dense[place, column] += list[index] * kernel.dense[column] * features.dense[row, column]
                }
                for entry in shift.indices { places[place][entry] += list[index] * shift[entry] }
            }
        }
        let offsets = places.map { values in
            -zip(values, features.placeMeans).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return features.project(nil, dense: dense, places: places, offsets: offsets)
    }
}
