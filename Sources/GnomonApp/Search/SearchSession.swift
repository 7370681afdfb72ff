public import GnomonEvaluate
public import GnomonPredict
public import GnomonReport
import GnomonSearch
import GnomonSpaces
import GnomonStatistics

/// Searches for architectures that are fast enough on a device of which some latencies are known, and says what was
/// really chosen.
public struct SearchSession: Sendable {
    /// How is searched.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// The best of all architectures.
        case exhaustive
        /// The best of 1,000 that are drawn.
        case random
        /// Regularised evolution over 1,000.
        case evolution
        /// The first three of MetaD2A's ranked candidates that seem fast enough.
        case metad2a
    }

    /// What is asked.
    public struct Question: Sendable {
        /// The device.
        public var device: String
        /// The limit in milliseconds.
        public var limit: Double
        /// How is searched.
        public var method = Method.exhaustive
        /// What is to be high, such as `cifar100`.
        public var score = "cifar100"
        /// The number of samples.
        public var samples = 20
        /// The seed.
        public var seed: UInt64 = 0
        /// How sure it must be that the limit is kept: 0.5 compares the prediction itself, more an upper end of its
        /// interval.
        public var keep = 0.5

        /// A question.
        public init(device: String, limit: Double) {
            self.device = device
            self.limit = limit
        }
    }

    private let data: TransferData
    /// Accuracy in percent by name, then by row; nil where unknown.
    private let scores: [String: [Double?]]
    /// Rows of ranked candidates.
    private let ranked: [Int]
    private let predictor: any TransferPredictor.Type

    /// A session.
    ///
    /// - Parameters:
    ///   - data: the devices' latencies.
    ///   - scores: accuracies in percent, by name, then by the index of the architecture.
    ///   - ranked: indices of ranked candidates.
    ///   - predictor: what predicts latencies.
    public init(
        _ data: TransferData, scores: [String: [Int: Double]], ranked: [Int],
        predictor: any TransferPredictor.Type
    ) {
        self.data = data
        self.scores = scores.mapValues { column in data.indices.map { column[$0] } }
        var places: [Int: Int] = [:]
        for (row, index) in data.indices.enumerated() { places[index] = row }
        self.ranked = ranked.compactMap { places[$0] }
        self.predictor = predictor
    }

    /// The first task in which a device is new.
    ///
    /// - Throws: `AppError` with the devices there are.
    public static func task(for device: String) throws(AppError) -> TransferTask {
        let tasks = TransferTask.all.filter { $0.space == .nasBench201 }
        guard let task = tasks.first(where: { $0.targets.contains(device) }) else {
            let known = Set(tasks.flatMap(\.targets)).sorted().joined(separator: ", ")
            throw AppError(
                code: "search.device", message: "'\(device)' is new in no task", hint: "known: \(known)",
                exit: .usage)
        }
        return task
    }

    /// A device after its samples were measured.
    public struct Adapted: Sendable {
        let device: String
        let predictions: [ArchitecturePrediction]
        let measured: [Double?]
        let tick: Double
        let measuringSeconds: Double
        let adaptationSeconds: Double
        let samples: Int
        let seed: UInt64
    }

    /// Times a sample is run when it is measured, warm-up included.
    static let runsOfSample = 60.0

    /// Learns from the sources of the device's task, then measures and adapts, labels through the counter.
    ///
    /// - Throws: `AppError` for unknown devices, and where the predictor cannot do it.
    public func adapted(to device: String, samples: Int, seed: UInt64) throws(AppError) -> Adapted {
        let task = try Self.task(for: device)
        let plan = TransferSession.Plan(task: task, predictor: predictor)
        let sources = try TransferSession(data).sources(plan, seed: seed)
        let column = try data.column(device)
        let measured = column.indices.filter { column[$0] != nil }
        var counter = LabelCounter(column, budget: samples, offered: measured)
        let clock = ContinuousClock()
        do {
            let known = try predictor.prepare(sources, seed: seed)
            let rows = known.proposals(samples, among: measured, seed: seed)
            var labels: [(row: Int, milliseconds: Double)] = []
            for row in rows { labels.append((row, try counter.label(of: row))) }
            let start = clock.now
            let predictions = try known.adapt(to: labels, seed: seed)
            let seconds = start.duration(to: clock.now).seconds
            let whole = measured.allSatisfy { column[$0] == column[$0]?.rounded() }
            return Adapted(
                device: device, predictions: predictions, measured: column, tick: whole ? 1 : 0,
                measuringSeconds: labels.reduce(0) { $0 + $1.milliseconds } * Self.runsOfSample / 1000,
                adaptationSeconds: seconds, samples: samples, seed: seed)
        } catch let error as PredictError {
            throw AppError(error)
        } catch {
            throw AppError(code: "search.run", message: "\(error)", exit: .internalFault)
        }
    }

    /// Answers a question about a device that was adapted to.
    ///
    /// - Throws: `AppError` for a score that is not there.
    public func answer(_ question: Question, _ adapted: Adapted) throws(AppError) -> SearchRow {
        let known = try rows(question.score, adapted)
        let quality = known.rows.map { known.quality[$0] }
        let measured = known.rows.map { known.measured[$0] }
        let bounds = known.rows.map { Self.bound(adapted.predictions[$0], keep: question.keep) }
        let clock = ContinuousClock()
        let start = clock.now
        let choice: LimitedChoice
        switch question.method {
        case .exhaustive:
            choice = LimitedChoice(
                limit: question.limit, predicted: bounds, measured: measured, quality: quality)
        case .metad2a:
            var places: [Int: Int] = [:]
            for (place, row) in known.rows.enumerated() { places[row] = place }
            choice = LimitedChoice(
                limit: question.limit, ranked: ranked.compactMap { places[$0] }, predicted: bounds,
                measured: measured, quality: quality)
        case .random, .evolution:
            let found = search(question, known.rows, bounds, quality)
            choice = LimitedChoice(
                limit: question.limit, ranked: found.map { [$0] } ?? [], among: Array(measured.indices),
                measured: measured, quality: quality)
        }
        let seconds = start.duration(to: clock.now).seconds
        let row = choice.chosen.map { known.rows[$0] }
        return SearchRow(
            device: question.device, method: question.method.rawValue, predictor: predictor.card.name,
            samples: adapted.samples, seed: adapted.seed, limit: question.limit,
            architecture: row.map { data.space.format(data.pool[$0]) },
            predicted: row.map { adapted.predictions[$0].milliseconds } ?? 0, measured: choice.milliseconds,
            accuracy: choice.quality, bestAccuracy: choice.bestQuality,
            isViolated: choice.isViolated(tolerance: adapted.tick), isOver: choice.isViolated(),
            measuringSeconds: adapted.measuringSeconds, adaptationSeconds: adapted.adaptationSeconds,
            searchSeconds: seconds)
    }

    /// How much of the true front is reached, mean over seeds.
    ///
    /// - Throws: `AppError` for unknown devices and scores.
    public func front(
        _ device: String, score: String, samples: Int, seeds: [UInt64]
    ) throws(AppError) -> FrontRow {
        var (ratio, violations, choices) = (0.0, 0, 0)
        var regrets = [0.0, 0, 0, 0]
        for seed in seeds {
            let adapted = try adapted(to: device, samples: samples, seed: seed)
            let known = try rows(score, adapted)
            let quality = known.rows.map { known.quality[$0] }
            let measured = known.rows.map { known.measured[$0] }
            let predicted = known.rows.map { adapted.predictions[$0].milliseconds }
            ratio += ParetoFront.hypervolumeRatio(predicted: predicted, measured: measured, quality: quality)
            for (place, share) in [0.1, 0.25, 0.5, 0.75].enumerated() {
                let limit = Quantile.of(measured, at: share) ?? .infinity
                let choice = LimitedChoice(
                    limit: limit, predicted: predicted, measured: measured, quality: quality)
                regrets[place] += choice.regret / Double(seeds.count)
                violations += choice.isViolated(tolerance: adapted.tick) ? 1 : 0
                choices += 1
            }
        }
        return FrontRow(
            device: device, score: score, samples: samples, seeds: seeds.count,
            hypervolumeRatio: ratio / Double(max(1, seeds.count)), regrets: regrets, violations: violations,
            choices: choices)
    }

    /// The rows with both a latency and an accuracy.
    private func rows(
        _ score: String, _ adapted: Adapted
    ) throws(AppError) -> (rows: [Int], quality: [Double], measured: [Double]) {
        guard let quality = scores[score] else {
            let names = scores.keys.sorted().joined(separator: ", ")
            throw AppError(
                code: "search.score", message: "no score '\(score)'", hint: "known: \(names)", exit: .usage)
        }
        let rows = quality.indices.filter { quality[$0] != nil && adapted.measured[$0] != nil }
        return (rows, quality.map { $0 ?? 0 }, adapted.measured.map { $0 ?? 0 })
    }

    /// The latency that counts against the limit.
    private static func bound(_ prediction: ArchitecturePrediction, keep: Double) -> Double {
        guard keep > 0.5, let upper = prediction.interval?.upperBound,
            let reach = StudentT.quantile(min(keep, 0.999), degrees: 1e6)
        else { return prediction.milliseconds }
        // The upper end of a 90 % interval is at 1.645 deviations.
        return prediction.milliseconds + (upper - prediction.milliseconds) / 1.6448536269514722 * reach
    }

    private func search(
        _ question: Question, _ rows: [Int], _ bounds: [Double], _ quality: [Double]
    ) -> Int? {
        var places: [Architecture: Int] = [:]
        for (place, row) in rows.enumerated() { places[data.pool[row]] = place }
        let problem = SearchProblem(space: data.space, limit: question.limit) { architecture in
            places[architecture].map { .init(milliseconds: bounds[$0], quality: quality[$0]) }
        }
        let result =
            question.method == .random
            ? RandomSearch().run(problem, seed: question.seed)
            : RegularisedEvolution().run(problem, seed: question.seed)
        return result.best.flatMap { places[$0.architecture] }
    }
}
