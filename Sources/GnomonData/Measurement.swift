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
    /// By what rules it was taken and judged, and what else was found; nil for rows of older versions.
    public var provenance: Provenance?

    /// A measurement.
    public init(
        networkHash: String, platform: String, platformID: String, measurementProtocol: String,
        latency: Latency, interval: LatencyInterval, grade: Grade, reasons: [String], evidence: Evidence,
        launches: [Launch], kernels: [KernelTiming], fingerprint: PlatformFingerprint, startedAt: Double,
        seconds: Double, seed: UInt64, modelDigest: String, provenance: Provenance? = nil
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
        self.provenance = provenance
    }
}
