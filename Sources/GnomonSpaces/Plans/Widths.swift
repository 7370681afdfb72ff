/// Scales the channel counts of a family: a multiplier, and a divisor drawn once for the whole network.
struct Widths {
    var multiplier: Double
    var step: Int

    init(_ dice: inout Dice, step: Int? = nil) {
        multiplier = dice.width()
        self.step = step ?? dice.pick(weighted: [(16, 0.5), (8, 0.37), (4, 0.06), (2, 0.04), (1, 0.03)])
    }

    /// The channel count for one the original network has.
    func callAsFunction(_ channels: Int) -> Int {
        let scaled = Double(channels) * multiplier
        return max(step, Int((scaled / Double(step)).rounded()) * step)
    }
}

extension Dice {
    /// A repetition count near the original one.
    mutating func depth(_ count: Int) -> Int {
        chance(0.5) ? count : max(1, Int((Double(count) * number(0.6, 1.5)).rounded()))
    }

    /// The number of classes of a head.
    mutating func classes() -> Int {
        pick(weighted: [(1000, 0.75), (100, 0.1), (10, 0.05), (365, 0.05), (21, 0.05)])
    }
}
