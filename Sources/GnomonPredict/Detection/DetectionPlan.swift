public import GnomonGraph
public import GnomonKernels

/// Finds the rules of a platform: proposes what to measure, digests what was measured, case by case.
///
/// It never opens a runtime, so that simulated latencies test all of it.
public struct DetectionPlan: Sendable {
    /// What to measure next: these networks side by side, so many rounds.
    public struct Request: Sendable {
        /// The case it is for.
        public var subject: FusionCase
        /// What surrounds the operators.
        public var frame: FusionCase.Frame
        /// The networks.
        public var networks: [Network]
        /// Rounds of each launch: so many, then processes are started anew.
        public var launches: [Int]
        /// Rounds of all launches.
        public var rounds: Int { launches.reduce(0, +) }
        /// Whether the first of these launches needs new processes too: the old ones were asked already.
        public var isRenewed: Bool
        /// What the frame costs around the first and the second part, in units of the frame.
        var shares = (first: 1.0, second: 1.0)
    }

    /// What is known so far.
    public private(set) var rules: DetectedRules
    /// Cases that were settled.
    public private(set) var done = 0
    /// Cases in all; grows as fused pairs ask for chains of three.
    public var total: Int { cases.count }

    private var cases: [FusionCase]
    private let settings: TestSettings
    private var known: [FusionCase: FusionVerdict] = [:]
    private var pair: PairTest?
    private var fork: ForkTest?
    private var asked: Request?
    private var hasChains = false

    /// A plan for cases; what a case depends on is asked before it if it stands before it.
    public init(_ cases: [FusionCase], platform: String, settings: TestSettings = TestSettings()) {
        self.cases = cases
        self.settings = settings
        rules = DetectedRules(platform: platform, alpha: settings.alpha)
    }

    /// The next question; nil when all cases are settled.
    ///
    /// - Throws: `GraphError` where a case cannot be built: a fault of ours.
    public mutating func next() throws(GraphError) -> Request? {
        while true {
            if let request = try current() {
                asked = request
                return request
            }
            if let rule = pair?.rule ?? fork?.rule { settle(rule) }
            pair = nil
            fork = nil
            if done == cases.count, !hasChains { addChains() }
            guard done < cases.count else { return nil }
            open(cases[done])
        }
    }

    /// Takes in rounds of the last question: a latency in nanoseconds for each of its networks.
    public mutating func digest(_ rounds: [[Double]]) {
        guard let asked else { return }
        if fork != nil {
            fork?.digest(rounds)
        } else {
            let usable = rounds.filter { $0.count == 4 && $0.allSatisfy(\.isFinite) }
            pair?.digest(
                usable.map { PairRound(first: $0[0], second: $0[1], block: $0[2], frame: $0[3]) },
                firstShare: asked.shares.first, secondShare: asked.shares.second)
        }
        self.asked = nil
    }

    /// Gives up the case in hand, which becomes undecided: the runtime refused one of its networks.
    public mutating func skip(_ reason: String) {
        guard done < cases.count, pair != nil || fork != nil else { return }
        settle(DetectedRule(cases[done], verdict: .undecided, source: .tested, note: reason))
        pair = nil
        fork = nil
        asked = nil
    }

    private func current() throws(GraphError) -> Request? {
        if let pair, let question = pair.question {
            let networks = try pair.subject.networks(question.frame, isEnlarged: question.isEnlarged)
            return Request(
                subject: pair.subject, frame: question.frame, networks: networks.all,
                launches: launches(question.rounds), isRenewed: question.isRepeated,
                shares: (networks.firstShare, networks.secondShare))
        }
        if let fork, let rounds = fork.question {
            return Request(
                subject: fork.subject, frame: .bare, networks: try fork.subject.forkNetworks(),
                launches: launches(rounds), isRenewed: fork.isRepeated)
        }
        return nil
    }

    private func launches(_ rounds: Int) -> [Int] {
        let each = max(1, settings.roundsPerLaunch)
        return stride(from: 0, to: rounds, by: each).map { min(each, rounds - $0) }
    }

    private mutating func open(_ subject: FusionCase) {
        if let needed = subject.dependency, let verdict = known[needed], verdict != .fused {
            settle(
                DetectedRule(
                    subject, verdict: verdict == .undecided ? .undecided : .separate,
                    taker: subject.fan == .fork ? FusionTaker.none : nil, source: .prior,
                    note: "\(needed.name) is \(verdict.rawValue)"))
        } else if subject.chain.last?.isView == true {
            // A view holds no work that another could join.
            settle(
                DetectedRule(subject, verdict: subject.next.isView ? .view : .separate, source: .prior))
        } else if subject.fan == .fork {
            fork = ForkTest(subject, settings: settings)
        } else {
            pair = PairTest(subject, settings: settings)
        }
    }

    private mutating func settle(_ rule: DetectedRule) {
        rules.rules.append(rule)
        known[rule.subject] = rule.verdict
        done += 1
    }

    /// Chains of three that pair rules produce, for pairs are not transitive.
    private mutating func addChains() {
        hasChains = true
        let fused = rules.rules.filter {
            $0.verdict == .fused && $0.fan == .one && $0.chain.count == 1 && $0.slot == 0
        }
        var found: [FusionCase] = []
        for first in fused where first.chain[0].isProduct {
            // What joins the anchor, or the member behind it, may join both together.
            for second in fused where second.chain == [first.next] || second.chain == first.chain {
                let chain = FusionCase(first.chain + [first.next], second.next)
                if !found.contains(chain) { found.append(chain) }
            }
        }
        let present = Set(cases)
        cases += found.filter { !present.contains($0) }.prefix(48)
    }
}
