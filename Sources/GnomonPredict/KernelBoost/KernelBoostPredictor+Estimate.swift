import Foundation
import GnomonFeatures
import GnomonKernels
import GnomonLearn

extension KernelBoostPredictor {
    /// The time of each kernel: equal ones are looked at once, and those of one kind go through its trees together.
    ///
    /// - Complexity: O(kernels · trees · depth).
    func estimate(
        _ vectors: [KernelVector], _ conditions: MachineConditions = .quiet
    ) -> [KernelEstimate] {
        var first: [KernelVector: Int] = Dictionary(minimumCapacity: vectors.count)
        var twins: [Int] = []
        twins.reserveCapacity(vectors.count)
        var byKind: [KernelKind: [Int]] = [:]
        for (index, vector) in vectors.enumerated() {
            if let twin = first[vector] {
                twins.append(twin)
            } else {
                first[vector] = index
                twins.append(index)
                byKind[vector.kind, default: []].append(index)
            }
        }
        var estimates = [KernelEstimate](
            repeating: .init(nanoseconds: 0, error: 1, isKnown: false, isExtrapolated: false),
            count: vectors.count)
        for (kind, indices) in byKind {
            guard let model = models[kind] else {
                for index in indices { estimates[index] = unlearned(vectors[index]) }
                continue
            }
            estimate(vectors, indices, with: model, into: &estimates)
        }
        for (index, twin) in twins.enumerated() where twin != index { estimates[index] = estimates[twin] }
        remember(vectors, into: &estimates)
        if conditions != .quiet {
            for (index, vector) in vectors.enumerated() {
                estimates[index].nanoseconds *= exp(effects.logFactor(vector, conditions))
            }
        }
        return estimates
    }

    /// Kernels of named networks take what they took there.
    private func remember(_ vectors: [KernelVector], into estimates: inout [KernelEstimate]) {
        guard !memory.entries.isEmpty else { return }
        for (index, vector) in vectors.enumerated() {
            guard let time = memory.time(of: vector) else { continue }
            // Measured in one process: two processes differ by a few per cent.
            estimates[index] = KernelEstimate(
                nanoseconds: scale * time, error: 0.05, isKnown: true, isExtrapolated: false)
        }
    }

    /// What trees correct: the roofline, or what the kind's source says.
    private func baseTimes(
        _ vectors: [KernelVector], _ indices: [Int], for model: KernelModel
    ) -> [Double] {
        guard let source = model.facts.source, prior.sources.indices.contains(source) else {
            return indices.map { roofline.time(vectors[$0]) }
        }
        return prior.sources[source].estimate(indices.map { vectors[$0] }).map { max(1, $0.nanoseconds) }
    }

    private func estimate(
        _ vectors: [KernelVector], _ indices: [Int], with model: KernelModel,
        into estimates: inout [KernelEstimate]
    ) {
        let times = baseTimes(vectors, indices, for: model)
        let targets = model.answers(indices.map { vectors[$0] }, times)
        for (position, index) in indices.enumerated() {
            let isKnown = model.knows(vectors[index])
            let outside = model.outside(vectors[index])
            // A known kind with an operator never seen keeps the answer, and a wide error.
            let error = (isKnown ? model.facts.spread : 0.8) * (1 + 0.5 * Double(min(outside, 4)))
            estimates[index] = KernelEstimate(
                nanoseconds: scale * times[position] * exp(targets[position]), error: error,
                isKnown: isKnown, isExtrapolated: outside > 0)
        }
    }

    /// A kernel of a kind never seen: what another platform says, or three times the roofline, give or take a factor of three.
    private func unlearned(_ vector: KernelVector) -> KernelEstimate {
        if let estimate = prior.estimate(vector) { return estimate }
        return KernelEstimate(
            nanoseconds: scale * 3 * roofline.time(vector), error: 1.1, isKnown: false, isExtrapolated: true)
    }
}
