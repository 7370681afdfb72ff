public import GnomonData
import GnomonStatistics

/// What two launches tell about how the others should be.
///
/// Kalibera and Jones 2013, doi:10.1145/2491894.2464160: with a launch costing Cb and a round Cw, and variances Vb
/// between launches and Vw between rounds of a launch, the cheapest way to a given width has
/// √((Cb/Cw)·(Vw/Vb)) rounds a launch.
public struct Pilot: Hashable, Sendable {
    /// Rounds a launch should have, from 4 to 40.
    public var rounds: Int
    /// Whether the first sample of a block is still slow after the switch.
    public var needsMoreDiscard: Bool

    /// Advice.
    public init(rounds: Int, needsMoreDiscard: Bool = false) {
        self.rounds = rounds
        self.needsMoreDiscard = needsMoreDiscard
    }

    /// Learns from launches, with what a launch costs beside its rounds and what a round costs, in nanoseconds.
    ///
    /// nil for fewer than two launches with a value.
    public init?(_ launches: [Launch], launchCost: Double, roundCost: Double) {
        let facts = launches.map { LaunchFacts($0) }.filter { $0.value != nil }
        guard facts.count >= 2, roundCost > 0 else { return nil }
        var (within, blocks) = (0.0, 0)
        for launch in facts {
            guard let value = launch.value, value > 0 else { continue }
            for block in launch.blockMedians { within += (block / value - 1) * (block / value - 1) }
            blocks += launch.blockMedians.count
        }
        guard blocks > facts.count else { return nil }
        within /= Double(blocks - facts.count)
        let values = facts.compactMap(\.value)
        let mean = values.reduce(0, +) / Double(values.count)
        let spread = values.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) } / Double(values.count - 1)
        // What rounds contribute to the spread of launches is not between launches; two launches that agree by
        // chance must not ask for endless rounds.
        let between = max(spread - within * Double(facts.count) / Double(blocks), 0.002 * 0.002)
        let ideal = (launchCost / roundCost * within / between).squareRoot()
        rounds = max(4, min(40, Int(min(ideal, 1000).rounded(.up))))
        let late = facts.reduce(0) { $0 + $1.lateBlocks }
        needsMoreDiscard = 2 * late > blocks
    }
}
