public import GnomonGraph
public import GnomonNative

/// Several models in one anonymous file, for one child process to open one after another.
public struct ModelBatch: Sendable {
    /// One model of the batch.
    public struct Model: Sendable {
        /// Where its bytes are in the file.
        public var range: Range<Int>
        /// The network they were written from; needed by the simulated runtime only.
        public var network: Network?

        /// A model.
        public init(range: Range<Int>, network: Network?) {
            self.range = range
            self.network = network
        }
    }

    /// The file.
    public var file: MemoryFile
    /// The models in order.
    public var models: [Model]

    /// A batch.
    public init(file: MemoryFile, models: [Model]) {
        self.file = file
        self.models = models
    }
}

/// A latency taken in a moment from one process: good enough to learn from, not to be published.
public struct QuickLatency: Hashable, Sendable {
    /// The 20 % quantile of the clean samples, in nanoseconds: bursts of other programs only make samples longer.
    public var nanoseconds: Double
    /// Its standard error, in nanoseconds.
    public var standardError: Double
    /// The share of samples that nothing disturbed.
    public var cleanShare: Double

    /// A latency.
    public init(nanoseconds: Double, standardError: Double, cleanShare: Double) {
        self.nanoseconds = nanoseconds
        self.standardError = standardError
        self.cleanShare = cleanShare
    }
}
