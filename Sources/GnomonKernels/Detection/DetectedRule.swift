/// Which of several takes part in a kernel, in order of execution.
public enum FusionTaker: String, Hashable, Sendable, Codable, CaseIterable {
    case none
    case first
    case last
    case every
}

/// One rule of a platform: what happens to an operator behind a chain, and how that is known.
public struct DetectedRule: Hashable, Sendable, Codable {
    /// How a rule is known.
    public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
        /// Read off what a runtime shows.
        case mined
        /// Concluded from latencies.
        case tested
        /// Assumed.
        case prior
        /// From somebody else's file.
        case imported
    }

    /// What a verdict rests on.
    public struct Evidence: Hashable, Sendable, Codable {
        /// The share of the cheaper operator that is saved; for a fork nanoseconds.
        public var effect: Double
        /// The lower bound.
        public var lower: Double
        /// The upper bound.
        public var upper: Double
        /// Rounds measured, in all frames.
        public var rounds: Int

        /// Evidence.
        public init(effect: Double, lower: Double, upper: Double, rounds: Int) {
            self.effect = effect
            self.lower = lower
            self.upper = upper
            self.rounds = rounds
        }
    }

    /// The operators before, anchor first.
    public var chain: [RuleOperator]
    /// The operator in question.
    public var next: RuleOperator
    /// In which operand it reads the chain's result.
    public var slot: Int
    /// How many read and write the tensor between.
    public var fan: FusionCase.Fan
    /// What happens.
    public var verdict: FusionVerdict
    /// For forks which reader joins, for joins which producer takes the reader.
    public var taker: FusionTaker?
    /// How that is known.
    public var source: Source
    /// What it rests on; nil for what was not measured.
    public var evidence: Evidence?
    /// What is odd about it; nil if nothing is.
    public var note: String?

    /// A rule that answers a case.
    public init(
        _ subject: FusionCase, verdict: FusionVerdict, taker: FusionTaker? = nil, source: Source,
        evidence: Evidence? = nil, note: String? = nil
    ) {
        chain = subject.chain
        next = subject.next
        slot = subject.slot
        fan = subject.fan
        self.verdict = verdict
        self.taker = taker
        self.source = source
        self.evidence = evidence
        self.note = note
    }

    /// The case it answers.
    public var subject: FusionCase { FusionCase(chain, next, fan: fan, slot: slot) }

    /// The verdict, or what is assumed where there is none.
    public var effective: FusionVerdict { verdict == .undecided ? subject.prior.verdict : verdict }
}
