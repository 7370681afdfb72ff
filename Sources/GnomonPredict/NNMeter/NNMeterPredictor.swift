import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels
import GnomonLearn
import GnomonStatistics

/// Predicts each kernel with a random forest on the times of kernels run alone, and adds up.
///
/// nn-Meter as published, with what its code gets wrong set right: every live node has a kernel, a kind without
/// forest is charged its roofline and never free, and features tell batch, width, groups, dilation and element
/// type apart.
public struct NNMeterPredictor: Predictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "nn-meter", summary: "a random forest per kernel kind, learned from kernels measured alone",
        source: "Zhang et al. 2021, nn-Meter, doi:10.1145/3458864.3467882")

    /// The platform it predicts.
    public var platform: Platform
    /// The identity of platform and machine it was learned on.
    public var platformID: String
    /// The fusion rules by which networks become kernels.
    public var rules: FusionRules
    /// What it was trained on.
    public var training: TrainingSummary
    /// Which numbers its forests see.
    public var features: ForestFeatures
    /// The errors on held-out kernels, round by round.
    public var rounds: SamplingRounds
    /// The median relative error on the kernels held out, by kind.
    public var kindErrors: [KernelKind: Double] { forests.mapValues(\.facts.error) }

    var roofline: Roofline
    /// Nanoseconds of a run beside its kernels.
    var frame: Double
    var intervalFactor: Double
    var level: Double
    var forests: [KernelKind: KernelForest]

    /// The latency of each prepared network, in order.
    ///
    /// - Complexity: O(kernels · trees · depth).
    public func predict(_ networks: [Network]) -> [Prediction] {
        networks.map { sum(of: $0).prediction(factor: intervalFactor, level: level) }
    }

    /// The kernels of a network with their estimates.
    func sum(of network: Network) -> SumOfKernels {
        let kernels = network.kernels(rules)
        let vectors = KernelFeatureExtractor.vectors(of: kernels, in: network)
        return SumOfKernels(
            network: network, kernels: kernels, vectors: vectors, estimates: estimate(vectors), fixed: frame)
    }

    /// The time of each kernel; kernels of one kind are evaluated together.
    func estimate(_ vectors: [KernelVector]) -> [KernelEstimate] {
        // A kind never seen: what an ideal machine takes, and no claim to know it.
        var estimates = vectors.map {
            KernelEstimate(
                nanoseconds: roofline.time($0), error: 1.1, isKnown: false, isExtrapolated: true)
        }
        var byKind: [KernelKind: [Int]] = [:]
        for (index, vector) in vectors.enumerated() where vector.isComplete {
            byKind[vector.kind, default: []].append(index)
        }
        for (kind, indices) in byKind {
            guard let forest = forests[kind] else { continue }
            let rows = indices.map { features.row(vectors[$0]) }
            for ((index, row), time) in zip(zip(indices, rows), forest.nanoseconds(rows)) {
                let isKnown = forest.knows(vectors[index])
                let outside = forest.outside(row)
                // The median of a normal error is 0.67 deviations.
                let error = (isKnown ? 1.5 * forest.facts.error : 0.8) * (1 + 0.5 * Double(min(outside, 4)))
                estimates[index] = KernelEstimate(
                    nanoseconds: time, error: error, isKnown: isKnown, isExtrapolated: outside > 0)
            }
        }
        return estimates
    }
}
