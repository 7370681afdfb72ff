public import GnomonStatistics

/// One network that was both predicted and measured.
public struct EvaluationCase: Hashable, Sendable {
    /// The predicted beside the recorded time of one kernel.
    public struct Kernel: Hashable, Sendable {
        /// The kind of kernel.
        public var kind: String
        /// Its predicted time.
        public var predicted: Latency
        /// Its recorded time; nil where the runtime shows none.
        public var recorded: Latency?

        /// A kernel.
        public init(kind: String, predicted: Latency, recorded: Latency?) {
            self.kind = kind
            self.predicted = predicted
            self.recorded = recorded
        }
    }

    /// The network's name.
    public var model: String
    /// The family it belongs to.
    public var family: String
    /// The predicted latency.
    public var predicted: Latency
    /// Where the predictor says the measured latency lies.
    public var interval: LatencyInterval
    /// The share of the predicted time that rests on known kernels.
    public var coverage: Double
    /// The measured latency.
    public var measured: Latency
    /// Its kernels, where they were recorded.
    public var kernels: [Kernel]

    /// A network that was both predicted and measured.
    public init(
        model: String, family: String, predicted: Latency, interval: LatencyInterval, coverage: Double,
        measured: Latency, kernels: [Kernel] = []
    ) {
        self.model = model
        self.family = family
        self.predicted = predicted
        self.interval = interval
        self.coverage = coverage
        self.measured = measured
        self.kernels = kernels
    }

    /// Predicted over measured, less one.
    public var error: Double { predicted.nanoseconds / measured.nanoseconds - 1 }

    /// Whether predicted and measured latency are numbers above zero.
    var isComparable: Bool {
        [predicted, measured].allSatisfy { $0.nanoseconds > 0 && $0.nanoseconds.isFinite }
    }
}
