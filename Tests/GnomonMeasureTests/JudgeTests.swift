import Foundation
import GnomonData
import GnomonStatistics
import GnomonTestKit
import Testing

@testable import GnomonMeasure

@Suite("Verdicts from what was stored")
struct JudgeTests {
    /// A launch of 40 samples in 5 rounds, with reference kernels at their floor times `slow`.
    private func launch(
        _ nanoseconds: Double, slow: Double = 1, checksum: UInt64 = 7, clean: (Int) -> Bool = { _ in true },
        stalled: Int64 = 0
    ) -> Launch {
        func samples(_ base: Double) -> [Launch.Sample] {
            (0..<40).map { index in
                let wall = Int64(base * (1 + 0.001 * Double(index * 7 % 5)))
                let isClean = clean(index)
                return Launch.Sample(
                    wall: wall, cpu: wall, isClean: isClean, isWarmup: false, round: index / 8,
                    position: index % 8, marks: isClean ? [] : .switched)
            }
        }
        return Launch(
            samples: samples(nanoseconds), loadNanoseconds: 1, peakBytes: 1, checksum: checksum,
            rounds: (0..<5).map { _ in .init(nanoseconds: 100, stalled: stalled, stolen: 0) },
            references: ["cache": samples(1e6 * slow)])
    }

    private func rules(_ noise: NoiseCalibration?) -> Provenance.Rules {
        Provenance.Rules(references: ["cache"], noise: noise, seed: 1, draws: 50)
    }

    private let known = NoiseCalibration(epoch: "e", floors: ["cache": 1.002e6])

    @Test("a row read from its raw export gets the same verdict again")
    func reproducible() throws {
        for scenario in MeasuringScenario.all.prefix(6) {
            let trial = try MeasuringTrial.run(scenario, seed: 7, draws: 30, latency: 1e6...4e6)
            let verdict = trial.verdict
            let row = GnomonData.Measurement(
                networkHash: "g1:0", platform: "simulated", platformID: "0", measurementProtocol: "x",
                latency: verdict.latency, interval: verdict.interval, grade: verdict.grade,
                reasons: verdict.reasons, evidence: verdict.evidence, launches: trial.launches, kernels: [],
                fingerprint: .init(), startedAt: 0, seconds: 0, seed: 7, modelDigest: "",
                provenance: verdict.provenance)
            let copy = try JSONDecoder().decode(
                GnomonData.Measurement.self, from: try JSONEncoder().encode(row))
            let again = try #require(Judge.verdict(of: copy))
            #expect(again.grade == verdict.grade && again.reasons == verdict.reasons)
            #expect(again.latency == verdict.latency && again.interval == verdict.interval)
            #expect(again.evidence == verdict.evidence)
        }
    }

    @Test("contention that is not corrected widens the interval downwards only")
    func widening() {
        let quiet = Judge.verdict(of: (0..<5).map { launch(2e6 + Double($0) * 1e3) }, rules: rules(known))
        let slow = Judge.verdict(
            of: (0..<5).map { launch(2e6 + Double($0) * 1e3, slow: 1.03) }, rules: rules(known))
        #expect(quiet.grade == .a && slow.grade == .b)
        #expect(slow.interval.upper == quiet.interval.upper)
        #expect(slow.interval.lower.nanoseconds < 0.975 * quiet.interval.lower.nanoseconds)
        #expect(abs((slow.provenance.inflation["cache"] ?? 0) - 0.03) < 0.002)
    }

    @Test("a floor that launches stay below was too high, and does not hide that others are slow")
    func wrongFloor() {
        var noise = known
        noise.floors = ["cache": 1.3e6]
        let launches = (0..<5).map { launch(2e6, slow: $0 < 2 ? 1 : 1.08) }
        let verdict = Judge.verdict(of: launches, rules: rules(noise))
        #expect(abs((verdict.provenance.inflation["cache"] ?? 0) - 0.08) < 0.01)
        #expect(verdict.grade == .c)
    }

    @Test("a calibrated machine is corrected by what its reference kernels show")
    func correction() {
        var noise = known
        noise.exponents = ["cache": 0.5]
        noise.widening = 0.2
        let verdict = Judge.verdict(of: (0..<5).map { _ in launch(2e6, slow: 1.04) }, rules: rules(noise))
        #expect(
            abs(verdict.latency.nanoseconds / verdict.provenance.uncorrected.nanoseconds - 1 / 1.0198) < 1e-3)
        #expect(verdict.interval.contains(verdict.latency))
    }

    @Test("rounds on a machine that is never idle are kept and not used")
    func gate() {
        let busy = launch(2e6, clean: { $0 < 8 || $0 % 20 == 0 }, stalled: 90)
        #expect(Gate.usableRounds(of: busy) == [0, 2])
        #expect(LaunchFacts(busy).cleanCount < busy.samples.count)
    }

    @Test("what is faster than the hardware can be, or changes, is F without appeal")
    func impossible() {
        var rules = rules(known)
        rules.lowerBound = 1e7
        let launches = (0..<5).map { _ in launch(2e6) }
        #expect(Judge.verdict(of: launches, rules: rules).grade == .f)
        let changing = (0..<5).map { launch(2e6, checksum: $0 == 3 ? 8 : 7) }
        let verdict = Judge.verdict(of: changing, rules: self.rules(known))
        #expect(verdict.grade == .f && verdict.reasons == ["the outputs changed"])
    }

    @Test("percentiles appear only with samples enough, and say when they are safe bounds")
    func percentiles() {
        let few = Judge.verdict(of: [launch(2e6)], rules: rules(known)).provenance
        #expect(few.p90 == nil && few.p99 == nil)
        let many = Judge.verdict(of: (0..<12).map { _ in launch(2e6) }, rules: rules(known)).provenance
        #expect(many.p90?.isConservative == true && many.p99?.isConservative == true)
        #expect(many.minimum <= many.p10 && many.p10 <= many.p25)
    }

    @Test("without clean launches there is a number, a factor of two, and an F")
    func hopeless() {
        let verdict = Judge.verdict(
            of: (0..<5).map { _ in launch(2e6, clean: { _ in false }) }, rules: rules(known))
        #expect(verdict.grade == .f)
        #expect(verdict.interval.lower.nanoseconds <= 1.1e6)
        #expect(verdict.evidence.cleanShare == 0)
    }

    @Test("a pilot asks for more rounds where they scatter and for few where launches do")
    func pilot() throws {
        func launch(_ value: Double, scatter: Double) -> Launch {
            var launch = self.launch(value)
            launch.samples = launch.samples.map { sample in
                var copy = sample
                copy.wall = Int64(Double(sample.wall) * (1 + scatter * Double(sample.round % 2)))
                return copy
            }
            return launch
        }
        let noisy = try #require(
            Pilot([launch(2e6, scatter: 0.05), launch(2e6, scatter: 0.05)], launchCost: 1e9, roundCost: 1e7))
        let steady = try #require(
            Pilot([launch(2e6, scatter: 0), launch(2.1e6, scatter: 0)], launchCost: 1e9, roundCost: 1e7))
        #expect(noisy.rounds > 20 && steady.rounds == 4)
        #expect(Pilot([launch(2e6, scatter: 0)], launchCost: 1, roundCost: 1) == nil)
    }

    @Test("rounds of two subjects give their ratio, whatever slows both")
    func ratio() throws {
        let first = (0..<5).map { launch(2e6 * (1 + 0.1 * Double($0))) }
        let second = (0..<5).map { launch(2.2e6 * (1 + 0.1 * Double($0))) }
        let ratio = try #require(RatioJudge.estimate(second, over: first))
        #expect(abs(ratio.ratio - 1.1) < 0.001)
        #expect(ratio.isDecided && ratio.launches == 5 && ratio.rounds == 25)
        #expect(RatioJudge.estimate([], over: first) == nil)
    }

    @Test("reference kernels give the same result each time and are named")
    func references() throws {
        for kernel in ReferenceKernel.allCases {
            let subject = kernel.make()
            for _ in 0..<3 { try subject.run() }
            let (one, same) = (try subject.outputChecksum(), try subject.outputChecksum())
            #expect(one == same)
        }
        #expect(LocalReferences.names == ["compute", "cache", "memory"])
    }
}
