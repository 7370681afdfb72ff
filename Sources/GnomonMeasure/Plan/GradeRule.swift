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

        /// Counts.
        public init(launches: Int, cleanSamples: Int, threads: Int = 1) {
            self.launches = launches
            self.cleanSamples = cleanSamples
            self.threads = threads
        }
    }

    /// The grade, and for each threshold missed on the way from A one sentence.
    public static func grade(_ evidence: Evidence, _ counts: Counts) -> (grade: Grade, reasons: [String]) {
        guard evidence.hasStableOutput else { return (.f, ["the outputs changed"]) }
        var reasons: [String] = []
        var grade = Grade.a
        func require(_ holds: Bool, else next: Grade, _ reason: @autoclosure () -> String) {
            guard !holds else { return }
            grade = max(grade, next)
            reasons.append(reason())
        }
        let share = evidence.cleanShare
        if let pressure = evidence.pressure {
            require(pressure < 0.05, else: .b, "pressure \(short(pressure)) >= 0.05")
        } else {
            require(false, else: .b, "this system shows no pressure")
        }
        require(share >= 0.9, else: .b, "clean share \(short(share)) < 0.9")
        require(share >= 0.3, else: .c, "clean share \(short(share)) < 0.3")
        require(evidence.halfWidth <= 0.01, else: .b, "half-width \(percent(evidence.halfWidth)) > 1 %")
        require(evidence.halfWidth <= 0.02, else: .c, "half-width \(percent(evidence.halfWidth)) > 2 %")
        require(counts.launches >= 5, else: .b, "\(counts.launches) launches < 5")
        require(counts.launches >= 3, else: .c, "\(counts.launches) launches < 3")
        require(counts.launches >= 2, else: .f, "\(counts.launches) launches < 2")
        require(evidence.isUnimodal, else: .b, "two regimes")
        require(evidence.isSteady, else: .c, "no steady state")
        require(counts.cleanSamples >= 30, else: .f, "\(counts.cleanSamples) clean samples < 30")
        require(counts.threads == 1, else: .b, "more than one thread")
        if let steal = evidence.steal {
            require(steal < 0.02, else: .b, "stolen time \(percent(steal)) >= 2 %")
            require(steal < 0.2, else: .c, "stolen time \(percent(steal)) >= 20 %")
        }
        return (grade, reasons)
    }

    private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    private static func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
