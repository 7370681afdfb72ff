import Foundation
import GnomonData
import GnomonDatasets
public import GnomonEvaluate
import GnomonPredict
import GnomonSpaces

/// Trains a predictor of architectures on one device of a data set, or of networks on a platform, and keeps it.
public struct TrainSession {
    /// What was trained.
    public struct Outcome: Sendable {
        /// The name under which it can be asked.
        public var name: String
        /// The folder.
        public var folder: String
        /// Rows that were learned from.
        public var rows: Int
        /// How good it is on rows it was not trained on, where the data set has some left.
        public var metrics: PredictionMetrics?
        /// Rows that it was not trained on and refuses to predict; ``metrics`` are of the others.
        public var refused = 0
    }

    private let library: DatasetLibrary
    let settings: Settings

    /// A session on the data of a library.
    public init(library: DatasetLibrary, settings: Settings) {
        self.library = library
        self.settings = settings
    }

    /// Trains and saves.
    ///
    /// - Parameters:
    ///   - dataset: A data set, or the name of published lookup tables.
    ///   - device: The device; nil where there is only one.
    ///   - predictor: The predictor's name.
    ///   - budget: Rows to learn from; nil for as many as leave validation and test rows.
    ///   - seed: The seed of split and training.
    ///   - name: The name to keep it under; nil for one made of predictor, data set and device.
    /// - Returns: What was trained.
    /// - Throws: `AppError`: exit 64 for unknown names, 69 for data or libraries that are not there.
    public func run(
        dataset: String, device: String?, predictor: String, budget: Int?, seed: UInt64, name: String?
    ) throws(AppError) -> Outcome {
        let type = try Self.type(named: predictor)
        if let found = try library.blockTables(named: dataset) {
            guard type is LookupTablePredictor.Type else {
                throw AppError(
                    code: "train.tables", message: "\(dataset) is for lookup-table, not for \(predictor)",
                    exit: .usage)
            }
            let table: LookupTablePredictor
            do { table = try LookupTablePredictor(space: found.space, tables: found.tables) } catch {
                throw AppError(error)
            }
            let device = found.tables.first?.device ?? ""
            return try keep(
                table, as: name ?? "\(predictor)@\(dataset)",
                TrainedSubject(dataset: dataset, device: device),
                rows: found.tables.reduce(0) { $0 + $1.entries.count }, metrics: nil)
        }
        return try train(type, dataset, device, budget, seed, name)
    }

    static func type(named name: String) throws(AppError) -> any ArchitecturePredictor.Type {
        do { return try ArchitecturePredictorCatalog.type(named: name) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
    }

    private func train(
        _ type: any ArchitecturePredictor.Type, _ dataset: String, _ device: String?, _ budget: Int?,
        _ seed: UInt64, _ name: String?
    ) throws(AppError) -> Outcome {
        let found = try library.dataset(named: dataset)
        let devices = found.table.devices
        guard let device = device ?? (devices.count == 1 ? devices.first : nil), devices.contains(device)
        else {
            throw AppError(
                code: "train.device", message: "no device '\(device ?? "")' in \(found.form.name)",
                hint: "choose one with --device: \(devices.joined(separator: ", "))", exit: .usage)
        }
        let tables = TaskTables(library)
        guard let family = TaskCatalog.all.first(where: { $0.dataset == found.form.name }) else {
            throw AppError(
                code: "train.task", message: "no task on \(found.form.name)", exit: .internalFault)
        }
        let data = try tables.data(of: family.task(device: device))
        let largest = data.task.largestBudget(
            rows: data.column.count { $0 != nil },
            publishedTraining: found.split?.count { $0 == "train" } ?? 0)
        guard let split = data.split(budget: budget ?? largest, seed: seed) else {
            throw data.tooLarge(budget ?? largest)
        }
        let (training, validation, test) = (
            try data.rows(split.training), try data.rows(split.validation), try data.rows(split.test)
        )
        return try train(
            type, on: training, validation, test, seed,
            as: name ?? "\(type.card.name)@\(found.form.name)-\(device)",
            TrainedSubject(dataset: found.form.name, device: device))
    }

    /// Trains on rows, scores on others, and keeps.
    func train(
        _ type: any ArchitecturePredictor.Type, on training: ArchitectureRows,
        _ validation: ArchitectureRows, _ test: ArchitectureRows, _ seed: UInt64, as name: String,
        _ subject: TrainedSubject
    ) throws(AppError) -> Outcome {
        let predictor: any ArchitecturePredictor
        let answers: [ArchitecturePrediction?]
        do throws(PredictError) {
            predictor = try type.train(on: training, validation: validation, seed: seed)
            answers = try Self.answers(predictor, test.architectures)
        } catch { throw AppError(error) }
        let known = zip(answers, test.milliseconds).compactMap { answer, truth in answer.map { ($0, truth) } }
        let metrics = PredictionMetrics(
            predicted: known.map(\.0.milliseconds), measured: known.map(\.1),
            intervals: known.map(\.0.interval))
        var outcome = try keep(predictor, as: name, subject, rows: training.count, metrics: metrics)
        outcome.refused = answers.count - known.count
        return outcome
    }

    /// What a predictor says of each; nil for what it refuses, such as a network larger than any it has seen.
    private static func answers(
        _ predictor: any ArchitecturePredictor, _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction?] {
        do throws(PredictError) { return try predictor.predict(architectures) } catch {
            guard error.code == .architecture else { throw error }
            return architectures.map { try? predictor.predict([$0]).first }
        }
    }

    private func keep(
        _ predictor: some ArchitecturePredictor, as name: String, _ subject: TrainedSubject, rows: Int,
        metrics: PredictionMetrics?
    ) throws(AppError) -> Outcome {
        let folder = settings.trainedFolder(name)
        do throws(PredictError) {
            try predictor.save(to: folder)
            try subject.write(to: folder)
        } catch { throw AppError(error) }
        return Outcome(name: name, folder: folder, rows: rows, metrics: metrics)
    }
}
