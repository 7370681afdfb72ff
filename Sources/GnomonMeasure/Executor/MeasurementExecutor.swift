import Foundation
public import GnomonData
import GnomonStatistics

/// Carries a measurement out on a machine, real or simulated.
public struct MeasurementExecutor {
    /// What one attempt saw.
    public struct Attempt {
        /// The launches of each target.
        public var launches: [[Launch]]
        /// The runtime's version.
        public var version: String
        /// The plan of the last launch.
        public var plan: String
        /// When it began, in seconds since 1970.
        public var startedAt: Double
        /// How long it took, in seconds.
        public var seconds: Double
        /// What it says, target by target.
        public var verdicts: [Judge.Verdict]
    }

    private let machine: any MeasuringMachine
    private let options: MeasureOptions
    private let rules: [Provenance.Rules]

    /// An executor for as many targets as there are rules.
    public init(machine: any MeasuringMachine, options: MeasureOptions, rules: [Provenance.Rules]) {
        self.machine = machine
        self.options = options
        self.rules = rules
    }

    /// Attempts until one can be trusted, the budget ends or nothing is gained by another; in order.
    ///
    /// Between attempts it waits for a quiet machine.
    ///
    /// - Throws: `MeasureError` when a launch failed.
    public func attempts(progress: (MeasureProgress) -> Void = { _ in }) throws(MeasureError) -> [Attempt] {
        let start = machine.now()
        func elapsed() -> Double { Double(machine.now() - start) / 1e9 }
        var attempts: [Attempt] = []
        for number in 0..<max(1, options.attempts) {
            if number > 0 {
                let wait = min([1.0, 4, 16][min(number - 1, 2)], options.budget - elapsed())
                // A launch takes half a second at least; less time is not worth an attempt.
                guard wait > 0.2, elapsed() + 1 < options.budget else { break }
                progress(.waiting(seconds: wait))
                waitForQuiet(seconds: wait, number: number)
            }
            attempts.append(
                try attempt(number, budget: max(options.budget - elapsed(), 1), progress: progress))
            let verdicts = attempts[attempts.count - 1].verdicts
            if verdicts.allSatisfy({ !Self.isWorthAnother($0) }) { break }
        }
        for index in attempts.indices {
            for target in attempts[index].verdicts.indices {
                attempts[index].verdicts[target].provenance.attempt = index
                attempts[index].verdicts[target].provenance.attempts = attempts.count
            }
        }
        return attempts
    }

    /// Whether a busy machine may be the reason for a bad grade.
    private static func isWorthAnother(_ verdict: Judge.Verdict) -> Bool {
        !verdict.grade.isTrusted && verdict.evidence.hasStableOutput && verdict.evidence.impossibility == nil
    }

    /// Waits, at most this long, until nothing stalls.
    private func waitForQuiet(seconds: Double, number: Int) {
        var generator = SeededGenerator(seed: options.seed &+ UInt64(number))
        // Several waiting programs must not all wake at once.
        let end = machine.now() + Int64(seconds * (0.8 + 0.2 * generator.uniform()) * 1e9)
        while machine.now() < end {
            let (before, start) = (machine.witness(), machine.now())
            machine.pause(seconds: 0.25)
            let seen = MachineWitness.round(
                before, machine.witness(), nanoseconds: machine.now() - start)
            guard let stalled = seen.stalled else { continue }
            if Double(stalled) < 0.05 * Double(seen.nanoseconds) { return }
        }
    }

    // MARK: One attempt

    private func attempt(
        _ number: Int, budget: Double, progress: (MeasureProgress) -> Void
    ) throws(MeasureError) -> Attempt {
        let startedAt = machine.date()
        let start = machine.now()
        func elapsed() -> Double { Double(machine.now() - start) / 1e9 }
        var launches: [[Launch]] = rules.map { _ in [] }
        var version = "unavailable"
        var plan: MeasurementPlan?
        var costs = (launch: 0.0, round: 0.0)
        let most = max(options.launches, options.maximumLaunches)
        let warm = warmOrder(budget: budget)
        while launches[0].count < most {
            let count = launches[0].count
            if count > 0, elapsed() * Double(count + 1) / Double(count) > budget { break }
            if count >= options.launches, isEnough(launches) { break }
            let begin = machine.now()
            var group = try LaunchGroup(
                machine: machine, targets: rules.count, number: number * 100 + count, warm: warm)
            version = group.version
            let opened = machine.now()
            if count == 0 || count == 2 {
                let pilot =
                    count == 2
                    ? Pilot(launches[0], launchCost: costs.launch, roundCost: costs.round) : nil
                // Opening and warming up are part of what a launch may take.
                let share = budget * 1e9 / Double(max(1, options.launches)) - Double(opened - begin)
                plan = MeasurementPlan(
                    targets: group.expectations, references: machine.references.count,
                    launchBudget: max(0.2e9, share), pilot: pilot, seed: options.seed)
            }
            guard let plan else { break }
            let seen = try group.run(plan)
            let closed = machine.now()
            costs = (Double(opened - begin), Double(closed - opened) / Double(max(1, seen[0].rounds.count)))
            for (target, launch) in seen.enumerated() { launches[target].append(launch) }
            progress(.launch(count + 1, nanoseconds: LaunchFacts(seen[0]).fallback))
        }
        let verdicts = zip(launches, rules).map { launches, rules in
            var verdict = Judge.verdict(of: launches, rules: rules)
            verdict.provenance.plan = plan?.text ?? ""
            return verdict
        }
        return Attempt(
            launches: launches, version: version, plan: plan?.text ?? "", startedAt: startedAt,
            seconds: elapsed(), verdicts: verdicts)
    }

    private func warmOrder(budget: Double) -> WarmOrder {
        let minimum = Int64(min(max(options.warmupMilliseconds, 1), 10_000)) * 1_000_000
        let share = Int64(min(10, max(0.1, budget / Double(3 * max(1, options.launches)))) * 1e9)
        return WarmOrder(minimumNanoseconds: minimum, maximumNanoseconds: max(minimum, share))
    }

    /// Whether the intervals are narrow, or more launches would not make them so.
    private func isEnough(_ launches: [[Launch]]) -> Bool {
        for (launches, rules) in zip(launches, rules) {
            let facts = launches.map { LaunchFacts($0, quartileRatio: rules.noise?.quartileRatio) }
            let values = facts.compactMap(\.value)
            // Noise that launches do not cure is left to the next attempt.
            if values.count * 2 < launches.count { continue }
            if Spread(values).half > options.halfWidth { return false }
            if Judge.verdict(of: launches, rules: rules).evidence.halfWidth > options.halfWidth {
                return false
            }
        }
        return true
    }
}
