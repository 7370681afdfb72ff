public import GnomonKernels
import GnomonStatistics

/// What one round of a pair took, in nanoseconds.
public struct PairRound: Hashable, Sendable {
    /// The operators before, alone.
    public var first: Double
    /// The operator in question, alone.
    public var second: Double
    /// Both together.
    public var block: Double
    /// The frame alone.
    public var frame: Double

    /// A round.
    public init(first: Double, second: Double, block: Double, frame: Double) {
        self.first = first
        self.second = second
        self.block = block
        self.frame = frame
    }
}

/// How many times and at what levels a test asks.
public struct TestSettings: Hashable, Sendable {
    /// The share of the smaller operator that must be saved.
    public var alpha = 0.5
    /// Rounds of the first question.
    public var rounds = 20
    /// Rounds of the last one.
    public var maximumRounds = 160
    /// Rounds after which the processes of a case are started anew.
    public var roundsPerLaunch = 20
    /// How far one process of a network is from another, as a share of its time (standard deviation).
    public var launchSpread = 0.01
    /// Bootstrap draws: the 99.9 % interval needs a few thousand.
    public var draws = 2000
    /// What fixes the draws.
    public var seed: UInt64 = 1

    /// nn-Meter's alpha, 20 to 160 rounds.
    public init() {}
}

/// The test of one case: says what to measure next, and takes in what was measured.
///
/// It never opens a runtime. Rounds are doubled from 20 to 160, then the shapes are enlarged once, then the case is
/// undecided; every verdict but that on a view is repeated in a second frame.
public struct PairTest: Sendable {
    /// The case.
    public let subject: FusionCase
    private let settings: TestSettings
    private let frames: [FusionCase.Frame]
    private var place = 0
    private var isEnlarged = false
    private var rounds: [PairRound] = []
    /// What each frame that is done with says.
    private var found: [(frame: FusionCase.Frame, decision: PairDecision?, rounds: Int)] = []
    private var total = 0
    private var barren = 0

    /// A test that has measured nothing.
    public init(_ subject: FusionCase, settings: TestSettings = TestSettings()) {
        self.subject = subject
        self.settings = settings
        frames = subject.frames
    }

    /// The frame, the size and the number of rounds to measure next, and whether the same was asked before; nil when
    /// the case is decided.
    public var question: (frame: FusionCase.Frame, isEnlarged: Bool, rounds: Int, isRepeated: Bool)? {
        guard frames.indices.contains(place) else { return nil }
        // As many again as there are: the number doubles.
        return (frames[place], isEnlarged, rounds.isEmpty ? settings.rounds : rounds.count, !rounds.isEmpty)
    }

    /// Takes in rounds of the current question, with the shares of its networks.
    public mutating func digest(_ new: [PairRound], firstShare: Double = 1, secondShare: Double = 1) {
        guard frames.indices.contains(place), let asked = question?.rounds else { return }
        rounds += new
        total += new.count
        barren = 4 * new.count < asked ? barren + 1 : 0
        let decision = PairDecision(
            rounds, prior: subject.prior, firstShare: firstShare, secondShare: secondShare,
            unitIsSecond: subject.next.isView, settings: settings)
        if let decision, decision.verdict != nil {
            finish(decision)
        } else if barren > 1 {
            // A machine too busy for these will not do better with larger ones.
            finish(decision)
        } else if rounds.count >= settings.maximumRounds || decision?.isTooSmall == true {
            if isEnlarged {
                finish(decision)
            } else {
                isEnlarged = true
                rounds = []
                barren = 0
            }
        }
    }

    private mutating func finish(_ decision: PairDecision?) {
        found.append((frames[place], decision, rounds.count))
        rounds = []
        isEnlarged = false
        barren = 0
        place += 1
    }

    /// The rule that follows; nil while the case is open.
    public var rule: DetectedRule? {
        guard place == frames.count else { return nil }
        let verdicts = found.map { $0.decision?.verdict ?? .undecided }
        let decided = verdicts.filter { $0 != .undecided }
        var verdict = FusionVerdict.undecided
        var note: String?
        var shown = found.count - 1
        if Set(verdicts).count == 1 {
            verdict = verdicts[0]
        } else if decided.count == verdicts.count, verdicts.last == subject.prior.verdict {
            // Layouts that change at the borders look like savings in the bare frame; the other has none.
            verdict = verdicts[verdicts.count - 1]
            note = "layout"
        } else if decided.count == 1, decided[0] == subject.prior.verdict {
            verdict = decided[0]
            note = "one frame"
            shown = verdicts.firstIndex(of: verdict) ?? shown
        } else if decided.count == verdicts.count {
            note = "frames disagree"
        }
        let decision = found.indices.contains(shown) ? found[shown].decision : nil
        if subject.next.isView, verdict == .fused { verdict = .view }
        if verdict != .undecided, note == nil, isAgainstExpectation(verdict) { note = "unexpected" }
        // Only the bare frame decided, and more was saved than the operator costs: a change of layout is among it.
        if note == "one frame", let decision {
            if verdict == .fused, decision.interval.lowerBound > Self.mostSaved {
                verdict = .undecided
                note = "layout"
            } else if !decision.isSure, subject.prior != .never {
                verdict = .undecided
            }
        }
        // Fused, two operators that both compute still compute both: what they save together is memory or a change of layout,
        // which they also save side by side. Latencies cannot tell.
        if verdict == .fused, subject.prior == .never { verdict = .undecided }
        return DetectedRule(
            subject, verdict: verdict, source: .tested,
            evidence: decision.map { .init($0, rounds: total) }, note: note)
    }

    /// The share of an operator's cost beyond which a saving is not the operator's alone.
    private static let mostSaved = 1.5

    private func isAgainstExpectation(_ verdict: FusionVerdict) -> Bool {
        subject.prior != .open && subject.prior.verdict != verdict
    }
}
