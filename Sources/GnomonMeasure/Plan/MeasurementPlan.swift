import Foundation
import GnomonStatistics

/// What will be done, made beforehand; the executor only obeys.
///
/// A plan is made of what is expected of the targets, of the time there is, of what a pilot showed, and of a seed
/// that fixes every order: the same four give the same plan.
public struct MeasurementPlan: Hashable, Sendable, Codable {
    /// What is known of a subject before it is timed.
    public struct Expectation: Hashable, Sendable {
        /// Nanoseconds of an inference.
        public var latency: Double
        /// What reading the clock costs, in nanoseconds.
        public var timerCost: Double
        /// The smallest step of the clock, in nanoseconds.
        public var timerResolution: Double

        /// An expectation.
        public init(latency: Double, timerCost: Double = 0, timerResolution: Double = 1) {
            self.latency = latency
            self.timerCost = timerCost
            self.timerResolution = timerResolution
        }
    }

    /// One turn of a subject.
    public struct Shape: Hashable, Sendable, Codable {
        /// Inferences thrown away at the start.
        public var discard: Int
        /// Samples.
        public var timed: Int
        /// Inferences in one sample.
        public var repeats: Int
        /// Whether every other sample spans twice as many, so that the slope is free of fixed costs.
        public var alternates: Bool
        /// Nanoseconds the turn is expected to take.
        public var nanoseconds: Double
    }

    /// A turn of each target.
    public var targets: [Shape]
    /// A turn of a reference kernel.
    public var reference: Shape
    /// The number of reference kernels.
    public var references: Int
    /// Rounds of a launch.
    public var rounds: Int
    /// Rounds of a launch at most, while disturbances leave too few clean samples.
    public var maximumRounds: Int
    /// What fixes every order.
    public var seed: UInt64

    /// A plan for targets and so many reference kernels of about 1 ms, with so many nanoseconds for each launch.
    ///
    /// A block times as many samples as fit in 50 ms, from 3 to 8; a launch has at least 4 rounds and 36 samples of
    /// each target, unless the time forbids it. A pilot sets the rounds by its variances and costs.
    public init(
        targets expectations: [Expectation], references: Int, launchBudget: Double, pilot: Pilot? = nil,
        seed: UInt64
    ) {
        let extra = pilot?.needsMoreDiscard == true ? 1 : 0
        targets = expectations.map { Self.shape($0, extra: extra) }
        reference = Shape(discard: 2, timed: 4, repeats: 1, alternates: false, nanoseconds: 6e6)
        self.references = max(0, references)
        self.seed = seed
        let round = targets.reduce(Double(self.references) * reference.nanoseconds) { $0 + $1.nanoseconds }
        let fewest = targets.map(\.timed).min() ?? 8
        let wanted = max(4, (36 + fewest - 1) / max(1, fewest))
        let affordable = Int(min(max(launchBudget, 0), 1e12) / max(1, round))
        rounds = max(4, min(max(wanted, pilot?.rounds ?? 0), max(4, affordable), 40))
        // A launch on a busy machine may take half as long again as its share: later ones will be fewer.
        maximumRounds = max(rounds, min(60, affordable + affordable / 2))
    }

    private static func shape(_ expected: Expectation, extra: Int) -> Shape {
        let latency = max(expected.latency, 1)
        let least = max(50_000, 1000 * expected.timerCost, 1000 * expected.timerResolution)
        let repeats = max(1, min(1_000_000, Int((least / latency).rounded(.up))))
        // The slope is needed where what surrounds an inference is not small against it.
        let alternates = latency < 50_000
        let sample = latency * Double(repeats) * (alternates ? 1.5 : 1)
        let discard = (latency > 100e6 ? 1 : 2) + extra
        let timed = max(3, min(8, Int(50e6 / sample)))
        return Shape(
            discard: discard, timed: timed, repeats: repeats, alternates: alternates,
            nanoseconds: sample * Double(timed) + latency * Double(discard))
    }

    /// The order of a round: targets are numbered from 0, reference kernels follow.
    public func order(launch: Int, round: Int) -> [Int] {
        var generator = SeededGenerator(
            seed: seed &+ UInt64(bitPattern: Int64(launch)) &* 0x9E37_79B9 &+ UInt64(bitPattern: Int64(round))
        )
        return (0..<targets.count + references).shuffled(using: &generator)
    }

    /// The rounds after which outputs are looked at: the first, the last and two drawn ones.
    public func checkedRounds(launch: Int) -> Set<Int> {
        var generator = SeededGenerator(seed: seed ^ UInt64(bitPattern: Int64(launch)) &* 0xA24B_AED4)
        return Set([0, rounds - 1] + (0..<2).map { _ in Int.random(in: 0..<rounds, using: &generator) })
    }

    /// The plan in one line.
    public var text: String {
        let shapes = targets.map { "\($0.discard)+\($0.timed)x\($0.repeats)\($0.alternates ? "/2x" : "")" }
        return "\(rounds) rounds of \(shapes.joined(separator: ", ")) and \(references) references"
    }
}
