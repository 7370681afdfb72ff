import GnomonData
import GnomonStatistics
import Testing

@testable import GnomonMeasure

@Suite("From samples to a grade")
struct EvidenceTests {
    private let perfect = Evidence(
        cleanShare: 1, pressure: 0, steal: 0, halfWidth: 0.005, isSteady: true, isUnimodal: true,
        hasStableOutput: true)
    private let enough = GradeRule.Counts(launches: 5, cleanSamples: 200)

    private func grade(_ change: (inout Evidence) -> Void) -> Grade {
        var evidence = perfect
        change(&evidence)
        return GradeRule.grade(evidence, enough).grade
    }

    @Test("a quiet machine earns an A without reasons")
    func best() {
        let (grade, reasons) = GradeRule.grade(perfect, enough)
        #expect(grade == .a)
        #expect(reasons.isEmpty)
    }

    @Test("each threshold missed costs its grade")
    func thresholds() {
        #expect(grade { $0.pressure = 0.05 } == .b)
        #expect(grade { $0.pressure = nil } == .b)
        #expect(grade { $0.cleanShare = 0.89 } == .b)
        #expect(grade { $0.cleanShare = 0.29 } == .c)
        #expect(grade { $0.halfWidth = 0.015 } == .b)
        #expect(grade { $0.halfWidth = 0.03 } == .c)
        #expect(grade { $0.isUnimodal = false } == .b)
        #expect(grade { $0.isSteady = false } == .c)
        #expect(grade { $0.hasStableOutput = false } == .f)
        #expect(grade { $0.steal = 0.5 } == .c)
        #expect(grade { $0.inflation = 0.02 } == .b)
        #expect(grade { $0.inflation = 0.06 } == .c)
        #expect(grade { $0.inflation = nil } == .b)
        #expect(grade { $0.impossibility = "too fast" } == .f)
    }

    @Test("few launches and few clean samples cost grades")
    func counts() {
        func grade(_ launches: Int, _ samples: Int, threads: Int = 1) -> Grade {
            GradeRule.grade(perfect, .init(launches: launches, cleanSamples: samples, threads: threads)).grade
        }
        #expect(grade(4, 200) == .b)
        #expect(grade(2, 200) == .c)
        #expect(grade(1, 200) == .f)
        #expect(grade(5, 29) == .f)
        #expect(grade(5, 200, threads: 2) == .b)
    }

    @Test("every grade below A has reasons")
    func reasons() {
        var evidence = perfect
        evidence.cleanShare = 0.22
        #expect(GradeRule.grade(evidence, enough).reasons.contains("clean share 0.22 < 0.3"))
    }

    private func launch(_ walls: [Int64], clean: (Int) -> Bool = { _ in true }) -> Launch {
        Launch(
            samples: walls.enumerated().map {
                Launch.Sample(wall: $1, cpu: $1, isClean: clean($0), isWarmup: false)
            }, loadNanoseconds: 0, peakBytes: 0, checksum: 0)
    }

    @Test("only witnesses decide which samples count, not their latency")
    func cleanSamples() {
        let walls: [Int64] = (0..<60).map { index in index % 2 == 0 ? 100 : 900 }
        let disturbed = launch(walls) { $0 % 2 == 0 }
        #expect(LaunchFacts(disturbed).value == 100)
        #expect(LaunchFacts(launch([100, 100])).value == nil, "two samples say nothing")
    }

    @Test("the spread narrows with agreement and is never narrower than 0.1 %")
    func interval() {
        #expect(Spread([100, 100, 100, 100, 100]).half == 0.001)
        #expect(Spread([100, 104, 96, 100, 102]).half > 0.02)
        #expect(Spread([100]).half == 1)
    }

    @Test("two regimes are seen, noise is not")
    func regimes() {
        let noise: [Int64] = (0..<100).map { index in Int64(1000 + (index * 7919) % 40) }
        let step: [Int64] = (0..<100).map { index in
            let base = index < 50 ? 1000 : 1050
            return Int64(base + index % 3)
        }
        #expect(LaunchFacts(launch(noise)).regimes == nil)
        let regimes = LaunchFacts(launch(step)).regimes
        #expect(regimes.map { ($0.after / $0.before * 100).rounded() } == 105)
    }

    @Test("a falling series is not steady, a flat one is")
    func steadyState() {
        #expect(!SteadyState((0..<20).map { Double(2000 - $0 * 40) }).isReached)
        #expect(SteadyState((0..<20).map { Double(1000 + ($0 * 7) % 5) }).isReached)
        #expect(!SteadyState([5]).isReached)
    }

    private func plan(_ latency: Double, budget: Double, seed: UInt64 = 1, pilot: Pilot? = nil)
        -> MeasurementPlan
    {
        MeasurementPlan(
            targets: [.init(latency: latency)], references: 3, launchBudget: budget, pilot: pilot, seed: seed)
    }

    @Test("a plan times short subjects many at once and slow ones few times")
    func plans() {
        let short = plan(500, budget: 1e9).targets[0]
        #expect(short.repeats == 100 && short.timed == 8 && short.alternates)
        let slow = plan(200e6, budget: 1e9)
        #expect(slow.targets[0].repeats == 1 && slow.targets[0].timed == 3 && slow.targets[0].discard == 1)
        #expect(slow.rounds == 4)
        let middle = plan(1e6, budget: 10e9)
        #expect(middle.targets[0].timed * middle.rounds >= 36)
        #expect(!middle.targets[0].alternates)
        #expect(plan(1e6, budget: 10e9, pilot: Pilot(rounds: 17)).rounds == 17)
        #expect(
            plan(1e6, budget: 10e9, pilot: Pilot(rounds: 4, needsMoreDiscard: true)).targets[0].discard == 3)
    }

    @Test("a coarse clock asks for longer samples")
    func coarseClock() {
        let plan = MeasurementPlan(
            targets: [.init(latency: 100_000, timerCost: 30, timerResolution: 1000)], references: 0,
            launchBudget: 1e9, seed: 1)
        #expect(plan.targets[0].repeats == 10)
    }

    @Test("the seed fixes every order, and orders differ between rounds")
    func orders() {
        let (one, same, other) = (
            plan(1e6, budget: 1e9), plan(1e6, budget: 1e9), plan(1e6, budget: 1e9, seed: 2)
        )
        let orders = (0..<20).map { one.order(launch: 0, round: $0) }
        #expect(orders == (0..<20).map { same.order(launch: 0, round: $0) })
        #expect(orders != (0..<20).map { other.order(launch: 0, round: $0) })
        #expect(Set(orders).count > 5)
        #expect(orders.allSatisfy { Set($0) == [0, 1, 2, 3] })
        #expect(one == same)
        let checked = one.checkedRounds(launch: 3)
        #expect(checked.contains(0) && checked.contains(one.rounds - 1))
    }

    @Test("a busy round with no clean samples is not used")
    func gate() {
        #expect(!Gate.isUsable(cleanShare: 0.05, pressure: 0.9))
        #expect(Gate.isUsable(cleanShare: 0.05, pressure: 0.1))
        #expect(Gate.isUsable(cleanShare: 0.5, pressure: 2))
    }

    @Test("a fingerprint is identified by what makes another platform, and by nothing else")
    func fingerprint() {
        let here = Platform(name: "x", runtime: "null")
        let one = PlatformFingerprint.current(platform: here, runtimeVersion: "1")
        var other = one
        other.context["load"] = "99"
        other.epoch["kernel"] = "0"
        #expect(one.id == other.id)
        #expect(one.id != PlatformFingerprint.current(platform: here, runtimeVersion: "2").id)
    }
}
