import Foundation
public import GnomonData
import GnomonGraph
public import GnomonKernels
import GnomonMeasure
import GnomonPredict
public import GnomonReport
import GnomonRuntimes
import GnomonStatistics

/// Finds the fusion rules of a platform by timing small networks, and keeps them.
public struct DetectSession {
    /// What was found.
    public struct Outcome: Sendable {
        /// The rules.
        public var rules: DetectedRules
        /// A row for each rule.
        public var rows: [DetectedRuleRow]
        /// The file they were written to.
        public var path: String
        /// Cases that were not reached.
        public var left: Int
        /// How long it took, in seconds.
        public var seconds: Double

        /// Rows of which the runtime tells, views left out.
        private var known: [DetectedRuleRow] { rows.filter { $0.isFused != nil } }

        /// How many pairs the runtime tells of, and how many of them were not decided.
        public var told: (pairs: Int, undecided: Int) {
            (known.count, known.count { $0.verdict == FusionVerdict.undecided.rawValue })
        }

        /// Verdicts against what the runtime shows, undecided ones left out.
        public var decided: Agreement {
            Agreement(known.filter { $0.verdict != FusionVerdict.undecided.rawValue }) { $0.verdict }
        }

        /// Rules as they are applied against what the runtime shows: undecided ones say what was expected.
        public var applied: Agreement {
            let assumed = Dictionary(
                rules.rules.map { ($0.subject.name, $0.effective.rawValue) }, uniquingKeysWith: { $1 })
            return Agreement(known) { assumed[$0.pair] ?? $0.verdict }
        }
    }

    /// How rules agree with what a runtime shows.
    public struct Agreement: Hashable, Sendable {
        /// Fusions that are real.
        public var agreed = 0
        /// Fusions that are none.
        public var invented = 0
        /// Real fusions that are called separate.
        public var missed = 0

        /// Counts rows by a verdict.
        init(_ rows: [DetectedRuleRow], verdict: (DetectedRuleRow) -> String) {
            for row in rows {
                switch (verdict(row) == FusionVerdict.fused.rawValue, row.isFused == true) {
                case (true, true): agreed += 1
                case (true, false): invented += 1
                case (false, true): missed += 1
                case (false, false): break
                }
            }
        }

        /// The share of the fusions found that are real; nil where none was found.
        public var precision: Double? {
            agreed + invented == 0 ? nil : Double(agreed) / Double(agreed + invented)
        }
        /// The share of the real fusions that were found; nil where there are none.
        public var recall: Double? { agreed + missed == 0 ? nil : Double(agreed) / Double(agreed + missed) }
    }

    /// The platform.
    public let platform: Platform
    private let settings: Settings
    private let executable: [String]
    private let measurer: Measurer

    /// A session.
    public init(platform: Platform, settings: Settings, executable: [String]) {
        self.platform = platform
        self.settings = settings
        self.executable = executable
        measurer = Measurer(executable: executable)
    }

    /// Tests cases until all are settled, the budget ends or it is to stop; the rules are kept.
    ///
    /// - Parameters:
    ///   - cases: What to test.
    ///   - budget: Seconds; a case that has begun is not broken off.
    ///   - wantsTruth: Whether each case is also held against what the runtime shows.
    ///   - shouldStop: Asked between questions.
    ///   - progress: Told how many cases are settled, of how many, and which is in hand.
    /// - Returns: The rules, and how they were found.
    /// - Throws: `AppError` where the platform cannot run, or the rules cannot be written.
    public func run(
        cases: [FusionCase], budget: Double, wantsTruth: Bool = false, shouldStop: () -> Bool = { false },
        progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws(AppError) -> Outcome {
        let start = Date()
        if platform.runtime != "simulated" {
            do { _ = try measurer.runtimeVersion(of: platform) } catch { throw AppError(error) }
        }
        let rounds = RoundSession(executable: executable, platform: platform)
        defer { rounds.end() }
        var plan = DetectionPlan(cases, platform: platform.name)
        while Date().timeIntervalSince(start) < budget, !shouldStop() {
            let request: DetectionPlan.Request?
            do { request = try plan.next() } catch { throw AppError(error) }
            guard let request else { break }
            progress(plan.done, plan.total, request.subject.name)
            do throws(MeasureError) {
                plan.digest(try measure(request, rounds))
            } catch {
                guard error.code == .refused || error.code == .crashed || error.code == .timedOut else {
                    throw AppError(error)
                }
                plan.skip("the runtime refused")
            }
        }
        let seconds = Date().timeIntervalSince(start)
        let rules = plan.rules
        // Nothing but the networks of the cases is profiled here, after everything was timed.
        let rows = rules.rules.map { rule in
            Self.row(rule, isFused: wantsTruth ? truth(of: rule.subject) : nil)
        }
        let path = settings.rulesFile(platform: platform.name)
        try keep(rules.over(earlier(path)), path: path)
        return Outcome(
            rules: rules, rows: rows, path: path, left: plan.total - plan.done, seconds: seconds)
    }

    // MARK: Measuring

    private func measure(
        _ request: DetectionPlan.Request, _ rounds: RoundSession
    ) throws(MeasureError) -> [[Double]] {
        if platform.runtime == "simulated" { return simulated(request) }
        let platform = platform
        let subjects = request.networks.map { network in
            RoundSession.Subject(key: "\(network.canonicalHash())") { () throws(MeasureError) in
                do throws(AppError) {
                    return try ModelBytes.written(network, for: platform, seed: 0, wantsDigest: false)
                } catch {
                    throw MeasureError(.refused, phase: .start, error.message)
                }
            }
        }
        var taken: [[Double]] = []
        for (launch, count) in request.launches.enumerated() {
            taken += try rounds.rounds(subjects, count: count, isRenewed: launch > 0 || request.isRenewed)
        }
        return taken
    }

    private func simulated(_ request: DetectionPlan.Request) -> [[Double]] {
        let runtime = SimulatedRuntime()
        return (0..<request.rounds).map { round in
            request.networks.enumerated().map { place, network in
                // Every reading has noise of its own.
                let seed = UInt64(round) &* 1_000_003 &+ UInt64(place) &* 7919 &+ UInt64(network.nodes.count)
                return runtime.latency(of: runtime.kernels(of: network, seed: seed)).nanoseconds
            }
        }
    }

    // MARK: Truth

    /// Whether the runtime runs the operator in the kernel of those before it; nil where it does not tell, and where that
    /// depends on the frame.
    private func truth(of subject: FusionCase) -> Bool? {
        guard subject.fan != .fork, !subject.next.isView else { return nil }
        let answers = Set(subject.frames.map { truth(of: subject, in: $0) })
        return answers.count == 1 ? answers.first ?? nil : nil
    }

    private func truth(of subject: FusionCase, in frame: FusionCase.Frame) -> Bool? {
        guard let networks = try? subject.networks(frame),
            let model = try? ModelBytes.written(networks.block, for: platform, seed: 0, wantsDigest: false),
            let profile = try? measurer.profile(
                model: model, platform: platform, seconds: 0.1, minimumRuns: 2),
            let groups = profile.groups
        else { return nil }
        let before = Set(networks.firstNodes)
        let behind = Set(networks.secondNodes)
        if let group = groups.groups.first(where: { !behind.isDisjoint(with: $0.nodes) }) {
            return !before.isDisjoint(with: group.nodes)
        }
        // What nothing executes was folded away.
        return behind.isSubset(of: groups.removed) ? true : nil
    }

    // MARK: Scores

    /// How far rules reproduce what the runtime does with a model.
    ///
    /// - Throws: `AppError` where the runtime cannot profile the model.
    public func score(_ rules: DetectedRules, _ model: LoadedModel) throws(AppError) -> DetectionScoreRow {
        let bytes = try ModelBytes.written(model.network, for: platform, seed: 0, wantsDigest: false)
        let profile: NetworkProfile
        do {
            profile = try measurer.profile(model: bytes, platform: platform, seconds: 0.5, minimumRuns: 5)
        } catch { throw AppError(error) }
        let groups = profile.groups ?? FusionGroups(groups: [])
        let kernels = DetectedKernels(model.network, rules: rules)
        let agreement = FusionAgreement(
            groups: groups, predicted: kernels.groups, times: profile.kernels.map(\.latency.nanoseconds))
        let edges = EdgeScore(
            model.network, predicted: kernels.groups, truth: groups.groups.map(\.nodes),
            unknown: groups.removed + groups.unmapped)
        return DetectionScoreRow(
            model: model.path, operators: model.network.nodes.count { $0.state == .live },
            agreed: edges.agreed, invented: edges.invented, missed: edges.missed, excluded: edges.excluded,
            exact: agreement.share, exactByTime: agreement.timeShare)
    }

    // MARK: Files

    /// What an earlier session found, if it can be read.
    private func earlier(_ path: String) -> DetectedRules? {
        FileManager.default.contents(atPath: path).flatMap {
            try? DetectedRules(data: $0, platform: platform.name)
        }
    }

    private func keep(_ rules: DetectedRules, path: String) throws(AppError) {
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try rules.encoded().write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw AppError(
                code: "rules.unwritable", message: "the rules cannot be written: \(error)", place: path,
                exit: .badData)
        }
    }

    /// Rules from a file of ours or of nn-Meter.
    ///
    /// - Throws: `AppError` with exit 65 where it holds none.
    public static func rules(path: String, platform: Platform) throws(AppError) -> DetectedRules {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw AppError(
                code: "rules.missing", message: "the file cannot be read", place: path, exit: .badData)
        }
        do { return try DetectedRules(data: data, platform: platform.name) } catch {
            throw AppError(
                code: "rules.malformed", message: error.description, place: path, exit: .badData)
        }
    }

    /// A row of a rule.
    static func row(_ rule: DetectedRule, isFused: Bool? = nil) -> DetectedRuleRow {
        DetectedRuleRow(
            pair: rule.subject.name, verdict: rule.verdict.rawValue, source: rule.source.rawValue,
            prior: rule.subject.prior.rawValue, effect: rule.evidence?.effect, lower: rule.evidence?.lower,
            upper: rule.evidence?.upper, rounds: rule.evidence?.rounds ?? 0, taker: rule.taker?.rawValue,
            note: rule.note, isFused: isFused)
    }
}

extension Settings {
    /// The file of a platform's detected fusion rules.
    public func rulesFile(platform: String) -> String { "\(dataFolder)/rules/\(platform).json" }
}

extension DetectSession {
    /// Detected rules, for those who only pass them on.
    public typealias Rules = DetectedRules

    /// nn-Meter's cases, or all.
    public static func cases(quick: Bool) -> [FusionCase] { quick ? FusionCase.quick : FusionCase.all }
}
