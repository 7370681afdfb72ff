/// The latency of one subject over that of another, from turns taken side by side.
public struct RatioEstimate: Hashable, Sendable, Codable {
    /// The ratio.
    public var ratio: Double
    /// The lower end of the interval.
    public var lower: Double
    /// The upper end of the interval.
    public var upper: Double
    /// How often such an interval holds the truth.
    public var level: Double
    /// Launches with a ratio.
    public var launches: Int
    /// Rounds in which both subjects had clean samples.
    public var rounds: Int

    /// An estimate.
    public init(ratio: Double, lower: Double, upper: Double, level: Double, launches: Int, rounds: Int) {
        self.ratio = ratio
        self.lower = lower
        self.upper = upper
        self.level = level
        self.launches = launches
        self.rounds = rounds
    }

    /// Whether the interval leaves no doubt which of the two is faster.
    public var isDecided: Bool { lower > 1 || upper < 1 }
}
