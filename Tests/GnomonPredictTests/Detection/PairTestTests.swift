import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import Testing

@Suite("Decisions on pairs")
struct PairTestTests {
    private let pairs: [FusionCase] = [
        FusionCase([.conv], .relu), FusionCase([.conv], .batchNorm), FusionCase([.conv], .add),
        FusionCase([.conv], .conv), FusionCase([.conv], .averagePool), FusionCase([.depthwise], .relu),
        FusionCase([.fc], .relu), FusionCase([.add], .relu), FusionCase([.relu], .relu),
        FusionCase([.conv], .reshape), FusionCase([.concat], .conv),
    ]

    @Test("known rules are found under noise, without a false one", arguments: [0.001, 0.005, 0.02])
    func found(noise: Double) throws {
        var runtime = PretendRuntime(fused: ["conv-relu", "conv-bn", "fc-relu", "add-relu"])
        runtime.noise = noise
        let rules = try runtime.rules(pairs)
        for rule in rules.rules where rule.fan == .one && rule.chain.count == 1 {
            let isFused = runtime.fused.contains(rule.subject.name)
            if rule.verdict == .undecided {
                #expect(noise > 0.01, "\(rule.subject.name) is undecided at \(noise)")
            } else {
                #expect((rule.verdict == .fused) == isFused, "\(rule.subject.name) at \(noise)")
            }
        }
        #expect(rules.rule(for: FusionCase([.conv], .reshape))?.verdict == .view)
    }

    @Test("where nothing fuses, nothing is found", arguments: [1, 2, 3] as [UInt64])
    func eager(seed: UInt64) throws {
        var runtime = PretendRuntime()
        runtime.seed = seed
        let rules = try runtime.rules(FusionCase.quick, draws: 200)
        #expect(rules.rules.count == 80)
        #expect(rules.rules.filter { $0.verdict == .fused }.map(\.subject.name) == [])
        #expect(rules.rules.count { $0.verdict == .undecided } <= 4)
    }

    @Test("noise beyond all rounds ends undecided, never in a guess")
    func undecided() throws {
        var runtime = PretendRuntime(fused: ["conv-relu"])
        runtime.noise = 1
        let rule = try #require(try runtime.rules([FusionCase([.conv], .relu)]).rules.first)
        #expect(rule.verdict == .undecided)
        #expect(rule.effective == .fused)
    }

    @Test("rounds double from 20 to 160, then shapes are enlarged once")
    func doubling() {
        var test = PairTest(FusionCase([.fc], .relu))
        var asked: [Int] = []
        var enlarged: [Bool] = []
        // A saving of exactly alpha tells nothing, however often it is seen.
        while let question = test.question {
            asked.append(question.rounds)
            enlarged.append(question.isEnlarged)
            let rounds = (0..<question.rounds).map { round in
                let off = round.isMultiple(of: 2) ? 30.0 : -30
                return PairRound(first: 1000, second: 110, block: 1055 + off, frame: 10)
            }
            test.digest(rounds)
        }
        #expect(asked == [20, 20, 40, 80, 20, 20, 40, 80])
        #expect(enlarged == [false, false, false, false, true, true, true, true])
        #expect(test.rule?.verdict == .undecided)
    }

    @Test("what processes of one launch have of their own is no effect, however steady it is")
    func launches() throws {
        // The block is 80 of 10,000 slower than the parts; so far two processes of one model are apart.
        func rounds(_ count: Int) -> [PairRound] {
            (0..<count).map { round in
                PairRound(first: 10_000, second: 110, block: 10_180 + Double(round % 3), frame: 10)
            }
        }
        let prior = FusionCase([.fc], .relu).prior
        var settings = TestSettings()
        #expect(PairDecision(rounds(20), prior: prior, settings: settings)?.verdict == nil)
        // Of operators that are no smaller than that it tells what it told.
        let large = rounds(20).map { round in
            PairRound(first: round.first, second: 10_010, block: round.block + 9900, frame: round.frame)
        }
        #expect(PairDecision(large, prior: .open, settings: settings)?.verdict == .separate)
        settings.launchSpread = 0
        #expect(PairDecision(rounds(20), prior: prior, settings: settings)?.verdict == .separate)
        var test = PairTest(FusionCase([.fc], .relu))
        test.digest(rounds(20))
        #expect(test.question?.isRepeated == true)
    }

    @Test("processes are started anew after twenty rounds, and for every further question of a case")
    func renewed() throws {
        var plan = DetectionPlan([FusionCase([.fc], .relu)], platform: "pretend")
        var launches: [[Int]] = []
        var renewed: [Bool] = []
        while let request = try plan.next() {
            launches.append(request.launches)
            renewed.append(request.isRenewed)
            // Exactly alpha is saved.
            plan.digest(
                (0..<request.rounds).map { [1000, 110, $0.isMultiple(of: 2) ? 1085 : 1025, 10] })
        }
        #expect(
            launches == [[20], [20], [20, 20], [20, 20, 20, 20], [20], [20], [20, 20], [20, 20, 20, 20]])
        #expect(renewed == [false, true, true, true, false, true, true, true])
    }

    @Test("an operator lost in noise asks for larger shapes at once")
    func small() {
        var test = PairTest(FusionCase([.fc], .relu))
        test.digest(
            (0..<20).map { PairRound(first: 1000, second: 11 + Double($0 % 7) * 5, block: 1000, frame: 10) })
        #expect(test.question?.isEnlarged == true)
        test.digest(
            (0..<20).map { PairRound(first: 1000, second: 11 + Double($0 % 7) * 5, block: 1000, frame: 10) })
        #expect(test.question == nil)
        #expect(test.rule?.verdict == .undecided)
    }

    @Test("no rounds at all end undecided")
    func nothing() {
        var test = PairTest(FusionCase([.fc], .relu))
        var questions = 0
        while test.question != nil, questions < 50 {
            test.digest([])
            questions += 1
        }
        #expect(questions < 20)
        #expect(test.rule?.verdict == .undecided)
    }

    @Test("a change of layout at the borders looks like a saving in the bare frame only")
    func layout() throws {
        var runtime = PretendRuntime()
        runtime.layout = 60_000
        let rule = try #require(try runtime.rules([FusionCase([.conv], .averagePool)]).rules.first)
        #expect(rule.verdict == .separate)
        #expect(rule.note == "layout")
    }

    @Test("a verdict against what structure says is flagged")
    func unexpected() throws {
        let eager = PretendRuntime()
        let rule = try #require(try eager.rules([FusionCase([.conv], .relu)]).rules.first)
        #expect(rule.verdict == .separate)
        #expect(rule.note == "unexpected")
        #expect(rule.evidence.map { $0.upper < 0.5 && $0.rounds >= 40 } == true)
    }

    @Test(
        "two operators with kernels of their own that save something together stay undecided, with the evidence"
    )
    func heavyPair() throws {
        let runtime = PretendRuntime(fused: ["conv-avgpool"])
        let subject = FusionCase([.conv], .averagePool)
        let rule = try #require(try runtime.rules([subject]).rules.first)
        #expect(rule.verdict == .undecided)
        #expect(rule.note == "unexpected")
        #expect(rule.evidence.map { $0.lower > 0.5 } == true)
    }

    @Test("one frame that saves more than the operator costs decides nothing", arguments: [1.0, 2.5])
    func oneFrame(saved: Double) throws {
        var test = PairTest(FusionCase([.conv], .relu))
        // The bare frame is clear; the other tells nothing.
        while let question = test.question {
            guard question.frame == .bare else {
                test.digest([])
                continue
            }
            test.digest(
                (0..<question.rounds).map { round in
                    PairRound(
                        first: 1000, second: 110, block: 1100 - 100 * saved + Double(round % 3), frame: 10)
                })
        }
        let rule = try #require(test.rule)
        #expect(rule.verdict == (saved > 1.5 ? .undecided : .fused))
        #expect(rule.note == (saved > 1.5 ? "layout" : "one frame"))
    }

    @Test("chains of three that pairs produce are tested themselves")
    func chains() throws {
        let runtime = PretendRuntime(fused: ["conv-relu", "relu-relu"])
        let rules = try runtime.rules([FusionCase([.conv], .relu), FusionCase([.relu], .relu)])
        #expect(rules.rule(for: FusionCase([.conv, .relu], .relu))?.source == .tested)
    }

    @Test("what depends on a rule that failed is separate, unmeasured")
    func dependency() throws {
        let rules = try PretendRuntime().rules([
            FusionCase([.conv], .batchNorm), FusionCase([.conv, .batchNorm], .relu),
            FusionCase([.conv], .relu), FusionCase([.conv], .relu, fan: .fork),
        ])
        let chain = try #require(rules.rule(for: FusionCase([.conv, .batchNorm], .relu)))
        #expect(chain.verdict == .separate && chain.source == .prior && chain.evidence == nil)
        let fork = try #require(rules.rule(for: FusionCase([.conv], .relu, fan: .fork)))
        #expect(fork.verdict == .separate && fork.taker == FusionTaker.none)
    }

    @Test("the case of a fork whose sum lies nearest wins", arguments: [FusionTaker.none, .first, .last])
    func fork(taker: FusionTaker) {
        var test = ForkTest(FusionCase([.depthwise], .relu, fan: .fork))
        var generator = SeededGenerator(seed: 5)
        // Anchor 1000, rectifier 100; a fused rectifier costs nothing.
        let whole =
            switch taker {
            case .first: 10 + 1000 + 100 + 100 + 1000.0
            case .last: 10 + 1000 + 100 + 100 + 1000.0 - 40
            default: 10 + 1000 + 300 + 1000.0
            }
        // In truth first and last differ by what else the reader does; here by 40.
        while let count = test.question {
            test.digest(
                (0..<count).map { _ in
                    let parts = [1010, 210, 1110, 1110, 970, whole, 10.0]
                    return parts.map { $0 + generator.uniform() }
                })
        }
        #expect(test.rule?.taker == taker)
        #expect(test.rule?.verdict == (taker == .none ? .separate : .fused))
    }
}
