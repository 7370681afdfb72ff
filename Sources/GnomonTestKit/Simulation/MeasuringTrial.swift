import Foundation
public import GnomonData
public import GnomonMeasure
public import GnomonStatistics

/// A kind of disturbed machine, drawn anew for each trial.
public struct MeasuringScenario: Sendable {
    /// A name.
    public var name: String
    /// Whether nothing runs beside the subject.
    public var isQuiet: Bool
    /// The machine of a trial.
    public var noise: @Sendable (inout SeededGenerator) -> SimulatedNoise

    /// A scenario.
    public init(
        _ name: String, isQuiet: Bool = false,
        noise: @escaping @Sendable (inout SeededGenerator) -> SimulatedNoise
    ) {
        self.name = name
        self.isQuiet = isQuiet
        self.noise = noise
    }

    /// Everything that can go wrong, one thing at a time and together.
    public static let all: [MeasuringScenario] = [
        MeasuringScenario("quiet", isQuiet: true) { random in
            SimulatedNoise { noise in noise.launchDeviation = 0.002 + 0.003 * random.uniform() }
        },
        MeasuringScenario("launches") { random in
            SimulatedNoise { noise in noise.launchDeviation = 0.005 + 0.025 * random.uniform() }
        },
        MeasuringScenario("two modes") { _ in SimulatedNoise { noise in noise.launchModes = 0.04 } },
        MeasuringScenario("one burner") { random in neighbours(&random, burners: 1) },
        MeasuringScenario("three burners") { random in neighbours(&random, burners: 3) },
        MeasuringScenario("six burners") { random in neighbours(&random, burners: 6) },
        MeasuringScenario("hidden neighbour") { random in
            var noise = neighbours(&random, burners: 0)
            noise.hasHiddenNeighbour = true
            return noise
        },
        MeasuringScenario("ramp") { random in SimulatedNoise { $0.ramp = 0.1 * random.uniform() } },
        MeasuringScenario("step") { _ in SimulatedNoise { $0.step = 0.03 } },
        MeasuringScenario("steal") { random in
            let (rate, length) = (0.5 + 40 * random.uniform(), 1 + 8 * random.uniform())
            return SimulatedNoise { $0.steal = (rate, length) }
        },
        MeasuringScenario("timer") { random in
            let (step, cost) = (random.logUniform(1, 1000), random.logUniform(20, 500))
            return SimulatedNoise {
                $0.timer = (step, cost)
                $0.backwardSteps = 1e-4
            }
        },
        MeasuringScenario("early returns") { _ in SimulatedNoise { $0.dishonesty = .returnsEarly } },
        MeasuringScenario("everything") { random in
            var noise = neighbours(&random, burners: 1 + Int(3 * random.uniform()))
            noise.launchDeviation = 0.003 + 0.012 * random.uniform()
            noise.ramp = 0.05 * random.uniform()
            noise.steal = (5 * random.uniform(), 3)
            noise.timer = (random.logUniform(1, 200), random.logUniform(20, 200))
            return noise
        },
    ]

    private static func neighbours(_ random: inout SeededGenerator, burners: Int) -> SimulatedNoise {
        // No class is slowed down by more than 15 %.
        let slow = (0.06 * random.uniform(), 0.15 * random.uniform(), 0.15 * random.uniform())
        return SimulatedNoise { noise in
            noise.burners = burners
            noise.neighbours = slow
        }
    }
}

/// One measurement on a simulated machine, beside the truth.
public struct MeasuringTrial: Sendable {
    /// The truth, in nanoseconds.
    public var truth: Double
    /// What was found by the best attempt.
    public var verdict: Judge.Verdict
    /// Virtual seconds it took.
    public var seconds: Double
    /// The launches the verdict rests on.
    public var launches: [Launch]

    /// The relative error.
    public var error: Double { verdict.latency.nanoseconds / truth - 1 }

    /// Whether the interval holds the truth.
    public var isCovered: Bool { verdict.interval.contains(Latency(nanoseconds: truth)) }

    /// Measures a subject drawn from the seed in a scenario.
    ///
    /// - Throws: `MeasureError`, which a simulated machine has no reason for.
    public static func run(
        _ scenario: MeasuringScenario, seed: UInt64, draws: Int = 1000,
        latency: ClosedRange<Double> = 2e5...2e7, noise calibration: NoiseCalibration = standardCalibration
    ) throws(MeasureError) -> MeasuringTrial {
        var random = SeededGenerator(seed: seed &* 0x1000_0000_01B3 &+ 77)
        let subject = SimulatedSubject(
            latency: random.logUniform(latency.lowerBound, latency.upperBound), sensitivity: mix(&random))
        let machine = SimulatedMachine(targets: [subject], noise: scenario.noise(&random), seed: seed)
        let options = MeasureOptions(seed: seed, noise: calibration, draws: draws)
        let rules = Provenance.Rules(
            references: machine.references, noise: calibration, lowerBound: subject.latency / 100, seed: seed,
            draws: draws)
        let attempts = try MeasurementExecutor(machine: machine, options: options, rules: [rules]).attempts()
        let best = attempts.min { $0.verdicts[0].grade < $1.verdicts[0].grade } ?? attempts[0]
        return MeasuringTrial(
            truth: subject.latency, verdict: best.verdicts[0], seconds: Double(machine.now()) / 1e9,
            launches: best.launches[0])
    }

    /// A subject's shares in the slowdowns, together at most 1.
    static func mix(_ random: inout SeededGenerator) -> SimulatedSubject.Sensitivity {
        let parts = (0..<4).map { _ in -log(max(1e-9, random.uniform())) }
        let sum = parts.reduce(0, +)
        return .init(compute: parts[0] / sum, cache: parts[1] / sum, memory: parts[2] / sum)
    }

    /// Floors of the simulated reference kernels, from a quiet machine; nothing is corrected.
    public static let standardCalibration: NoiseCalibration = {
        let machine = SimulatedMachine(targets: [SimulatedSubject(latency: 1e6)], seed: 99)
        let rules = Provenance.Rules(references: machine.references, draws: 0)
        let attempts = try? MeasurementExecutor(
            machine: machine, options: MeasureOptions(attempts: 1, draws: 0), rules: [rules]
        ).attempts()
        let launches = attempts?[0].launches[0] ?? []
        let floors = NoiseFit.floors(of: launches)
        return NoiseCalibration(
            epoch: "simulated", floors: floors, tolerances: NoiseFit.tolerances(of: launches, floors: floors))
    }()

    /// What `gnomon doctor --calibrate` would find on a simulated machine with such noise: subjects of all kinds under
    /// a neighbour that is there for 0, 25, 50 and 100 % of the time.
    ///
    /// - Throws: `MeasureError`, which a simulated machine has no reason for.
    public static func fittedCalibration(subjects: Int = 10, seed: UInt64 = 5) throws(MeasureError)
        -> NoiseCalibration
    {
        var random = SeededGenerator(seed: seed)
        var points: [NoiseFit.Point] = []
        var ratios: [Double] = []
        for index in 0..<subjects {
            let subject = SimulatedSubject(latency: random.logUniform(2e5, 2e7), sensitivity: mix(&random))
            func launches(_ noise: SimulatedNoise) throws(MeasureError) -> [Launch] {
                let machine = SimulatedMachine(targets: [subject], noise: noise, seed: seed &+ UInt64(index))
                let options = MeasureOptions(launches: 3, maximumLaunches: 3, attempts: 1, draws: 0)
                let rules = Provenance.Rules(references: machine.references, draws: 0)
                return try MeasurementExecutor(machine: machine, options: options, rules: [rules])
                    .attempts()[0].launches[0]
            }
            guard let (value, ratio) = NoiseFit.quiet(try launches(SimulatedNoise())) else { continue }
            ratios.append(ratio)
            for share in [0.25, 0.5, 1] {
                for isMemory in [false, true] {
                    let noise = SimulatedNoise { noise in
                        noise.burners = 1
                        // Stretches of 20 ms.
                        noise.burst = share < 1 ? (0.02 * share, 0.02 * (1 - share)) : (1e6, 1e-9)
                        noise.neighbours = isMemory ? (0.01, 0.06, 0.15) : (0.05, 0.02, 0.02)
                    }
                    let point = NoiseFit.point(
                        try launches(noise), quiet: value, quartileRatio: ratio, noise: standardCalibration,
                        subject: index)
                    if let point { points.append(point) }
                }
            }
        }
        let ratio = ratios.isEmpty ? 1 : ratios.reduce(0, +) / Double(ratios.count)
        return NoiseFit.calibration(points, quiet: standardCalibration, quartileRatio: ratio)
    }
}
