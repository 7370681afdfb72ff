import Foundation
import GnomonStatistics

/// Where the first values of parameters come from: a seed, nothing else.
public struct WeightSource {
    /// Where the parameters will live.
    public let engine: NeuralEngine
    private var generator: SeededGenerator

    /// A source for an engine.
    public init(_ engine: NeuralEngine, seed: UInt64) {
        self.engine = engine
        generator = SeededGenerator(seed: seed)
    }

    /// Drawn uniformly from -bound to bound.
    public mutating func uniform(_ sizes: [Int], bound: Double) throws(LearnError) -> Parameter {
        let count = try Self.count(sizes)
        return try Parameter(
            engine.tensor((0..<count).map { _ in (2 * generator.uniform() - 1) * bound }, sizes))
    }

    /// Drawn from a normal distribution (Box, Muller 1958, doi:10.1214/aoms/1177706645).
    public mutating func normal(_ sizes: [Int], deviation: Double = 1) throws(LearnError) -> Parameter {
        let count = try Self.count(sizes)
        return try Parameter(
            engine.tensor(
                (0..<count).map { _ in
                    let radius = (-2 * log(1 - generator.uniform())).squareRoot()
                    return deviation * radius * cos(2 * .pi * generator.uniform())
                }, sizes))
    }

    /// One value everywhere.
    public mutating func constant(_ value: Double, _ sizes: [Int]) throws(LearnError) -> Parameter {
        try Parameter(engine.full(value, sizes))
    }

    private static func count(_ sizes: [Int]) throws(LearnError) -> Int {
        var count = 1
        for size in sizes {
            let (next, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow, next <= 1 << 31 else {
                throw LearnError(.parameter, "no parameter has the sizes \(sizes)")
            }
            count = next
        }
        return count
    }
}
