import Foundation

/// A seeded random number generator: the same seed gives the same numbers on every machine.
///
/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195). Fast, equidistributed over 64 bits, and
/// good enough for sampling and shuffling; not for cryptography.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that starts at `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number drawn uniformly from [0, 1).
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number drawn from the standard normal distribution (Box, Muller 1958, doi:10.1214/aoms/1177706645).
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// A number drawn from [lower, upper) so that its logarithm is uniform.
    ///
    /// Both bounds must be positive.
    public mutating func logUniform(_ lower: Double, _ upper: Double) -> Double {
        lower * exp(uniform() * log(upper / lower))
    }
}
