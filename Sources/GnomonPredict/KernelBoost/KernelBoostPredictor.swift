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
        let kernels = network.kernels(rules)
        let vectors = KernelFeatureExtractor.vectors(of: kernels, in: network)
        let estimates = estimate(vectors)
        let sum = estimates.reduce(0) { $0 + $1.nanoseconds }
        let total = runCost.fixed + sum
        let error = relativeError(estimates, total: total)
        let known = estimates.reduce(0) { $0 + ($1.isKnown ? $1.nanoseconds : 0) }
        let factor = exp(intervalFactor * error)
        return Prediction(
            latency: Latency(nanoseconds: total),
            interval: LatencyInterval(
                lower: Latency(nanoseconds: total / factor), upper: Latency(nanoseconds: total * factor),
                level: level),
            coverage: sum > 0 ? (known + runCost.fixed) / total : 1,
            kernels: zip(kernels, estimates).enumerated().map { index, pair in
                Prediction.Kernel(
                    name: name(of: pair.0, index, network), kind: pair.0.kind.rawValue,
                    nodes: pair.0.members.map(\.index), latency: Latency(nanoseconds: pair.1.nanoseconds),
                    isKnown: pair.1.isKnown)
            },
            warnings: warnings(kernels, vectors, estimates, network))
    }

    /// A unique name: the position and what the kernel does.
    private func name(of kernel: Kernel, _ index: Int, _ network: Network) -> String {
        let types = kernel.members.map { network[$0].op.typeName }
        return "k\(index):" + (types.isEmpty ? kernel.kind.rawValue : types.joined(separator: "+"))
    }

    private func warnings(
        _ kernels: [Kernel], _ vectors: [KernelVector], _ estimates: [KernelEstimate], _ network: Network
    ) -> [String] {
        var warnings = network.warnings
        var names: Set<String> = []
        for (kernel, estimate) in zip(kernels, estimates) where !estimate.isKnown {
            let types = kernel.members.map { network[$0].op.typeName }
            names.formUnion(types.isEmpty ? [kernel.kind.rawValue] : types)
        }
        if !names.isEmpty {
            let list = names.sorted().joined(separator: ", ")
            warnings.append("not learned on this platform, estimated from amounts alone: \(list)")
        }
        let far = estimates.filter { $0.isExtrapolated }.reduce(0) { $0 + $1.nanoseconds }
        let total = estimates.reduce(0) { $0 + $1.nanoseconds }
        if far > 0.1 * total {
            warnings.append(
                "\(Int((100 * far / total).rounded())) % of the time is in kernels larger or smaller than any learned"
            )
        }
        return warnings
    }
}
