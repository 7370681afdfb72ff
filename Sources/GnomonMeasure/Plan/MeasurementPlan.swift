/// What will be done, made beforehand; the executor only obeys.
public struct MeasurementPlan: Hashable, Sendable {
    /// Inferences thrown away at the start of a block.
    public var discard: Int
    /// Samples of a block.
    public var timed: Int
    /// Inferences in one sample.
    public var repeats: Int
    /// Blocks of a launch.
    public var blocks: Int

    /// The plan for a subject of about this many nanoseconds, within a share of the budget in nanoseconds.
    ///
    /// A sample lasts at least 50 µs, a block about 50 ms with 3 to 8 samples, a launch holds at least 36 samples
    /// unless the subject is so slow that the budget forbids it.
    public init(expected: Double, launchBudget: Double) {
        let expected = max(expected, 1)
        repeats = max(1, min(100_000, Int((50_000 / expected).rounded(.up))))
        let sample = expected * Double(repeats)
        discard = sample > 100e6 ? 1 : 2
        timed = max(3, min(8, Int(50e6 / sample)))
        let block = sample * Double(timed + discard)
        let wanted = max(4, (36 + timed - 1) / timed)
        blocks = max(4, min(wanted * 2, Int(min(launchBudget, 1e12) / block)))
    }
}
