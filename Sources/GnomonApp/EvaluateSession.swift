import Foundation
import GnomonData
import GnomonDatasets
public import GnomonEvaluate
import GnomonFeatures
import GnomonPredict
public import GnomonReport
import GnomonSpaces
import GnomonStore

/// Trains predictors on tasks and says how good they are; what was computed before is taken from the store.
public struct EvaluateSession {
    /// What is to be evaluated.
    public struct Request: Sendable {
        /// Tasks by name; a prefix such as `latbench` stands for all its devices that count.
        public var tasks: [String]
        /// Predictors by name.
        public var predictors: [String]
        /// Training rows; empty for the usual budgets of each task.
        public var budgets: [Int]
        /// The seeds, one for each repetition.
        public var seeds: [UInt64]
        /// Whether results in the store are computed again.
        public var isFresh: Bool
        /// Rows that take the place of the seeded split.
        public var split: TaskSplit?

        /// A request.
        public init(
            tasks: [String], predictors: [String], budgets: [Int] = [], seeds: [UInt64],
            isFresh: Bool = false, split: TaskSplit? = nil
        ) {
            self.tasks = tasks
            self.predictors = predictors
            self.budgets = budgets
            self.seeds = seeds
            self.isFresh = isFresh
            self.split = split
        }
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// The results, in the order they were asked for.
        public var results: [TaskResult]
        /// The results beside each other.
        public var report: LeaderboardReport
        /// What could not be computed.
        public var failures: [AppError]
    }

    /// How far it is.
    public struct Progress: Sendable {
        /// The runs that are done.
        public var done: Int
        /// All runs.
        public var total: Int
        /// The next one.
        public var detail: String
    }

    /// Raised when results of earlier programs must not be taken for today's.
    private static let revision = "1"

    private let library: DatasetLibrary
    private let store: Store

    /// A session on the data of a library.
    ///
    /// - Throws: `AppError` where the store cannot be opened.
    public init(library: DatasetLibrary, settings: Settings) throws(AppError) {
        self.library = library
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
    }

    /// Runs what is not in the store yet.
    ///
    /// A run that fails is told and the others go on. Stopping keeps what was computed: the next call goes on there.
    ///
    /// - Throws: `AppError`: exit 64 for unknown names, 69 for data that are not there.
    public func run(
        _ request: Request, shouldStop: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
    ) throws(AppError) -> Outcome {
        let tables = TaskTables(library)
        let tasks = try tables.tasks(named: request.tasks)
        var types: [any ArchitecturePredictor.Type] = []
        for name in request.predictors {
            do { types.append(try ArchitecturePredictorCatalog.type(named: name)) } catch {
                throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
            }
        }
        let total = tasks.reduce(0) { sum, task in
            sum + types.count * request.seeds.count
                * (request.budgets.isEmpty ? task.budgets : request.budgets).count
        }
        var collected = Collected()
        var floors: [String: NoiseFloor] = [:]
        for task in tasks {
            let data = try tables.data(of: task)
            floors[task.name] = data.floor
            for budget in request.budgets.isEmpty ? task.budgets : request.budgets {
                for seed in request.seeds {
                    guard let split = request.split ?? data.split(budget: budget, seed: seed) else {
                        throw data.tooLarge(budget)
                    }
                    for type in types where !shouldStop() {
                        let run = Run(task: task, type: type, split: split, budget: budget, seed: seed)
                        progress(
                            Progress(
                                done: collected.count, total: total,
                                detail: "\(task.name) \(type.card.name) \(budget) seed \(seed)"))
                        do throws(AppError) {
                            collected.add(try result(of: run, data: data, isFresh: request.isFresh))
                        } catch { collected.failures.append(error) }
                    }
                }
            }
        }
        return Outcome(
            results: collected.results,
            report: LeaderboardReport(
                board: Leaderboard(collected.results), floors: floors,
                pairs: collected.pairs(request.predictors),
                notes: tasks.filter { !$0.caution.isEmpty }.map { "\($0.name): \($0.caution)" }),
            failures: collected.failures)
    }

    // MARK: One run

    private struct Run {
        var task: EvaluationTask
        var type: any ArchitecturePredictor.Type
        var split: TaskSplit
        var budget: Int
        var seed: UInt64
    }

    private func result(
        of run: Run, data: TaskTables.Data, isFresh: Bool
    ) throws(AppError) -> (TaskResult, [Double]) {
        let revision = "\(Self.revision)/\(data.digest)/\(Self.checksum(run.split))"
        let name = run.type.card.name
        if !isFresh {
            let kept: EvaluationRow?
            do {
                kept = try store.evaluation(
                    task: run.task.name, predictor: name, revision: revision, budget: run.budget,
                    seed: run.seed)
            } catch { throw AppError(error) }
            if let kept, let errors = ErrorBlob.errors(kept.errors),
                let result = try? JSONDecoder().decode(TaskResult.self, from: Data(kept.payload.utf8))
            {
                return (result, errors)
            }
        }
        let (result, errors) = try compute(run, data: data)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let payload = try? encoder.encode(result) else { return (result, errors) }
        do {
            try store.add(
                EvaluationRow(
                    task: run.task.name, predictor: name, revision: revision, budget: run.budget,
                    seed: run.seed, recordedAt: Date().timeIntervalSince1970,
                    payload: String(decoding: payload, as: UTF8.self), errors: ErrorBlob.bytes(errors)))
        } catch { throw AppError(error) }
        return (result, errors)
    }

    private func compute(_ run: Run, data: TaskTables.Data) throws(AppError) -> (TaskResult, [Double]) {
        let training = try data.rows(run.split.training)
        let validation = try data.rows(run.split.validation)
        let test = try data.rows(run.split.test)
        let clock = ContinuousClock()
        let (predictor, trained) = try Self.timed(clock) { () throws(PredictError) in
            try run.type.train(on: training, validation: validation, seed: run.seed)
        }
        let (answers, predicted) = try Self.timed(clock) { () throws(PredictError) in
            try predictor.predict(test.architectures)
        }
        let milliseconds = answers.map(\.milliseconds)
        let known = data.keys(run.split.training + run.split.validation)
        let isApart = data.keysByRow(run.split.test).map { !known.contains($0) }
        guard
            let metrics = PredictionMetrics(
                predicted: milliseconds, measured: test.milliseconds, intervals: answers.map(\.interval),
                isApart: isApart)
        else {
            throw AppError(
                code: "evaluate.answers", message: "\(run.type.card.name) answered no positive latencies",
                place: run.task.name, exit: .internalFault)
        }
        let result = TaskResult(
            task: run.task.name, predictor: run.type.card.name, budget: run.budget, seed: run.seed,
            measurements: run.split.measurements, testRows: test.count, metrics: metrics,
            trainSeconds: trained, predictSeconds: predicted)
        return (result, zip(milliseconds, test.milliseconds).map { $0 / $1 - 1 })
    }

    private static func timed<Value>(
        _ clock: ContinuousClock, _ body: () throws(PredictError) -> Value
    ) throws(AppError) -> (Value, Double) {
        let start = clock.now
        let value: Value
        do throws(PredictError) { value = try body() } catch { throw AppError(error) }
        let spent = (clock.now - start).components
        return (value, Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
    }

    private static func checksum(_ split: TaskSplit) -> String {
        FeatureSchema.checksum("\(split.training)\(split.validation)\(split.test.count)")
    }
}

/// Results as they come, with the errors that comparisons need.
private struct Collected {
    private(set) var results: [TaskResult] = []
    private var errors: [[Double]] = []
    var failures: [AppError] = []

    var count: Int { results.count + failures.count }

    mutating func add(_ found: (TaskResult, [Double])) {
        results.append(found.0)
        errors.append(found.1.map { abs($0) })
    }

    /// Each predictor against the first one named, seed by seed.
    func pairs(_ predictors: [String]) -> [LeaderboardReport.Pair] {
        guard let first = predictors.first else { return [] }
        struct Key: Hashable {
            var task: String
            var budget: Int
        }
        var order: [Key] = []
        var table: [Key: [String: [UInt64: [Double]]]] = [:]
        for (result, rows) in zip(results, errors) {
            let key = Key(task: result.task, budget: result.budget)
            if table[key] == nil { order.append(key) }
            table[key, default: [:]][result.predictor, default: [:]][result.seed] = rows
        }
        var pairs: [LeaderboardReport.Pair] = []
        for key in order {
            for second in predictors.dropFirst() {
                guard let left = table[key]?[first], let right = table[key]?[second] else { continue }
                let seeds = left.keys.filter { right[$0] != nil }.sorted()
                let comparison = PairedComparison(
                    seeds.compactMap { left[$0] }, seeds.compactMap { right[$0] })
                if let comparison {
                    pairs.append(
                        .init(
                            task: key.task, budget: key.budget, first: first, second: second,
                            comparison: comparison))
                }
            }
        }
        return pairs
    }
}
