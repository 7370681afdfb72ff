import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonLearn

extension KernelBoostPredictor {
    /// The time of each kernel; kernels of one kind are evaluated together.
    func estimate(_ vectors: [KernelVector]) -> [KernelEstimate] {
        var estimates = [KernelEstimate](
            repeating: .init(nanoseconds: 0, error: 1, isKnown: false, isExtrapolated: false),
            count: vectors.count)
        var byKind: [KernelKind: [Int]] = [:]
        for (index, vector) in vectors.enumerated() { byKind[vector.kind, default: []].append(index) }
        for (kind, indices) in byKind {
            guard let model = models[kind] else {
                for index in indices { estimates[index] = unlearned(vectors[index]) }
                continue
            }
            estimate(vectors, indices, with: model, into: &estimates)
        }
        return estimates
    }

    private func estimate(
        _ vectors: [KernelVector], _ indices: [Int], with model: KernelModel,
        into estimates: inout [KernelEstimate]
    ) {
        let times = indices.map { roofline.time(vectors[$0]) }
        var targets = [Double](repeating: model.facts.median, count: indices.count)
        if let trees = model.trees {
            var rows: [Double] = []
            rows.reserveCapacity(indices.count * trees.featureCount)
            for (index, time) in zip(indices, times) {
                model.appendRow(vectors[index], roofline: time, to: &rows)
            }
            targets = trees.predict(rows: rows, stride: trees.featureCount)
        }
        for (position, index) in indices.enumerated() {
            let isKnown = model.knows(vectors[index])
            let outside = model.outside(vectors[index])
            // A known kind with an operator never seen keeps the answer, and a wide error.
            let error = (isKnown ? model.facts.spread : 0.8) * (1 + 0.5 * Double(min(outside, 4)))
            estimates[index] = KernelEstimate(
                nanoseconds: scale * times[position] * exp(model.bounded(targets[position])), error: error,
                isKnown: isKnown, isExtrapolated: outside > 0)
        }
    }

    /// A kernel of a kind never seen: three times the roofline, give or take a factor of three.
    private func unlearned(_ vector: KernelVector) -> KernelEstimate {
        KernelEstimate(
            nanoseconds: scale * 3 * roofline.time(vector), error: 1.1, isKnown: false, isExtrapolated: true)
    }

    /// The expected relative error of a sum: errors of single kernels partly cancel, a common part does not.
    func relativeError(_ estimates: [KernelEstimate], total: Double) -> Double {
        SumOfKernels.relativeError(estimates, total: total)
    }
}
