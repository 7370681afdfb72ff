import Foundation

/// How busy the machine was while something was measured: what reference kernels took over what they take in quiet
/// times.
///
/// Neighbours on the same host slow down what lives in the shared cache by half and computing by some per cent;
/// ``ConditionEffects`` says which kernels suffer from what.
public struct MachineConditions: Hashable, Sendable {
    /// The reference kernels, by the names they have in a profile.
    public static let references = ["compute", "cache"]
    /// The largest excess that is told apart.
    static let most = 1.0

    /// The logarithm of each reference kernel's time over its time in quiet times, from 0 up.
    public let excess: [Double]

    /// Quiet times.
    public static let quiet = MachineConditions([:])

    /// Conditions from the ratios to quiet times by name; what is missing counts as quiet.
    public init(_ ratios: [String: Double]) {
        excess = Self.references.map { name in
            guard let ratio = ratios[name], ratio > 0, ratio.isFinite else { return 0 }
            return min(max(0, log(ratio)), Self.most)
        }
    }

    /// How much slower than in quiet times the slowest reference kernel was, as a share.
    public var slowness: Double { exp(excess.max() ?? 0) - 1 }
}
