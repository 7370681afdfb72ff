public import GnomonData

/// A measurement as a row of an exported data set, a value for each column.
///
/// Raw samples are not among them: `gnomon measure --raw` exports those. What an older version did not record is nil.
public struct DatasetRow: Hashable, Sendable, Codable {
    /// The number of the measurement in the store.
    public var id: Int
    /// The canonical hash of the network.
    public var networkHash: String
    /// The name under which the network was first seen.
    public var networkName: String?
    /// Nodes that are executed.
    public var nodes: Int?
    /// Multiply-accumulate operations of one inference.
    public var macs: Int?
    /// Parameters of the network.
    public var parameters: Int?
    /// The size of the first axis that its inputs share.
    public var batch: Int?
    /// The name of the platform.
    public var platform: String
    /// The identity of platform and machine.
    public var platformID: String
    /// The state of the machine: measurements of one epoch may be compared.
    public var epoch: String
    /// The runtime.
    public var runtime: String?
    /// The version of the runtime.
    public var runtimeVersion: String?
    /// The version of the rules by which it was measured.
    public var measurementProtocol: String
    /// How far it can be trusted: A, B, C or F.
    public var grade: Grade
    /// Why the grade is not better.
    public var reasons: [String]
    /// What is remarkable.
    public var flags: [String]?
    /// The latency, in milliseconds.
    public var latency: Double
    /// The lower end of its interval, in milliseconds.
    public var lower: Double
    /// The upper end of its interval, in milliseconds.
    public var upper: Double
    /// How often the interval claims to hold the truth.
    public var level: Double
    /// The median of the launches before correction, in milliseconds.
    public var uncorrected: Double?
    /// The fastest clean inference, in milliseconds.
    public var minimum: Double?
    /// The time a tenth of the clean inferences stay below, in milliseconds.
    public var p10: Double?
    /// The time a quarter of them stay below, in milliseconds.
    public var p25: Double?
    /// A bound nine tenths of them stay below, in milliseconds.
    public var p90: Double?
    /// Whether that bound lies above the plain percentile.
    public var isP90Conservative: Bool?
    /// A bound 99 of 100 stay below, in milliseconds.
    public var p99: Double?
    /// Whether that bound lies above the plain percentile.
    public var isP99Conservative: Bool?
    /// The medians of both regimes where a launch had two, in milliseconds.
    public var regimes: [Double]?
    /// The median of the first inferences, in milliseconds.
    public var first: Double?
    /// The median time to open the network, in milliseconds.
    public var load: Double?
    /// The largest resident size of a process, in bytes.
    public var peakBytes: Int?
    /// Launches that are kept in the store.
    public var processes: Int
    /// Launches with a value.
    public var launches: Int?
    /// Rounds that were used.
    public var rounds: Int?
    /// Clean samples in them.
    public var samples: Int?
    /// Samples that nothing disturbed.
    public var cleanShare: Double
    /// Stalled time over elapsed time.
    public var pressure: Double?
    /// Time the hypervisor took over elapsed time.
    public var steal: Double?
    /// Half the width of the interval over the latency, before it is widened downwards.
    public var halfWidth: Double
    /// Whether each launch ended its warm-up in a steady state.
    public var isSteady: Bool
    /// Whether each launch ran in one regime.
    public var isUnimodal: Bool
    /// Whether the outputs stayed the same.
    public var hasStableOutput: Bool
    /// By how much the slowest reference kernel exceeds its floor after correction.
    public var inflation: Double?
    /// Why the number cannot be true.
    public var impossibility: String?
    /// By how much each reference kernel exceeded its floor, before correction.
    public var referenceInflation: [String: Double]?
    /// The reference kernels that ran.
    public var references: [String]?
    /// Worker threads of the subject.
    public var threads: Int?
    /// The time below which no hardware of this kind can be, in nanoseconds.
    public var lowerBound: Double?
    /// The seed of plan and bootstrap, as decimal digits.
    public var bootstrapSeed: String?
    /// How often the bootstrap draws.
    public var bootstrapDraws: Int?
    /// The epoch in which noise was calibrated.
    public var noiseEpoch: String?
    /// The time of each reference kernel on the quiet machine, in nanoseconds.
    public var noiseFloors: [String: Double]?
    /// By how much their means lie above that on the quiet machine.
    public var noiseTolerances: [String: Double]?
    /// How much of their slowdown a subject shares.
    public var noiseExponents: [String: Double]?
    /// The share of the largest inflation by which intervals are widened.
    public var noiseWidening: Double?
    /// The quiet ratio of median to lower quartile, where that is used.
    public var noiseQuartileRatio: Double?
    /// Measurements the exponents were fitted to.
    public var noisePoints: Int?
    /// When noise was calibrated, since 1970, in seconds.
    public var noiseTakenAt: Double?
    /// The plan.
    public var plan: String?
    /// The attempt, from 0.
    public var attempt: Int?
    /// Attempts made.
    public var attempts: Int?
    /// The seed of weights and inputs, as decimal digits.
    public var seed: String
    /// When it began, since 1970, in seconds.
    public var startedAt: Double
    /// How long it took, in seconds.
    public var seconds: Double
    /// SHA-256 of the model bytes that the runtime opened.
    public var modelDigest: String
    /// In-situ times of the runtime's kernels, if they were asked for.
    public var kernels: [Kernel]
    /// Facts that make another platform when they differ.
    public var identity: [String: String]
    /// Facts that start a new epoch when they differ.
    public var epochFacts: [String: String]
    /// Facts that are kept and not compared.
    public var context: [String: String]

    /// The names of the columns, in their order.
    public enum CodingKeys: String, CodingKey, CaseIterable, Sendable {
        case id
        case networkHash = "network_hash"
        case networkName = "network_name"
        case nodes
        case macs
        case parameters
        case batch
        case platform
        case platformID = "platform_id"
        case epoch
        case runtime
        case runtimeVersion = "runtime_version"
        case measurementProtocol = "protocol"
        case grade
        case reasons
        case flags
        case latency = "latency_ms"
        case lower = "lower_ms"
        case upper = "upper_ms"
        case level
        case uncorrected = "uncorrected_ms"
        case minimum = "minimum_ms"
        case p10 = "p10_ms"
        case p25 = "p25_ms"
        case p90 = "p90_ms"
        case isP90Conservative = "p90_conservative"
        case p99 = "p99_ms"
        case isP99Conservative = "p99_conservative"
        case regimes = "regimes_ms"
        case first = "first_ms"
        case load = "load_ms"
        case peakBytes = "peak_bytes"
        case processes
        case launches
        case rounds
        case samples
        case cleanShare = "clean_share"
        case pressure
        case steal
        case halfWidth = "half_width"
        case isSteady = "steady"
        case isUnimodal = "unimodal"
        case hasStableOutput = "stable_output"
        case inflation
        case impossibility
        case referenceInflation = "reference_inflation"
        case references
        case threads
        case lowerBound = "lower_bound_ns"
        case bootstrapSeed = "bootstrap_seed"
        case bootstrapDraws = "bootstrap_draws"
        case noiseEpoch = "noise_epoch"
        case noiseFloors = "noise_floors_ns"
        case noiseTolerances = "noise_tolerances"
        case noiseExponents = "noise_exponents"
        case noiseWidening = "noise_widening"
        case noiseQuartileRatio = "noise_quartile_ratio"
        case noisePoints = "noise_points"
        case noiseTakenAt = "noise_taken_at"
        case plan
        case attempt
        case attempts
        case seed
        case startedAt = "started_at"
        case seconds
        case modelDigest = "model_digest"
        case kernels
        case identity
        case epochFacts = "epoch_facts"
        case context
    }
}
