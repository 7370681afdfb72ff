import GnomonData
import GnomonDatasets
public import GnomonEvaluate
import GnomonPredict
public import GnomonReport

/// Transfer tasks by name, on the data of a library.
public struct TransferEvaluation {
    /// What is asked.
    public struct Request: Sendable {
        /// Tasks or families of tasks.
        public var tasks: [String]
        /// Names of predictors.
        public var predictors: [String]
        /// Numbers of samples.
        public var budgets = [5, 10, 20]
        /// The seeds.
        public var seeds: [UInt64] = [1, 2, 3, 4, 5]
        /// The protocol's name.
        public var rules = TransferProtocol.full.rawValue
        /// Names of protocols that the same predictions are scored under too.
        public var alsoScored: [String] = []
        /// The sampler's name.
        public var sampler = ArchitectureSampler.predictor.rawValue
        /// Rows of each source that are known.
        public var sourceRows = 512
        /// Settings of the predictors, such as `epochs=40`.
        public var settings: [String] = []
        /// The name of what samplers see of an architecture.
        public var encoding = ArchitectureEncoding.totals.rawValue

        /// Tasks and predictors, in the usual way.
        public init(tasks: [String], predictors: [String]) {
            self.tasks = tasks
            self.predictors = predictors
        }
    }

    private let library: DatasetLibrary
    private let encodings: String?

    /// An evaluation on the data of a library; `encodings` is the folder they are kept in, nil for memory alone.
    public init(library: DatasetLibrary, encodings: String? = nil) {
        (self.library, self.encodings) = (library, encodings)
    }

    /// Whether a name is that of a transfer task or of a family of them.
    public static func knows(_ name: String) -> Bool { !TransferTask.named(name).isEmpty }

    /// The names of protocols.
    public static var protocols: [String] { TransferProtocol.allCases.map(\.rawValue) }
    /// The names of encodings.
    public static var encodings: [String] { ArchitectureEncoding.allCases.map(\.rawValue) }
    /// The names of samplers.
    public static var samplers: [String] { ArchitectureSampler.allCases.map(\.rawValue) }

    /// Runs what is asked.
    ///
    /// - Parameters:
    ///   - request: what is run.
    ///   - progress: told the share that is done, and the task.
    /// - Returns: a line for each task, predictor and number of samples.
    /// - Throws: `AppError` for unknown names, data that are not there, and where a predictor cannot do it.
    public func run(
        _ request: Request, progress: (Double, String) -> Void = { _, _ in }
    ) throws(AppError) -> [TransferRow] {
        var tasks: [TransferTask] = []
        for name in request.tasks {
            let found = TransferTask.named(name)
            guard !found.isEmpty else {
                throw Self.unknown("task", name, ["nasflat", "left-out"] + TransferTask.all.map(\.name))
            }
            tasks += found
        }
        var protocols: [TransferProtocol] = []
        for name in [request.rules] + request.alsoScored {
            guard let rules = TransferProtocol(rawValue: name) else {
                throw Self.unknown("protocol", name, Self.protocols)
            }
            protocols.append(rules)
        }
        guard let sampler = ArchitectureSampler(rawValue: request.sampler) else {
            throw Self.unknown("sampler", request.sampler, Self.samplers)
        }
        guard let encoding = ArchitectureEncoding(rawValue: request.encoding) else {
            throw Self.unknown("encoding", request.encoding, Self.encodings)
        }
        let (predictors, settings, supplements) = try Self.predictors(request)
        let wanted = supplements + (sampler.readsEncodings ? [encoding] : [])
        // What is encoded for one task, predictor or seed serves all of a space.
        var sessions: [TransferTask.Space: TransferSession] = [:]
        var rows: [TransferRow] = []
        let total = Double(max(1, tasks.count * predictors.count))
        for task in tasks {
            let session: TransferSession
            if let known = sessions[task.space] {
                session = known
            } else {
                session = try self.session(task.space, wanted)
                sessions[task.space] = session
            }
            for predictor in predictors {
                var plan = TransferSession.Plan(task: task, predictor: predictor)
                (plan.budgets, plan.seeds) = (request.budgets, request.seeds)
                (plan.rules, plan.alsoScored) = (protocols[0], Array(protocols.dropFirst()))
                (plan.sampler, plan.settings, plan.sourceRows) = (sampler, settings, request.sourceRows)
                plan.encoding = encoding
                let done = Double(rows.count / max(1, request.budgets.count * protocols.count))
                rows += try session.run(plan) {
                    progress((done + $0) / total, task.name)
                }
                .map { TransferRow($0, task: task) }
            }
        }
        return rows
    }

    /// The predictors of a request, their settings, and the encodings that they read.
    private static func predictors(
        _ request: Request
    ) throws(AppError) -> ([any TransferPredictor.Type], NamedSettings, [ArchitectureEncoding]) {
        do throws(PredictError) {
            let settings = try NamedSettings(request.settings)
            var predictors: [any TransferPredictor.Type] = []
            for name in request.predictors { predictors.append(try TransferPredictorCatalog.named(name)) }
            var supplements: [ArchitectureEncoding] = []
            for predictor in predictors {
                try predictor.check(settings)
                if let supplement = try predictor.supplement(settings) { supplements.append(supplement) }
            }
            return (predictors, settings, supplements)
        } catch {
            throw AppError(
                code: error.code.rawValue, message: error.message, hint: error.hint, exit: .usage)
        }
    }

    /// A session on a space's data, for which some encodings are wanted.
    private func session(
        _ space: TransferTask.Space, _ wanted: [ArchitectureEncoding]
    ) throws(AppError) -> TransferSession {
        let data = try Self.data(space, library)
        let encoder = try library.encoder(
            of: data, named: space.datasets[0], folder: encodings, for: wanted)
        return TransferSession(data, encoder: encoder)
    }

    /// The latencies of a space's devices.
    ///
    /// - Throws: `AppError` for data that are not there.
    public static func data(
        _ space: TransferTask.Space, _ library: DatasetLibrary
    ) throws(AppError) -> TransferData {
        var tables: [LatencyTable] = []
        for name in space.datasets { tables.append(try library.dataset(named: name).table) }
        return try TransferData(tables)
    }

    /// An unknown name, with those there are.
    private static func unknown(_ what: String, _ name: String, _ known: [String]) -> AppError {
        AppError(
            code: "transfer.\(what)", message: "no \(what) '\(name)'",
            hint: "known: \(known.joined(separator: ", "))", exit: .usage)
    }
}
