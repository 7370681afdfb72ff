public import GnomonData

/// How long to warm up.
public struct WarmOrder: Hashable, Sendable, Codable {
    /// Nanoseconds at least.
    public var minimumNanoseconds: Int64
    /// Nanoseconds at most.
    public var maximumNanoseconds: Int64

    /// An order.
    public init(minimumNanoseconds: Int64, maximumNanoseconds: Int64) {
        self.minimumNanoseconds = minimumNanoseconds
        self.maximumNanoseconds = maximumNanoseconds
    }
}

/// What warming up showed.
public struct WarmResult: Hashable, Sendable, Codable {
    /// The samples; the first one is the first inference of the process.
    public var samples: SampleColumns
    /// Whether it came to a steady state.
    public var isSteady: Bool
    /// What reading the clock costs, in nanoseconds.
    public var timerCost: Int64
    /// The smallest step of the clock, in nanoseconds.
    public var timerResolution: Int64
    /// The checksum of the first inference's outputs.
    public var checksum: UInt64
}

/// One turn of one subject.
public struct BlockOrder: Hashable, Sendable, Codable {
    /// The name of the subject that stands for the target.
    public static let target = "target"

    /// The subject: `target` or a reference kernel.
    public var subject: String
    /// The round.
    public var round: Int
    /// Inferences thrown away first.
    public var discard: Int
    /// Samples.
    public var timed: Int
    /// Inferences in one sample.
    public var repeats: Int
    /// Whether every other sample has twice as many.
    public var alternates: Bool
    /// Whether the outputs of the last inference are looked at.
    public var isChecked: Bool

    /// An order.
    public init(
        subject: String = BlockOrder.target, round: Int, discard: Int, timed: Int, repeats: Int = 1,
        alternates: Bool = false, isChecked: Bool = false
    ) {
        self.subject = subject
        self.round = round
        self.discard = discard
        self.timed = timed
        self.repeats = repeats
        self.alternates = alternates
        self.isChecked = isChecked
    }
}

/// What a turn showed.
public struct BlockResult: Hashable, Sendable, Codable {
    /// The samples.
    public var samples: SampleColumns
    /// The checksum of the outputs, if it was asked for.
    public var checksum: UInt64?

    /// A result.
    public init(samples: SampleColumns, checksum: UInt64? = nil) {
        self.samples = samples
        self.checksum = checksum
    }
}
