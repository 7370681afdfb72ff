import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels
import GnomonStatistics

/// Predicts each kernel with boosted trees over a roofline, and adds up.
///
/// Learned in situ: labels are kernel times inside whole networks, where caches and layouts are as they will be.
public struct KernelBoostPredictor: Predictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "kernel-boost",
        summary:
            "boosted trees per kernel kind over a roofline, learned from kernels profiled inside networks",
        source: "builds on nn-Meter (Zhang et al. 2021, doi:10.1145/3458864.3467882)")

    /// The platform it predicts.
    public var platform: Platform
    /// The identity of platform and machine it was learned on.
    public var platformID: String
    /// The fusion rules by which networks become kernels.
    public var rules: FusionRules
    /// What it was trained on.
    public var training: TrainingSummary

    var roofline: Roofline
    var runCost: RunCost
    /// The factor between the sum of kernel times and whole inferences, found on validation networks.
    var scale: Double
    /// What half an interval is in units of the estimated error, at `level`.
    var intervalFactor: Double
    var level: Double
    var models: [KernelKind: KernelModel]
    /// The predictors of other platforms it started from.
    var prior = KernelPrior([])
    /// What was measured in networks that the user named.
    var memory = KernelMemory()

    /// The latency of each prepared network, in order.
    ///
    /// - Complexity: O(kernels · trees · depth).
    public func predict(_ networks: [Network]) -> [Prediction] { networks.map(predict) }

    private func predict(_ network: Network) -> Prediction {
        sum(of: network).prediction(factor: intervalFactor, level: level)
    }

    /// The kernels of a network with their estimates.
    func sum(of network: Network) -> SumOfKernels {
        let kernels = network.kernels(rules)
        let vectors = KernelFeatureExtractor.vectors(of: kernels, in: network)
        return SumOfKernels(
            network: network, kernels: kernels, vectors: vectors, estimates: estimate(vectors),
            fixed: runCost.fixed)
    }
}
