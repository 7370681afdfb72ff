public import GnomonStatistics

/// The latency of one network on one platform, with the evidence behind it.
///
/// Latency is the median time of an undisturbed inference in steady state; load, compilation and the first
/// inference are excluded.
public struct Measurement: Hashable, Sendable, Codable {
    /// The canonical hash of the network, as printed (`g1:` and 32 hexadecimal digits).
    public var networkHash: String
    /// The platform's name.
    public var platform: String
    /// The identity of platform and machine, 16 hexadecimal digits.
    public var platformID: String
    /// The version of the protocol that took it.
    public var measurementProtocol: String
    /// The headline latency.
    public var latency: Latency
    /// Where the true latency lies, by the spread between launches.
    public var interval: LatencyInterval
    /// How far it can be trusted.
    public var grade: Grade
    /// Why the grade is not better: one entry for each threshold missed.
    public var reasons: [String]
    /// What was seen, from which the grade follows.
    public var evidence: Evidence
    /// The samples of each launch.
    public var launches: [Launch]
    /// In-situ times of the runtime's kernels, if they were asked for.
    public var kernels: [KernelTiming]
    /// The facts about the machine and the runtime.
    public var fingerprint: PlatformFingerprint
    /// When it began, in seconds since 1970.
    public var startedAt: Double
    /// How long it took, in seconds.
    public var seconds: Double
    /// The seed of plan and inputs.
    public var seed: UInt64
    /// SHA-256 of the model bytes that the runtime opened, in hexadecimal.
    public var modelDigest: String

    /// A measurement.
    public init(
        networkHash: String, platform: String, platformID: String, measurementProtocol: String,
        latency: Latency, interval: LatencyInterval, grade: Grade, reasons: [String], evidence: Evidence,
        launches: [Launch], kernels: [KernelTiming], fingerprint: PlatformFingerprint, startedAt: Double,
        seconds: Double, seed: UInt64, modelDigest: String
    ) {
        self.networkHash = networkHash
        self.platform = platform
        self.platformID = platformID
        self.measurementProtocol = measurementProtocol
        self.latency = latency
        self.interval = interval
        self.grade = grade
        self.reasons = reasons
        self.evidence = evidence
        self.launches = launches
        self.kernels = kernels
        self.fingerprint = fingerprint
        self.startedAt = startedAt
        self.seconds = seconds
        self.seed = seed
        self.modelDigest = modelDigest
    }
}

/// The facts a grade follows from.
public struct Evidence: Hashable, Sendable, Codable {
    /// The share of samples that nothing disturbed.
    public var cleanShare: Double
    /// Stalled time over elapsed time as the kernel's pressure counters show it; nil where there are none.
    public var pressure: Double?
    /// Time stolen by the hypervisor over elapsed time; nil where it is not shown.
    public var steal: Double?
    /// Half the width of the interval over the latency.
    public var halfWidth: Double
    /// Whether each launch ended its warm-up in a steady state.
    public var isSteady: Bool
    /// Whether each launch ran in one regime.
    public var isUnimodal: Bool
    /// Whether the outputs stayed the same.
    public var hasStableOutput: Bool

    /// The facts.
    public init(
        cleanShare: Double, pressure: Double?, steal: Double?, halfWidth: Double, isSteady: Bool,
        isUnimodal: Bool, hasStableOutput: Bool
    ) {
        self.cleanShare = cleanShare
        self.pressure = pressure
        self.steal = steal
        self.halfWidth = halfWidth
        self.isSteady = isSteady
        self.isUnimodal = isUnimodal
        self.hasStableOutput = hasStableOutput
    }
}

/// What one process saw: its samples, in the order they were taken.
public struct Launch: Hashable, Sendable, Codable {
    /// One timed inference with what witnessed it.
    public struct Sample: Hashable, Sendable, Codable {
        /// Elapsed nanoseconds.
        public var wall: Int64
        /// Processor nanoseconds of the thread that ran it.
        public var cpu: Int64
        /// Whether no witness reported a disturbance.
        public var isClean: Bool
        /// Whether it belongs to the warm-up.
        public var isWarmup: Bool

        /// A sample.
        public init(wall: Int64, cpu: Int64, isClean: Bool, isWarmup: Bool) {
            self.wall = wall
            self.cpu = cpu
            self.isClean = isClean
            self.isWarmup = isWarmup
        }
    }

    /// The samples in order.
    public var samples: [Sample]
    /// Nanoseconds the runtime needed to open the network.
    public var loadNanoseconds: Int64
    /// The largest resident size of the process, in bytes.
    public var peakBytes: Int64
    /// A checksum of the outputs.
    public var checksum: UInt64

    /// A launch.
    public init(samples: [Sample], loadNanoseconds: Int64, peakBytes: Int64, checksum: UInt64) {
        self.samples = samples
        self.loadNanoseconds = loadNanoseconds
        self.peakBytes = peakBytes
        self.checksum = checksum
    }
}
