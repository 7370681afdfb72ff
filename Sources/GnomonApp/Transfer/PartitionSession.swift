import GnomonEvaluate
public import GnomonReport
import GnomonStatistics

/// Splits devices into sources and targets from their latencies.
public struct PartitionSession: Sendable {
    /// What is asked.
    public struct Question: Sendable {
        /// What the answer is called.
        public var name: String
        /// The devices.
        public var devices: [String]
        /// How many are sources.
        public var sources: Int
        /// How many are targets.
        public var targets: Int
        /// Whether alike devices are kept together.
        public var minimisesCross: Bool
        /// The seed of the halves to begin with.
        public var seed: UInt64

        /// A question.
        public init(
            name: String, devices: [String], sources: Int, targets: Int, minimisesCross: Bool = false,
            seed: UInt64 = 42
        ) {
            self.name = name
            self.devices = devices
            self.sources = sources
            self.targets = targets
            self.minimisesCross = minimisesCross
            self.seed = seed
        }
    }

    private let data: TransferData

    /// Answers questions about the devices of a space; a question without devices means all of them.
    ///
    /// - Throws: `AppError` for unknown spaces, data that are not there, and counts that do not fit.
    public static func rows(
        space: String, library: DatasetLibrary, _ questions: [Question]
    ) throws(AppError) -> [PartitionRow] {
        guard let known = TransferTask.Space(rawValue: space) else {
            let names = TransferTask.Space.allCases.map(\.rawValue).joined(separator: ", ")
            throw AppError(
                code: "transfer.space", message: "no devices of '\(space)'", hint: "known: \(names)",
                exit: .usage)
        }
        let data = try TransferEvaluation.data(known, library)
        let session = PartitionSession(data)
        var rows: [PartitionRow] = []
        for var question in questions {
            // Of what looks like two runs of one machine, one stands for both.
            if question.devices.isEmpty {
                question.devices = data.devices.filter {
                    $0 != TransferTask.twins[0] && !$0.hasSuffix("_large")
                }
            }
            rows.append(try session.answer(question))
        }
        return rows
    }

    /// Describes the published tasks.
    ///
    /// - Throws: `AppError` for data that are not there.
    public static func published(_ library: DatasetLibrary) throws(AppError) -> [PartitionRow] {
        var rows: [PartitionRow] = []
        for space in TransferTask.Space.allCases {
            let session = PartitionSession(try TransferEvaluation.data(space, library))
            for task in TransferTask.nasflat where task.space == space {
                rows.append(try session.describe(task))
            }
        }
        return rows
    }

    /// A session over the tables of a space.
    public init(_ data: TransferData) { self.data = data }

    /// Spearman's correlation of each device with each other, over the rows that both have.
    ///
    /// - Throws: `AppError` for devices that are not there.
    public func correlations(_ devices: [String]) throws(AppError) -> [[Double]] {
        var columns: [[Double?]] = []
        for device in devices { columns.append(try data.column(device)) }
        var result = [[Double]](repeating: [Double](repeating: 1, count: devices.count), count: devices.count)
        for a in devices.indices {
            for b in 0..<a {
                let both = columns[a].indices.filter { columns[a][$0] != nil && columns[b][$0] != nil }
                let value = RankCorrelation.spearman(
                    both.compactMap { columns[a][$0] }, both.compactMap { columns[b][$0] })
                (result[a][b], result[b][a]) = (value ?? 0, value ?? 0)
            }
        }
        return result
    }

    /// Answers a question.
    ///
    /// - Throws: `AppError` for devices that are not there and counts that do not fit.
    public func answer(_ question: Question) throws(AppError) -> PartitionRow {
        let correlation = try correlations(question.devices)
        guard
            let split = DevicePartition(
                correlation: correlation, sources: question.sources, targets: question.targets,
                minimisesCross: question.minimisesCross, seed: question.seed)
        else {
            throw AppError(
                code: "transfer.partition",
                message: "\(question.sources) sources and \(question.targets) targets of "
                    + "\(question.devices.count) devices", hint: "each side has at most half of them",
                exit: .usage)
        }
        return PartitionRow(
            name: question.name, sources: split.sources.map { question.devices[$0] },
            targets: split.targets.map { question.devices[$0] },
            meanCrossCorrelation: split.meanCrossCorrelation)
    }

    /// The mean correlation of the sources of a task with its targets.
    ///
    /// - Throws: `AppError` for devices that are not there.
    func describe(_ task: TransferTask) throws(AppError) -> PartitionRow {
        let all = task.sources + task.targets
        let correlation = try correlations(all)
        let count = task.sources.count
        let sum = (0..<count).reduce(0) { sum, a in
            (count..<all.count).reduce(sum) { $0 + correlation[a][$1] }
        }
        return PartitionRow(
            name: task.name, sources: task.sources, targets: task.targets,
            meanCrossCorrelation: sum / Double(count * task.targets.count))
    }
}
