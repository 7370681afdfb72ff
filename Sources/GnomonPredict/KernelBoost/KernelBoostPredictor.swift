import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonGraph
public import GnomonKernels
public import GnomonStatistics

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
    /// What a busy machine did to the kernels it learned from.
    var effects = ConditionEffects()
    /// What was measured in networks that the user named.
    var memory = KernelMemory()

    /// Networks whose kernels go through the trees together.
    static let networksAtOnce = 64

    /// The latency of each prepared network, in order.
    ///
    /// Equal kernels of neighbouring networks are looked at once.
    ///
    /// - Complexity: O(kernels · trees · depth).
    public func predict(_ networks: [Network]) -> [Prediction] {
        var predictions: [Prediction] = []
        predictions.reserveCapacity(networks.count)
        for start in stride(from: 0, to: networks.count, by: Self.networksAtOnce) {
            let some = networks[start..<min(start + Self.networksAtOnce, networks.count)]
            predictions += sums(of: some).map { $0.prediction(factor: intervalFactor, level: level) }
        }
        return predictions
    }

    /// The latency of each prepared network alone, in order: the same numbers without kernels, interval and warnings, for
    /// searches that ask about many.
    ///
    /// - Complexity: O(kernels · trees · depth).
    public func latencies(of networks: [Network]) -> [Latency] {
        var latencies: [Latency] = []
        latencies.reserveCapacity(networks.count)
        for start in stride(from: 0, to: networks.count, by: Self.networksAtOnce) {
            var counts: [Int] = []
            var vectors: [KernelVector] = []
            for network in networks[start..<min(start + Self.networksAtOnce, networks.count)] {
                let own = KernelFeatureExtractor.vectors(of: network.kernels(rules), in: network)
                counts.append(own.count)
                vectors = vectors.isEmpty ? own : vectors + own
            }
            let estimates = estimate(vectors)
            var first = 0
            for count in counts {
                let sum = estimates[first..<first + count].reduce(0) { $0 + $1.nanoseconds }
                latencies.append(Latency(nanoseconds: runCost.fixed + sum))
                first += count
            }
        }
        return latencies
    }

    /// The kernels of networks with their estimates.
    private func sums(of networks: ArraySlice<Network>) -> [SumOfKernels] {
        let kernels = networks.map { $0.kernels(rules) }
        let vectors = zip(networks, kernels).map { KernelFeatureExtractor.vectors(of: $1, in: $0) }
        let estimates = estimate(vectors.count == 1 ? vectors[0] : vectors.flatMap { $0 })
        var first = 0
        return zip(networks, zip(kernels, vectors)).map { network, parts in
            defer { first += parts.1.count }
            return SumOfKernels(
                network: network, kernels: parts.0, vectors: parts.1,
                estimates: Array(estimates[first..<first + parts.1.count]), fixed: runCost.fixed)
        }
    }

    /// The kernels of a network with their estimates.
    func sum(of network: Network) -> SumOfKernels { sums(of: [network])[0] }
}
