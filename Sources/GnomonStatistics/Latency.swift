/// A duration of one inference or one kernel.
///
/// Measuring code speaks nanoseconds, people read milliseconds; the unit lives in the type so that the two
/// cannot be mixed.
public struct Latency: Hashable, Comparable, Sendable, Codable {
    /// The duration in nanoseconds.
    public var nanoseconds: Double

    /// A latency of `nanoseconds` ns.
    public init(nanoseconds: Double) {
        self.nanoseconds = nanoseconds
    }

    /// A latency of `milliseconds` ms.
    public init(milliseconds: Double) {
        self.nanoseconds = milliseconds * 1e6
    }

    /// The duration in milliseconds.
    public var milliseconds: Double { nanoseconds / 1e6 }

    /// The duration in microseconds.
    public var microseconds: Double { nanoseconds / 1e3 }

    /// No time at all.
    public static let zero = Latency(nanoseconds: 0)

    /// Whether `lhs` is shorter than `rhs`.
    public static func < (lhs: Latency, rhs: Latency) -> Bool { lhs.nanoseconds < rhs.nanoseconds }

    /// The sum of two latencies.
    public static func + (lhs: Latency, rhs: Latency) -> Latency {
        Latency(nanoseconds: lhs.nanoseconds + rhs.nanoseconds)
    }

    /// Adds `rhs` to `lhs`.
    public static func += (lhs: inout Latency, rhs: Latency) { lhs.nanoseconds += rhs.nanoseconds }

    /// The latency scaled by a factor.
    public static func * (lhs: Latency, factor: Double) -> Latency {
        Latency(nanoseconds: lhs.nanoseconds * factor)
    }

    // One number in JSON, in nanoseconds.

    /// Reads a number of nanoseconds.
    public init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Double.self)
    }

    /// Writes a number of nanoseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}

/// A range that is stated to hold a latency, and how often it claims to.
public struct LatencyInterval: Hashable, Sendable, Codable {
    /// The lower end.
    public var lower: Latency
    /// The upper end.
    public var upper: Latency
    /// The share of cases in which the true latency lies inside, from 0 to 1.
    public var level: Double

    /// An interval from `lower` to `upper` that holds the truth in a share `level` of cases.
    public init(lower: Latency, upper: Latency, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Whether the latency lies inside, ends included.
    public func contains(_ latency: Latency) -> Bool { lower <= latency && latency <= upper }
}
