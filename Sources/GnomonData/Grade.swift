/// How far a measurement can be trusted, best first.
public enum Grade: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Quiet machine, steady subject, narrow interval over at least five launches.
    case a = "A"
    /// Good enough to learn from and to decide on.
    case b = "B"
    /// Only with its interval, or as a ratio to something measured beside it.
    case c = "C"
    /// Not to be used.
    case f = "F"

    /// Whether users and learners may rely on it.
    public var isTrusted: Bool { self == .a || self == .b }

    /// Orders from best to worst.
    public static func < (lhs: Grade, rhs: Grade) -> Bool { lhs.rawValue < rhs.rawValue }
}
