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
    /// Bootstrap draws: the 99.9 % interval needs a few thousand.
    public var draws = 2000
    /// What fixes the draws.
    public var seed: UInt64 = 1

    /// nn-Meter's alpha, 20 to 160 rounds.
    public init() {}
}

/// What rounds say of one pair in one frame.
///
/// The saving of a round is s = t1 + t2 - tb - tF and the unit m the cost of the cheaper operator without its frame;
/// r = median(s) / median(m), with a percentile bootstrap over rounds (Efron 1979, doi:10.1214/aos/1176344552).
public struct PairDecision: Hashable, Sendable {
    /// The verdict; nil while more rounds may tell.
    public var verdict: FusionVerdict?
    /// The share of the cheaper operator that is saved.
    public var effect: Double
    /// The bounds the verdict rests on, each at the level the expectation asks for it.
    public var interval: ClosedRange<Double>
    /// Whether the cheaper operator is lost in noise.
    public var isTooSmall: Bool

    /// Decides; nil for fewer than four rounds.
    ///
    /// - Parameters:
    ///   - rounds: The rounds.
    ///   - prior: What is expected.
    ///   - firstShare: What the frame costs around the first operator, in units of the frame.
    ///   - secondShare: The same of the second.
    ///   - unitIsSecond: Whether the second operator is the unit whatever the first one costs.
    ///   - settings: How sure one must be.
    /// - Complexity: O(draws · rounds · log rounds).
    public init?(
        _ rounds: [PairRound], prior: FusionPrior, firstShare: Double = 1, secondShare: Double = 1,
        unitIsSecond: Bool = false, settings: TestSettings = TestSettings()
    ) {
        guard rounds.count >= 4 else { return nil }
        let savings = rounds.map { $0.first + $0.second - $0.block - $0.frame }
        let firsts = rounds.map { $0.first - firstShare * $0.frame }
        let seconds = rounds.map { $0.second - secondShare * $0.frame }
        guard let saved = Quantile.median(savings), let one = Quantile.median(firsts),
            let two = Quantile.median(seconds)
        else { return nil }
        let units = unitIsSecond || two <= one ? seconds : firsts
        let unit = unitIsSecond ? two : min(one, two)
        let draws = Self.draws(savings, units, settings)
        let width =
            ((Quantile.of(draws.units, at: 0.975) ?? 0) - (Quantile.of(draws.units, at: 0.025) ?? 0)) / 2
        guard unit > 0, unit >= 3 * width else {
            self.init(verdict: nil, effect: unit > 0 ? saved / unit : 0, interval: -.infinity ... .infinity)
            isTooSmall = true
            return
        }
        let effects = draws.effects.sorted()
        let low = Quantile.ofSorted(effects, at: (1 - prior.level(for: .fused)) / 2) ?? -.infinity
        let high = Quantile.ofSorted(effects, at: (1 + prior.level(for: .separate)) / 2) ?? .infinity
        let verdict: FusionVerdict? = low > settings.alpha ? .fused : high < settings.alpha ? .separate : nil
        self.init(verdict: verdict, effect: saved / unit, interval: min(low, high)...max(low, high))
    }

    private init(verdict: FusionVerdict?, effect: Double, interval: ClosedRange<Double>) {
        self.verdict = verdict
        self.effect = effect
        self.interval = interval
        isTooSmall = false
    }

    /// Effects and units of rounds drawn with replacement; a round stays together.
    private static func draws(
        _ savings: [Double], _ units: [Double], _ settings: TestSettings
    ) -> (effects: [Double], units: [Double]) {
        var generator = SeededGenerator(seed: settings.seed)
        var effects: [Double] = []
        var middles: [Double] = []
        var saved = savings
        var unit = units
        for _ in 0..<max(2, settings.draws) {
            for place in savings.indices {
                let index = Int.random(in: 0..<savings.count, using: &generator)
                saved[place] = savings[index]
                unit[place] = units[index]
            }
            let middle = Quantile.median(unit) ?? 0
            middles.append(middle)
            effects.append((Quantile.median(saved) ?? 0) / max(middle, 1e-9))
        }
        return (effects, middles)
    }
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

    /// The frame, the size and the number of rounds to measure next; nil when the case is decided.
    public var question: (frame: FusionCase.Frame, isEnlarged: Bool, rounds: Int)? {
        guard frames.indices.contains(place) else { return nil }
        // As many again as there are: the number doubles.
        return (frames[place], isEnlarged, rounds.isEmpty ? settings.rounds : rounds.count)
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
        return DetectedRule(
            subject, verdict: verdict, source: .tested,
            evidence: decision.map { .init($0, rounds: total) }, note: note)
    }

    private func isAgainstExpectation(_ verdict: FusionVerdict) -> Bool {
        subject.prior != .open && subject.prior.verdict != verdict
    }
}
