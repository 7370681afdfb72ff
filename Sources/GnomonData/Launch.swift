/// What one process saw: its samples, in the order they were taken.
public struct Launch: Hashable, Sendable {
    /// One timed stretch of inferences with what witnessed it.
    public struct Sample: Hashable, Sendable, Codable {
        /// Elapsed nanoseconds of all `repeats` inferences.
        public var wall: Int64
        /// Processor nanoseconds of the thread that ran it.
        public var cpu: Int64
        /// Whether no witness reported a disturbance.
        public var isClean: Bool
        /// Whether it belongs to the warm-up.
        public var isWarmup: Bool
        /// Inferences in the sample.
        public var repeats: Int
        /// The round it belongs to, from 0.
        public var round: Int
        /// Its place in its block, from 0.
        public var position: Int
        /// What disturbed it.
        public var marks: Disturbance

        /// A sample.
        public init(
            wall: Int64, cpu: Int64, isClean: Bool, isWarmup: Bool, repeats: Int = 1, round: Int = 0,
            position: Int = 0, marks: Disturbance = []
        ) {
            self.wall = wall
            self.cpu = cpu
            self.isClean = isClean
            self.isWarmup = isWarmup
            self.repeats = repeats
            self.round = round
            self.position = position
            self.marks = marks
        }

        /// Elapsed nanoseconds of one inference.
        public var perInference: Double { Double(wall) / Double(max(1, repeats)) }
    }

    /// What disturbed a sample.
    public struct Disturbance: OptionSet, Hashable, Sendable, Codable {
        /// The bits.
        public var rawValue: UInt8
        /// A set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The kernel took the processor away.
        public static let switched = Disturbance(rawValue: 1)
        /// The thread had less processor time than time went by.
        public static let starved = Disturbance(rawValue: 2)
        /// It moved to another processor.
        public static let migrated = Disturbance(rawValue: 4)
        /// A page had to be fetched from a disk.
        public static let faulted = Disturbance(rawValue: 8)
        /// A worker thread waited for a processor.
        public static let delayed = Disturbance(rawValue: 16)
    }

    /// What the machine showed during one round; nil where it does not show it.
    public struct Round: Hashable, Sendable, Codable {
        /// How long it took, in nanoseconds.
        public var nanoseconds: Int64
        /// Nanoseconds in which some task waited for a processor.
        public var stalled: Int64?
        /// Nanoseconds in which some task waited for memory.
        public var memoryStalled: Int64?
        /// Nanoseconds in which some task waited for a disk.
        public var ioStalled: Int64?
        /// Nanoseconds the hypervisor took from all processors.
        public var stolen: Int64?
        /// Times the processor was slowed down because of heat or power.
        public var throttles: Int64?
        /// The processor's frequency at the end, in kilohertz.
        public var frequency: Int64?

        /// A round.
        public init(
            nanoseconds: Int64, stalled: Int64? = nil, memoryStalled: Int64? = nil, ioStalled: Int64? = nil,
            stolen: Int64? = nil, throttles: Int64? = nil, frequency: Int64? = nil
        ) {
            self.nanoseconds = nanoseconds
            self.stalled = stalled
            self.memoryStalled = memoryStalled
            self.ioStalled = ioStalled
            self.stolen = stolen
            self.throttles = throttles
            self.frequency = frequency
        }
    }

    /// The samples of the subject, in order.
    public var samples: [Sample]
    /// Nanoseconds the runtime needed to open the network.
    public var loadNanoseconds: Int64
    /// The largest resident size of the process, in bytes.
    public var peakBytes: Int64
    /// A checksum of the outputs.
    public var checksum: UInt64
    /// Whether every checksum of the launch was the same.
    public var hasStableOutput: Bool
    /// Whether the warm-up ended in a steady state.
    public var isSteady: Bool
    /// Whether a sample spans one number of inferences and twice that number in turn.
    public var alternates: Bool
    /// What reading the clocks cost, in nanoseconds; already subtracted.
    public var timerCost: Int64
    /// The smallest step of the clock, in nanoseconds.
    public var timerResolution: Int64
    /// The rounds.
    public var rounds: [Round]
    /// The samples of each reference kernel that ran beside the subject.
    public var references: [String: [Sample]]

    /// A launch.
    public init(
        samples: [Sample], loadNanoseconds: Int64, peakBytes: Int64, checksum: UInt64,
        hasStableOutput: Bool = true, isSteady: Bool = true, alternates: Bool = false, timerCost: Int64 = 0,
        timerResolution: Int64 = 1, rounds: [Round] = [], references: [String: [Sample]] = [:]
    ) {
        self.samples = samples
        self.loadNanoseconds = loadNanoseconds
        self.peakBytes = peakBytes
        self.checksum = checksum
        self.hasStableOutput = hasStableOutput
        self.isSteady = isSteady
        self.alternates = alternates
        self.timerCost = timerCost
        self.timerResolution = timerResolution
        self.rounds = rounds
        self.references = references
    }
}
