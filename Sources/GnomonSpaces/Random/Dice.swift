import GnomonStatistics

/// Draws the choices of a generated network from one seeded source.
struct Dice {
    var generator: SeededGenerator
    /// Whether width multipliers are those of small networks.
    var isNarrow = false

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// Yes with this probability.
    mutating func chance(_ probability: Double) -> Bool {
        generator.uniform() < probability
    }

    /// An integer of the range, all alike.
    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        let width = range.upperBound - range.lowerBound + 1
        return range.lowerBound + min(width - 1, Int(generator.uniform() * Double(width)))
    }

    /// A number of the range, uniform.
    mutating func number(_ lower: Double, _ upper: Double) -> Double {
        lower + generator.uniform() * (upper - lower)
    }

    /// An integer of the range, its logarithm uniform.
    mutating func logInteger(_ lower: Int, _ upper: Int) -> Int {
        let drawn = generator.logUniform(Double(lower), Double(upper) + 0.999)
        return min(upper, max(lower, Int(drawn)))
    }

    /// One of the choices, all alike.
    ///
    /// The list must not be empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[integer(0...(choices.count - 1))]
    }

    /// One of the choices by weight.
    ///
    /// The list must not be empty.
    mutating func pick<Choice>(weighted choices: [(Choice, Double)]) -> Choice {
        let total = choices.reduce(0) { $0 + $1.1 }
        var rest = generator.uniform() * total
        for (choice, weight) in choices {
            rest -= weight
            if rest < 0 { return choice }
        }
        return choices[choices.count - 1].0
    }

    /// A channel count near `base`: divisible by 16 in 70 %, only by 8 in 17 %, only by 4 in 6 %, else
    /// anything.
    mutating func channels(near base: Double) -> Int {
        let step = pick(weighted: [(16, 0.70), (8, 0.17), (4, 0.06), (1, 0.07)])
        return max(step, Int((base / Double(step)).rounded()) * step)
    }

    /// A channel count between bounds, log-uniform, with the shares of divisibility of `channels(near:)`.
    mutating func channels(_ lower: Int, _ upper: Int) -> Int {
        channels(near: generator.logUniform(Double(lower), Double(upper)))
    }

    /// The side of an image or feature map inside a network that starts at any stage.
    mutating func image(_ lower: Int = 4, _ upper: Int = 224) -> Extent {
        let usual = [7, 8, 14, 16, 28, 32, 56, 64, 112, 128, 224].filter { $0 >= lower && $0 <= upper }
        let share = generator.uniform()
        if share < 0.6, !usual.isEmpty { return Extent(pick(usual)) }
        if share < 0.9 { return Extent(logInteger(lower, upper)) }
        return Extent(logInteger(lower, upper), logInteger(lower, upper))
    }

    /// A width multiplier as model families use it, with a little jitter in between.
    mutating func width() -> Double {
        if isNarrow { return generator.logUniform(0.2, 1.1) }
        let usual = pick(weighted: [
            (1.0, 0.45), (0.5, 0.1), (0.75, 0.1), (1.25, 0.1), (1.5, 0.1), (2.0, 0.08), (0.35, 0.07),
        ])
        return chance(0.5) ? usual : usual * number(0.8, 1.25)
    }

    /// The side of the input image of a whole network.
    mutating func resolution() -> Int {
        pick(weighted: [
            (224, 0.62), (256, 0.08), (288, 0.04), (192, 0.06), (160, 0.05), (128, 0.06), (240, 0.03),
            (299, 0.03), (320, 0.03),
        ])
    }
}
