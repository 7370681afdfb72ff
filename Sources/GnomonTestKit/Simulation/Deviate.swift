import Foundation
import GnomonStatistics

/// Random numbers of other shapes.
enum Deviate {
    /// A normal number: the sum of twelve uniform ones, near enough and the same on every machine.
    static func normal(_ generator: inout SeededGenerator) -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += generator.uniform() }
        return sum
    }

    /// An exponential number with mean 1.
    static func exponential(_ generator: inout SeededGenerator) -> Double {
        -log(max(1e-12, 1 - generator.uniform()))
    }
}
