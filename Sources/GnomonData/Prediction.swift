public import GnomonStatistics

/// What a predictor answers for one network on one platform.
public struct Prediction: Hashable, Sendable, Codable {
    /// The latency of one kernel.
    public struct Kernel: Hashable, Sendable, Codable {
        /// A name for people, unique in the network.
        public var name: String
        /// The kind of kernel.
        public var kind: String
        /// The nodes it executes, as indices into `Network.nodes`.
        public var nodes: [Int]
        /// Its predicted latency.
        public var latency: Latency
        /// Whether the predictor learned kernels of this kind; false means a coarse estimate.
        public var isKnown: Bool

        /// The latency of one kernel.
        public init(name: String, kind: String, nodes: [Int], latency: Latency, isKnown: Bool) {
            self.name = name
            self.kind = kind
            self.nodes = nodes
            self.latency = latency
            self.isKnown = isKnown
        }
    }

    /// The predicted latency of the whole network.
    public var latency: Latency
    /// Where the measured latency will lie.
    public var interval: LatencyInterval
    /// The share of the predicted time that rests on known kernels, from 0 to 1.
    public var coverage: Double
    /// The kernels in execution order; their latencies and the fixed cost of a run add up to `latency`.
    public var kernels: [Kernel]
    /// What the user should know.
    public var warnings: [String]

    /// A prediction.
    public init(
        latency: Latency, interval: LatencyInterval, coverage: Double, kernels: [Kernel], warnings: [String]
    ) {
        self.latency = latency
        self.interval = interval
        self.coverage = coverage
        self.kernels = kernels
        self.warnings = warnings
    }
}
