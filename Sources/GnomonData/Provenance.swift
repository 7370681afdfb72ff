public import GnomonStatistics

/// By what rules a measurement was taken and judged, and what was found beside the headline.
///
/// With the launches, `rules` is all that a verdict is made of: the same two give the same grade again.
public struct Provenance: Hashable, Sendable, Codable {
    /// What a verdict depends on beside the launches.
    public struct Rules: Hashable, Sendable, Codable {
        /// Worker threads of the subject.
        public var threads: Int
        /// The reference kernels that ran; none where nothing can disturb.
        public var references: [String]
        /// What is known about noise on the machine; nil takes the floors from the launches themselves.
        public var noise: NoiseCalibration?
        /// The time below which no hardware of this kind can be, in nanoseconds.
        public var lowerBound: Double?
        /// The seed of the plan and of drawing again.
        public var seed: UInt64
        /// How often the bootstrap draws.
        public var draws: Int

        /// Rules.
        public init(
            threads: Int = 1, references: [String] = [], noise: NoiseCalibration? = nil,
            lowerBound: Double? = nil, seed: UInt64 = 0, draws: Int = 1000
        ) {
            self.threads = threads
            self.references = references
            self.noise = noise
            self.lowerBound = lowerBound
            self.seed = seed
            self.draws = draws
        }
    }

    /// A bound on a percentile.
    public struct Percentile: Hashable, Sendable, Codable {
        /// The bound.
        public var latency: Latency
        /// Whether it lies above the plain percentile because there are few samples.
        public var isConservative: Bool

        /// A bound.
        public init(latency: Latency, isConservative: Bool) {
            self.latency = latency
            self.isConservative = isConservative
        }
    }

    /// What the verdict depends on.
    public var rules: Rules
    /// The median of the launches before correction.
    public var uncorrected: Latency
    /// The fastest clean inference.
    public var minimum: Latency
    /// The time a tenth of the clean inferences stay below.
    public var p10: Latency
    /// The time a quarter of the clean inferences stay below.
    public var p25: Latency
    /// A bound nine tenths stay below; nil for fewer than 64 samples.
    public var p90: Percentile?
    /// A bound 99 of 100 stay below; nil for fewer than 459 samples.
    public var p99: Percentile?
    /// The median of the first inferences of all launches.
    public var first: Latency
    /// The median time to open the network.
    public var load: Latency
    /// The largest resident size, in bytes.
    public var peakBytes: Int64
    /// What is remarkable: `noSteadyState`, `multimodal`, `floorsUnknown`, `uncalibrated`, `conservative`.
    public var flags: [String]
    /// The medians of both regimes where a launch had two.
    public var regimes: [Latency]
    /// By how much each reference kernel exceeded its floor, before correction.
    public var inflation: [String: Double]
    /// Launches with a value, rounds that were used, clean samples in them.
    public var used: Counts
    /// The attempt, from 0, and how many there were.
    public var attempt: Int
    /// Attempts made.
    public var attempts: Int
    /// The plan, as text.
    public var plan: String

    /// How much went into the verdict.
    public struct Counts: Hashable, Sendable, Codable {
        /// Launches with a value.
        public var launches: Int
        /// Rounds the gate let pass.
        public var rounds: Int
        /// Clean samples in them.
        public var samples: Int

        /// Counts.
        public init(launches: Int, rounds: Int, samples: Int) {
            self.launches = launches
            self.rounds = rounds
            self.samples = samples
        }
    }

    /// Everything a verdict finds.
    public init(
        rules: Rules, uncorrected: Latency, minimum: Latency, p10: Latency, p25: Latency,
        p90: Percentile? = nil, p99: Percentile? = nil, first: Latency, load: Latency, peakBytes: Int64,
        flags: [String], regimes: [Latency], inflation: [String: Double], used: Counts
    ) {
        self.rules = rules
        self.uncorrected = uncorrected
        self.minimum = minimum
        self.p10 = p10
        self.p25 = p25
        self.p90 = p90
        self.p99 = p99
        self.first = first
        self.load = load
        self.peakBytes = peakBytes
        self.flags = flags
        self.regimes = regimes
        self.inflation = inflation
        self.used = used
        attempt = 0
        attempts = 1
        plan = ""
    }
}
