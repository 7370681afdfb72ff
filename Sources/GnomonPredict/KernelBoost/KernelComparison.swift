public import GnomonData
import GnomonFeatures
public import GnomonGraph
import GnomonKernels
public import GnomonStatistics

/// The predicted beside the recorded time of each kernel of one network.
public struct KernelComparison: Sendable {
    /// One kernel.
    public struct Row: Sendable, Hashable {
        /// The kernel's name, as predictions call it.
        public var name: String
        /// Its kind.
        public var kind: String
        /// The shape of what it writes.
        public var shape: String
        /// Its predicted time.
        public var predicted: Latency
        /// Its recorded time, the cost of profiling subtracted; nil where the runtime shows none.
        public var recorded: Latency?
    }

    /// The kernels in execution order.
    public var rows: [Row]
    /// The recorded time that belongs to no predicted kernel.
    public var unmapped: Latency
    /// Whether the recorded kernels add up to the latency of the whole network; where they do not, something
    /// disturbed the measurement.
    public var closes: Bool

    /// Compares the prediction for a network with its profile.
    ///
    /// - Complexity: O(kernels · trees).
    public init(_ network: Network, profile: NetworkProfile, predictor: KernelBoostPredictor) {
        let kernels = network.kernels(predictor.rules)
        let vectors = KernelFeatureExtractor.vectors(of: kernels, in: network)
        let estimates = predictor.estimate(vectors)
        let attribution = KernelAttribution(kernels, of: network, timings: profile.kernels)
        let names = predictor.predict([network]).first?.kernels.map(\.name) ?? []
        rows = kernels.indices.map { index in
            let tensor = kernels[index].outputs.first ?? kernels[index].inputs.first
            let corrected = attribution.nanoseconds[index].map {
                max(0, predictor.runCost.label($0, events: attribution.events[index]))
            }
            return Row(
                name: names[index], kind: kernels[index].kind.rawValue,
                shape: tensor.flatMap { network[$0].shape?.description } ?? "",
                predicted: Latency(nanoseconds: estimates[index].nanoseconds),
                recorded: corrected.map { Latency(nanoseconds: $0) })
        }
        unmapped = Latency(nanoseconds: attribution.unmapped)
        closes = predictor.runCost.closes(
            TrainingNetwork(network, profile: profile, rules: predictor.rules, fold: .heldOut))
    }
}
