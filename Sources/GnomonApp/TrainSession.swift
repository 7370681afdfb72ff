import Foundation
import GnomonData
import GnomonDatasets
public import GnomonEvaluate
import GnomonPredict
import GnomonSpaces

/// Trains a predictor of architectures on one device of a data set and keeps it.
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
    }

    private let library: DatasetLibrary
    private let settings: Settings

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
        let type: any ArchitecturePredictor.Type
        do { type = try ArchitecturePredictorCatalog.type(named: predictor) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
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
        let predictor: any ArchitecturePredictor
        let answers: [ArchitecturePrediction]
        do throws(PredictError) {
            predictor = try type.train(on: training, validation: validation, seed: seed)
            answers = try predictor.predict(test.architectures)
        } catch { throw AppError(error) }
        let metrics = PredictionMetrics(
            predicted: answers.map(\.milliseconds), measured: test.milliseconds,
            intervals: answers.map(\.interval))
        return try keep(
            predictor, as: name ?? "\(type.card.name)@\(found.form.name)-\(device)",
            TrainedSubject(dataset: found.form.name, device: device), rows: training.count, metrics: metrics)
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
