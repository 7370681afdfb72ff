import Foundation
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonLearn
import GnomonStatistics

/// How whole networks differ from the sum of their kernels alone, learned from a few dozen of them.
///
/// A ridge regression of log(whole / sum) on standardised facts about the network. Caches are warmer between
/// neighbours than alone, or colder; layouts are kept or changed: none of it shows in kernels alone.
struct SumCorrection: Hashable, Sendable, Codable {
    /// Means of the facts over the networks it was learned from.
    var means: [Double]
    /// Deviations of the facts, 1 where all are equal.
    var deviations: [Double]
    /// The regression on standardised facts.
    var ridge: RidgeRegression
    /// The range of log(whole / sum) that was seen, a little widened: answers stay inside.
    var lowest: Double
    /// The range of log(whole / sum) that was seen, a little widened: answers stay inside.
    var highest: Double

    /// How many facts there are.
    static let factCount = 5
    /// Networks below which one number, the mean, is all that is learned.
    static let fewest = 10
    /// The ridge penalty on standardised facts.
    static let penalty = 4.0
    /// Nanoseconds below which a kernel is small.
    static let small = 10_000.0

    /// Kernel count, depth and size as logarithms, and the shares of time in memory-bound and small kernels.
    ///
    /// - Complexity: O(kernels + edges).
    static func facts(_ sum: SumOfKernels, roofline: Roofline) -> [Double] {
        let total = max(1, sum.sum)
        var memory = 0.0
        var small = 0.0
        for (vector, estimate) in zip(sum.vectors, sum.estimates) {
            if vector.bytes / roofline.bytesPerNanosecond > vector.flops / roofline.flopsPerNanosecond {
                memory += estimate.nanoseconds
            }
            if estimate.nanoseconds < Self.small { small += estimate.nanoseconds }
        }
        return [
            log(Double(max(1, sum.kernels.count))), log(Double(max(1, depth(sum)))), log(total),
            memory / total, small / total,
        ]
    }

    /// The kernels on the longest path.
    private static func depth(_ sum: SumOfKernels) -> Int {
        var depths = [Int](repeating: 0, count: sum.network.tensors.count)
        var deepest = 0
        for kernel in sum.kernels {
            let own = 1 + (kernel.inputs.map { depths[$0.index] }.max() ?? 0)
            for output in kernel.outputs { depths[output.index] = max(depths[output.index], own) }
            deepest = max(deepest, own)
        }
        return deepest
    }

    /// The correction of these rows of facts and log(whole / sum).
    ///
    /// - Throws: `LearnError` where a number is not finite.
    init(_ facts: [[Double]], _ targets: [Double]) throws(LearnError) {
        let columns = facts.first?.count ?? 0
        let count = Double(max(1, facts.count))
        var means = [Double](repeating: 0, count: columns)
        var deviations = [Double](repeating: 1, count: columns)
        for column in 0..<columns {
            let mean = facts.reduce(0) { $0 + $1[column] } / count
            let variance = facts.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
            means[column] = mean
            deviations[column] = variance > 1e-12 ? variance.squareRoot() : 1
        }
        self.means = means
        self.deviations = deviations
        let rows = facts.map { row in
            row.indices.map { (row[$0] - means[$0]) / deviations[$0] }
        }
        // With few networks slopes would follow noise: a huge penalty leaves their mean.
        ridge = try RidgeRegression(
            try Matrix(rows), targets, penalty: facts.count < Self.fewest ? 1e9 : Self.penalty)
        lowest = (targets.min() ?? 0) - 0.05
        highest = (targets.max() ?? 0) + 0.05
    }

    /// What to multiply the sum of the kernels with.
    func factor(_ facts: [Double]) -> Double {
        let row = facts.indices.map { (facts[$0] - means[$0]) / deviations[$0] }
        return exp(min(max(ridge.predict(row: row), lowest), highest))
    }
}
