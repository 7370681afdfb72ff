public import GnomonData
public import GnomonMeasure
import GnomonStatistics

/// Two subjects measured side by side on a simulated machine, beside the truth.
public struct RatioTrial: Sendable {
    /// The true ratio of the second to the first.
    public var truth: Double
    /// What was found; nil where too few rounds told.
    public var estimate: RatioEstimate?

    /// The relative error; nil without an estimate.
    public var error: Double? { estimate.map { $0.ratio / truth - 1 } }

    /// Whether the estimate says rightly which is faster.
    public var isOrderRight: Bool { estimate.map { ($0.ratio > 1) == (truth > 1) } ?? false }

    /// Measures two subjects of one class, so many per cent apart, in a scenario.
    ///
    /// - Throws: `MeasureError`, which a simulated machine has no reason for.
    public static func run(
        _ scenario: MeasuringScenario, apart: Double = 0.06, seed: UInt64, launches: Int = 5
    ) throws(MeasureError) -> RatioTrial {
        var random = SeededGenerator(seed: seed &* 0x1000_0000_01B3 &+ 78)
        let latency = random.logUniform(5e5, 5e6)
        let mix = MeasuringTrial.mix(&random)
        let subjects = [1, 1 + apart].map { SimulatedSubject(latency: latency * $0, sensitivity: mix) }
        let machine = SimulatedMachine(targets: subjects, noise: scenario.noise(&random), seed: seed)
        let options = MeasureOptions(
            launches: launches, maximumLaunches: launches, attempts: 1, seed: seed, draws: 0)
        let rules = Provenance.Rules(references: machine.references, seed: seed, draws: 0)
        let found = try MeasurementExecutor(machine: machine, options: options, rules: [rules, rules])
            .attempts()
        return RatioTrial(
            truth: 1 + apart, estimate: RatioJudge.estimate(found[0].launches[1], over: found[0].launches[0]))
    }
}
