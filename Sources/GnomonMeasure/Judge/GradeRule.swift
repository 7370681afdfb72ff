public import GnomonData

/// From evidence to a grade: a pure function of what is stored.
public enum GradeRule {
    /// What the rule looks at beside the evidence.
    public struct Counts: Hashable, Sendable {
        /// Launches with a value.
        public var launches: Int
        /// Clean samples of all launches.
        public var cleanSamples: Int
        /// Worker threads.
        public var threads: Int
        /// Whether an inference takes so long that 30 samples would take too long.
        public var isSlow: Bool

        /// Counts.
        public init(launches: Int, cleanSamples: Int, threads: Int = 1, isSlow: Bool = false) {
            self.launches = launches
            self.cleanSamples = cleanSamples
            self.threads = threads
            self.isSlow = isSlow
        }
    }

    /// The grade, and for each threshold missed on the way from A one sentence.
    public static func grade(_ evidence: Evidence, _ counts: Counts) -> (grade: Grade, reasons: [String]) {
        guard evidence.hasStableOutput else { return (.f, ["the outputs changed"]) }
        if let impossibility = evidence.impossibility { return (.f, [impossibility]) }
        var missed = Missed()
        let share = evidence.cleanShare
        if let pressure = evidence.pressure {
            missed.require(pressure < 0.05, else: .b, "pressure \(short(pressure)) >= 0.05")
        } else {
            missed.require(false, else: .b, "this system shows no pressure")
        }
        missed.require(share >= 0.9, else: .b, "clean share \(short(share)) < 0.9")
        missed.require(share >= 0.3, else: .c, "clean share \(short(share)) < 0.3")
        if let inflation = evidence.inflation {
            missed.require(inflation < 0.01, else: .b, "reference kernels \(percent(inflation)) slow >= 1 %")
            missed.require(inflation < 0.05, else: .c, "reference kernels \(percent(inflation)) slow >= 5 %")
        } else {
            missed.require(false, else: .b, "the reference kernels tell nothing")
        }
        let half = evidence.halfWidth
        missed.require(half <= 0.01, else: .b, "half-width \(percent(half)) > 1 %")
        missed.require(half <= 0.02, else: .c, "half-width \(percent(half)) > 2 %")
        missed.require(counts.launches >= 5, else: .b, "\(counts.launches) launches < 5")
        missed.require(counts.launches >= 3, else: .c, "\(counts.launches) launches < 3")
        missed.require(counts.launches >= 2, else: .f, "\(counts.launches) launches < 2")
        missed.require(evidence.isUnimodal, else: .b, "two regimes")
        missed.require(evidence.isSteady, else: .c, "no steady state")
        let needed = counts.isSlow ? 16 : 30
        missed.require(
            counts.cleanSamples >= needed, else: .f, "\(counts.cleanSamples) clean samples < \(needed)")
        missed.require(counts.threads == 1, else: .b, "more than one thread")
        if let steal = evidence.steal {
            missed.require(steal < 0.02, else: .b, "stolen time \(percent(steal)) >= 2 %")
            missed.require(steal < 0.2, else: .c, "stolen time \(percent(steal)) >= 20 %")
        }
        return (missed.grade, missed.reasons)
    }

    private struct Missed {
        var grade = Grade.a
        var reasons: [String] = []

        mutating func require(_ holds: Bool, else next: Grade, _ reason: @autoclosure () -> String) {
            guard !holds else { return }
            grade = max(grade, next)
            reasons.append(reason())
        }
    }

    private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    private static func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
