import Foundation
import GnomonData
import GnomonStatistics
import GnomonTestKit
import Testing

@testable import GnomonMeasure

/// The full counts are in `Benchmarks/`, target `measuring`; here a few of each, with other seeds.
@Suite("Measuring simulated machines")
struct SimulatedMeasuringTests {
    private static func trials(_ name: String, _ count: Int) throws -> [MeasuringTrial] {
        let scenario = try #require(MeasuringScenario.all.first { $0.name == name })
        return try (0..<count).map { index in
            try MeasuringTrial.run(scenario, seed: 40_000 + UInt64(index), draws: 60, latency: 1e6...2e7)
        }
    }

    @Test("a quiet machine is recognised, and its number is right")
    func quiet() throws {
        let trials = try Self.trials("quiet", 10)
        #expect(trials.count { $0.verdict.grade == .a } >= 8)
        #expect(trials.allSatisfy { abs($0.error) < 0.01 })
        #expect(trials.count(where: \.isCovered) >= 9)
        #expect(trials.allSatisfy { $0.seconds < 10 })
    }

    @Test(
        "no bad label is graded A or B, and intervals hold the truth",
        arguments: MeasuringScenario.all.map(\.name).filter { $0 != "quiet" })
    func disturbed(name: String) throws {
        let trials = try Self.trials(name, 4)
        for trial in trials where trial.verdict.grade.isTrusted { #expect(abs(trial.error) < 0.1) }
        #expect(trials.count(where: \.isCovered) >= 2)
        #expect(trials.allSatisfy { $0.verdict.grade == .a || !$0.verdict.reasons.isEmpty })
    }

    @Test("outputs that change and results from a cache are never trusted")
    func dishonest() throws {
        for (dishonesty, word) in [
            (SimulatedNoise.Dishonesty.changesOutputs, "outputs"), (.caches, "faster"),
        ] {
            let scenario = MeasuringScenario("lies") { _ in SimulatedNoise { $0.dishonesty = dishonesty } }
            let trial = try MeasuringTrial.run(scenario, seed: 1, draws: 0, latency: 1e6...2e6)
            #expect(trial.verdict.grade == .f)
            #expect(trial.verdict.reasons.first?.contains(word) == true)
        }
    }

    @Test("the same seed gives the same row, byte for byte, another seed another one")
    func deterministic() throws {
        let scenario = try #require(MeasuringScenario.all.last)
        func row(_ seed: UInt64) throws -> Data {
            let trial = try MeasuringTrial.run(scenario, seed: seed, draws: 40, latency: 1e6...2e6)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return try encoder.encode(trial.launches) + encoder.encode(trial.verdict.provenance)
                + encoder.encode(trial.verdict.latency)
        }
        let (one, same, other) = (try row(3), try row(3), try row(4))
        #expect(one == same)
        #expect(one != other)
    }

    @Test("a machine without pressure counters says so and is not graded A")
    func noPressure() throws {
        let scenario = MeasuringScenario("blind") { _ in SimulatedNoise { $0.showsPressure = false } }
        let trial = try MeasuringTrial.run(scenario, seed: 2, draws: 0, latency: 1e6...2e6)
        #expect(trial.verdict.grade == .b)
        #expect(trial.verdict.reasons == ["this system shows no pressure"])
    }

    @Test("without floors the grade is at most B, and the correction does nothing")
    func unknownFloors() throws {
        let machine = SimulatedMachine(targets: [SimulatedSubject(latency: 2e6)], seed: 3)
        let rules = Provenance.Rules(references: machine.references, draws: 0)
        let verdict = try MeasurementExecutor(
            machine: machine, options: MeasureOptions(draws: 0), rules: [rules]
        )
        .attempts()[0].verdicts[0]
        #expect(verdict.grade == .b)
        #expect(verdict.provenance.flags.contains("floorsUnknown"))
        #expect(verdict.provenance.uncorrected == verdict.latency)
    }

    @Test("subjects shorter than the clock's step are timed by the slope between k and 2k inferences")
    func tiny() throws {
        let scenario = MeasuringScenario("coarse") { _ in
            SimulatedNoise {
                $0.timer = (100, 200)
                $0.switchCosts = []
            }
        }
        let trial = try MeasuringTrial.run(scenario, seed: 4, draws: 0, latency: 20_000...20_001)
        #expect(abs(trial.error) < 0.01)
        #expect(trial.launches.allSatisfy { $0.alternates })
        #expect(Set(trial.launches[0].samples.filter { !$0.isWarmup }.map(\.repeats)).count == 2)
    }

    @Test("a calibration under known load finds how much subjects share, and narrows what is left")
    func calibration() throws {
        let found = try MeasuringTrial.fittedCalibration(subjects: 2)
        #expect(found.points >= 8)
        let exponents = Array(found.exponents.values)
        #expect(exponents.allSatisfy { $0 >= 0 } && exponents.reduce(0, +) <= 1 + 1e-9)
        #expect(exponents.contains { $0 > 0.05 })
        #expect(Set(found.floors.keys) == ["compute", "cache", "memory"])
        #expect(found.floors.values.allSatisfy { abs($0 / 1e6 - 1) < 0.02 })
    }

    @Test(
        "two subjects 6 % apart are told apart, quiet or busy",
        arguments: ["quiet", "one burner", "three burners"])
    func ratios(name: String) throws {
        let scenario = try #require(MeasuringScenario.all.first { $0.name == name })
        for seed in 0..<4 {
            let trial = try RatioTrial.run(scenario, seed: 50_000 + UInt64(seed), launches: 3)
            #expect(trial.isOrderRight)
            let error = try #require(trial.error)
            #expect(abs(error) < 0.04)
        }
    }

    @Test("three attempts are made at most, and a machine that stays busy is given up in time")
    func attempts() throws {
        let noise = SimulatedNoise { $0.burners = 8 }
        let machine = SimulatedMachine(targets: [SimulatedSubject(latency: 2e7)], noise: noise, seed: 5)
        let rules = Provenance.Rules(
            references: machine.references, noise: MeasuringTrial.standardCalibration, draws: 0)
        var waits = 0
        let attempts = try MeasurementExecutor(
            machine: machine, options: MeasureOptions(draws: 0), rules: [rules]
        )
        .attempts { step in if case .waiting = step { waits += 1 } }
        #expect((1...3).contains(attempts.count) && waits == attempts.count - 1)
        #expect(attempts.allSatisfy { !$0.verdicts[0].grade.isTrusted })
        #expect(machine.now() < 40_000_000_000)
        #expect(attempts.map { $0.verdicts[0].provenance.attempt } == Array(0..<attempts.count))
    }
}
