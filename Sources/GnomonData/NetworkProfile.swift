public import GnomonStatistics

/// Latency and kernel times of one network from one process: the label that predictors learn from.
public struct NetworkProfile: Hashable, Sendable, Codable {
    /// The platform's name.
    public var platform: String
    /// The latency of clean inferences without profiling, read where bursts do not reach.
    public var latency: Latency
    /// Its standard error, in nanoseconds.
    public var standardError: Double
    /// The share of clean samples among those without profiling.
    public var cleanShare: Double
    /// The median inference with profiling on.
    public var profiledLatency: Latency
    /// The kernels in execution order, as recorded: nothing is subtracted.
    public var kernels: [KernelTiming]
    /// Which operators the kernels executed; nil where nobody knew the network.
    public var groups: FusionGroups?
    /// What profiling adds to each kernel on this platform, in nanoseconds; nil until calibrated.
    public var overheadPerKernel: Double?
    /// Inferences with profiling.
    public var runs: Int
    /// Nanoseconds the runtime needed to open the network.
    public var loadNanoseconds: Int64
    /// Seconds the whole took.
    public var seconds: Double
    /// Median nanoseconds of the reference kernels that ran in between, by name; nil where none did.
    ///
    /// What slows them down slowed the network down.
    public var references: [String: Double]?

    /// A profile.
    public init(
        platform: String, latency: Latency, standardError: Double, cleanShare: Double,
        profiledLatency: Latency,
        kernels: [KernelTiming], groups: FusionGroups? = nil, overheadPerKernel: Double? = nil, runs: Int,
        loadNanoseconds: Int64,
        seconds: Double, references: [String: Double]? = nil
    ) {
        self.platform = platform
        self.latency = latency
        self.standardError = standardError
        self.cleanShare = cleanShare
        self.profiledLatency = profiledLatency
        self.kernels = kernels
        self.groups = groups
        self.overheadPerKernel = overheadPerKernel
        self.runs = runs
        self.loadNanoseconds = loadNanoseconds
        self.seconds = seconds
        self.references = references
    }

    /// The kernels less the cost of profiling, which must not make them negative.
    public func corrected(by cost: ProfilingCost) -> NetworkProfile {
        var copy = self
        copy.overheadPerKernel = cost.perKernel
        for index in kernels.indices {
            copy.kernels[index].latency = Latency(
                nanoseconds: max(0, kernels[index].latency.nanoseconds - cost.perKernel))
        }
        return copy
    }
}
