public import GnomonEvaluate
import GnomonFeatures
public import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// Runs transfer tasks: sources, samples through a counter, predictions, scores.
///
/// Not for use from two threads at once.
public struct TransferSession {
    /// What is run.
    public struct Plan: Sendable {
        /// The task.
        public var task: TransferTask
        /// The predictor.
        public var predictor: any TransferPredictor.Type
        /// Numbers of samples.
        public var budgets = [5, 10, 20]
        /// Seeds: of the sources' rows, of the samples and of the predictor.
        public var seeds: [UInt64] = [0, 1, 2, 3, 4]
        /// The protocol.
        public var rules = TransferProtocol.full
        /// Protocols that the same predictions are scored under too; they must offer the same rows.
        public var alsoScored: [TransferProtocol] = []
        /// Settings of the predictor.
        public var settings = NamedSettings()
        /// How samples are chosen.
        public var sampler = ArchitectureSampler.predictor
        /// What samplers see of an architecture.
        public var encoding = ArchitectureEncoding.totals
        /// Candidates that are encoded where that takes seconds each: the same ones for all targets and seeds.
        ///
        /// No more may be missing of what a predictor reads of all architectures.
        public var encodedCandidates = 300
        /// Rows of each source that are known.
        public var sourceRows = 512

        /// A task and a predictor, in the usual way.
        public init(task: TransferTask, predictor: any TransferPredictor.Type) {
            self.task = task
            self.predictor = predictor
        }
    }

    private let data: TransferData
    private let encoder: ArchitectureEncoder

    /// A session over the tables of a space.
    ///
    /// - Parameters:
    ///   - data: the tables.
    ///   - encoder: what encodes their pool for samplers and predictors; nil for one that keeps nothing.
    public init(_ data: TransferData, encoder: ArchitectureEncoder? = nil) {
        self.data = data
        self.encoder = encoder ?? ArchitectureEncoder(data.pool, in: data.space, folder: nil)
    }

    /// Runs all seeds and targets.
    ///
    /// - Parameters:
    ///   - plan: what is run.
    ///   - progress: told the share that is done.
    /// - Returns: a summary for each protocol and number of samples.
    /// - Throws: `AppError` for devices that are not there, and where the predictor cannot do it.
    public func run(
        _ plan: Plan, progress: (Double) -> Void = { _ in }
    ) throws(AppError) -> [TransferSummary] {
        let protocols = [plan.rules] + plan.alsoScored
        var runs = [[Int: [TransferSummary.Run]]](repeating: [:], count: protocols.count)
        var seconds: [Double] = []
        for (place, seed) in plan.seeds.enumerated() {
            let sources = try sources(plan, seed: seed)
            let clock = ContinuousClock()
            let start = clock.now
            let predictor: any TransferPredictor
            do throws(PredictError) {
                predictor = try plan.predictor.prepare(sources, named: plan.settings, seed: seed)
            } catch {
                throw AppError(error)
            }
            seconds.append(start.duration(to: clock.now).seconds)
            for (index, target) in plan.task.targets.enumerated() {
                let found = try run(plan, predictor, target: target, seed: seed)
                for (place, budget, run) in found { runs[place][budget, default: []].append(run) }
                let done = Double(place) + Double(index + 1) / Double(plan.task.targets.count)
                progress(done / Double(plan.seeds.count))
            }
        }
        return protocols.indices.flatMap { place in
            plan.budgets.map { budget in
                TransferSummary(
                    task: plan.task.name, predictor: plan.predictor.card.name, rules: protocols[place],
                    sampler: plan.sampler.rawValue, budget: budget, runs: runs[place][budget] ?? [],
                    sourceSeconds: seconds)
            }
        }
    }

    /// What is known of the sources under a seed.
    ///
    /// - Throws: `AppError` for devices that are not there, and where the pool cannot be encoded.
    public func sources(_ plan: Plan, seed: UInt64) throws(AppError) -> TransferSources {
        var generator = SeededGenerator(seed: seed &* 7919 &+ 17)
        var columns: [[Double?]] = []
        for device in plan.task.sources { columns.append(try data.column(device)) }
        var rows = columns.map { plan.rules.sourceRows($0, plan.task.space) }
        if plan.rules != .helpTrimmed {
            // The same rows on every source, as the literature has it.
            var common = Set(rows.first ?? [])
            for list in rows { common.formIntersection(list) }
            let drawn = Array(common.sorted().shuffled(using: &generator).prefix(plan.sourceRows))
            rows = columns.map { _ in drawn }
        }
        let milliseconds = zip(columns, rows).map { column, rows in rows.compactMap { column[$0] } }
        var sources = TransferSources(
            space: data.space, pool: data.pool, devices: plan.task.sources, rows: rows,
            milliseconds: milliseconds)
        sources.encodings = try supplement(plan)
        guard plan.predictor.usesReferences else { return sources }
        sources.references = plan.task.space.references.filter { row in
            columns.allSatisfy { $0.indices.contains(row) && $0[row] != nil }
        }
        sources.referenceMilliseconds = columns.map { column in sources.references.compactMap { column[$0] } }
        return sources
    }

    /// What the predictor reads of the pool.
    ///
    /// What takes days is refused: the command that computes it can be stopped and goes on.
    private func supplement(_ plan: Plan) throws(AppError) -> [ArchitectureEncoding: [[Double]]] {
        do throws(PredictError) {
            guard let encoding = try plan.predictor.supplement(plan.settings) else { return [:] }
            if encoding.isCostly {
                var missing = 0
                let isTooMuch = {
                    missing += 1
                    return missing > plan.encodedCandidates
                }
                _ = try encoder.proxies.fill(data.pool, budget: .zero, shouldStop: isTooMuch)
                guard missing <= plan.encodedCandidates else {
                    throw PredictError(
                        .missing,
                        "zero-cost proxies of the \(data.pool.count) architectures are not computed yet",
                        hint:
                            "run 'gnomon dataset encode \(plan.task.space.datasets[0]) --encoding zcp' first; "
                            + "it takes seconds for each, supplement=zcp-published on FBNet none")
                }
            }
            return [encoding: try encoder.encode(encoding)]
        } catch { throw AppError(error) }
    }

    /// One target with every number of samples: by place of the protocol and number of samples.
    private func run(
        _ plan: Plan, _ predictor: some TransferPredictor, target: String, seed: UInt64
    ) throws(AppError) -> [(Int, Int, TransferSummary.Run)] {
        let column = try data.column(target)
        let rows = plan.rules.targetRows(
            column, plan.task.space, withReferences: plan.predictor.usesReferences)
        let range = plan.rules.range(column, plan.task.space)
        let others = plan.alsoScored.map {
            $0.targetRows(column, plan.task.space, withReferences: plan.predictor.usesReferences)
        }
        guard others.allSatisfy({ $0.candidates == rows.candidates && $0.given == rows.given }) else {
            throw AppError(
                code: "transfer.protocol", message: "these protocols do not offer the same rows",
                hint: "full and first128 do; run others one by one", exit: .usage)
        }
        var result: [(Int, Int, TransferSummary.Run)] = []
        let clock = ContinuousClock()
        let start = clock.now
        let most = max(0, (plan.budgets.max() ?? 0) - rows.given.count)
        let proposed = predictor.proposals(most, among: rows.candidates, seed: seed)
        let choosing = start.duration(to: clock.now).seconds
        for budget in plan.budgets where budget > rows.given.count {
            let wanted = budget - rows.given.count
            let chosen =
                plan.sampler == .predictor
                ? Array(proposed.prefix(wanted))
                : try sampled(plan, wanted, rows.candidates, column, seed)
            let samples = try labels(rows.given + chosen, column, budget: budget, rows)
            let before = clock.now
            let predictions: [ArchitecturePrediction]
            do throws(PredictError) {
                predictions = try predictor.adapt(to: samples, range: range, seed: seed)
            } catch {
                throw AppError(error)
            }
            let seconds = before.duration(to: clock.now).seconds
            for (place, rows) in ([rows] + others).enumerated() {
                let score = try score(predictions, rows, without: samples.map(\.row), column, target)
                let run = TransferSummary.Run(
                    seed: seed, target: target, score: score, choosing: choosing, adaptation: seconds)
                result.append((place, budget, run))
            }
        }
        return result
    }

    /// Compares predictions with what was measured in the rows that are asked about.
    private func score(
        _ predictions: [ArchitecturePrediction], _ rows: TransferProtocol.Rows, without samples: [Int],
        _ column: [Double?], _ target: String
    ) throws(AppError) -> TransferScore {
        let known = Set(rows.excludesSamples ? samples : [])
        let asked = rows.asked.filter { !known.contains($0) }
        guard
            let score = TransferScore(
                predicted: asked.map { predictions[$0].milliseconds },
                intervals: asked.map { predictions[$0].interval },
                measured: asked.compactMap { column[$0] })
        else {
            throw Self.failure("\(target) cannot be scored: no rows, or a prediction that is no number")
        }
        return score
    }

    /// Asks for the labels of rows, one by one.
    private func labels(
        _ rows: [Int], _ column: [Double?], budget: Int, _ offered: TransferProtocol.Rows
    ) throws(AppError) -> [(row: Int, milliseconds: Double)] {
        var counter = LabelCounter(column, budget: budget, offered: offered.candidates + offered.given)
        var result: [(row: Int, milliseconds: Double)] = []
        do throws(LabelCounter.Refusal) {
            for row in rows { result.append((row, try counter.label(of: row))) }
        } catch { throw Self.failure("the predictor asked for a label it may not have: \(error)") }
        return result
    }

    /// Samples by a way that is not the predictor's own.
    private func sampled(
        _ plan: Plan, _ count: Int, _ candidates: [Int], _ column: [Double?], _ seed: UInt64
    ) throws(AppError) -> [Int] {
        var candidates = candidates
        if plan.encoding.isCostly, plan.sampler.readsEncodings {
            let known = Set(candidates)
            let order = EncodeSession.order(data.pool.count)
            candidates = Array(order.lazy.filter(known.contains).prefix(plan.encodedCandidates))
        }
        let some = candidates.map { data.pool[$0] }
        let totals = ArchitectureTotals(some, in: data.space)
        var encodings = some.map { $0.genes.map(Double.init) }
        let encoding = plan.sampler.readsEncodings ? plan.encoding : .totals
        if totals != nil || encoding != .totals {
            do throws(PredictError) { encodings = try encoder.encode(encoding, rows: candidates) } catch {
                throw AppError(error)
            }
        }
        let view = ArchitectureSampler.View(
            encodings: encodings, parameters: totals?.parameters ?? some.map { _ in 0 },
            milliseconds: candidates.compactMap { column[$0] })
        // Where clusters cannot be found, samples are drawn at random.
        let places =
            plan.sampler.choose(count, view, seed: seed)
            ?? ArchitectureSampler.random.choose(count, view, seed: seed) ?? []
        return places.map { candidates[$0] }
    }

    private static func failure(_ message: String) -> AppError {
        AppError(code: "transfer.run", message: message, exit: .internalFault)
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }
}
