import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonLearn
import GnomonStatistics

extension BlackBoxPredictor {
    /// Whole networks from which kernels are learned inside networks too; with fewer, only their sum is corrected.
    public static let fewestForRefinement = 60
    /// Rounds of refinement at most.
    static let mostRounds = 6

    /// Learns from whole latencies what kernels take inside networks: a sum that is off says so of its parts.
    ///
    /// In each round a kernel of a measured network is given the time it was predicted to take, times what its network
    /// was off by; trees grow again on these rows and on kernels alone, which are told apart by what surrounds them. No
    /// single kernel is known by it, but kernels whose networks are all off the same way are. The round that predicts the
    /// fifth of the networks best that is kept aside is the one that stays.
    ///
    /// - Parameters:
    ///   - wholes: Networks and their latencies.
    ///   - alone: The rows of kernels measured alone.
    /// - Returns: The networks that nothing was learned from; all if there are too few to learn.
    /// - Throws: `PredictError` where trees cannot be grown.
    /// - Complexity: O(rounds · kernels · trees).
    mutating func refine(
        on wholes: [WholeNetwork], alone: [KernelModelTrainer.Row]
    ) throws(PredictError) -> [WholeNetwork] {
        guard wholes.count >= Self.fewestForRefinement else { return wholes }
        let learned = wholes.indices.filter { $0 % 5 != 0 }.map { wholes[$0] }
        let aside = wholes.indices.filter { $0 % 5 == 0 }.map { wholes[$0] }
        let vectors = learned.map { kernels.sum(of: $0.network).vectors }
        var best = kernels.models
        var smallest = error(on: aside)
        var worse = 0
        for _ in 0..<Self.mostRounds where worse < 2 {
            let rows =
                alone
                + zip(learned, vectors).enumerated().flatMap { index, pair in
                    inside(pair.1, of: pair.0, index: index)
                }
            kernels.models = try Self.grow(Dictionary(grouping: rows, by: \.vector.kind)) { _, _ in }
            let now = error(on: aside)
            worse = now < smallest ? 0 : worse + 1
            if now < smallest {
                smallest = now
                best = kernels.models
            }
        }
        kernels.models = best
        return aside
    }

    /// The mean distance of predicted from measured logarithms.
    private func error(on wholes: [WholeNetwork]) -> Double {
        let errors = wholes.map { whole in
            let sum = kernels.sum(of: whole.network)
            return abs(log(whole.nanoseconds / max(1, sum.fixed + sum.sum)))
        }
        return errors.reduce(0, +) / Double(max(1, errors.count))
    }

    /// The kernels of a measured network as rows to learn from.
    private func inside(
        _ vectors: [KernelVector], of whole: WholeNetwork, index: Int
    ) -> [KernelModelTrainer.Row] {
        let estimates = kernels.estimate(vectors)
        let sum = max(1, estimates.reduce(0) { $0 + $1.nanoseconds })
        let kernelTime = max(0.05 * whole.nanoseconds, whole.nanoseconds - kernels.runCost.fixed)
        let off = log(min(max(kernelTime / sum, 0.25), 4))
        return zip(vectors, estimates).compactMap { vector, estimate in
            guard vector.isComplete, estimate.nanoseconds > 0 else { return nil }
            let ideal = kernels.roofline.time(vector)
            return KernelModelTrainer.Row(
                vector: vector, target: log(estimate.nanoseconds / ideal) + off,
                weight: max(1e-3, (estimate.nanoseconds / sum).squareRoot()), base: ideal, network: index,
                isValidation: index % 10 == 1)
        }
    }
}
