import GnomonData
import GnomonDatasets
import GnomonEvaluate
import GnomonFeatures
import GnomonPredict
import GnomonSpaces

/// The tasks of a library and their rows; each data set is read once.
final class TaskTables {
    /// One device of a data set, ready for a task.
    struct Data {
        var task: EvaluationTask
        var dataset: LatencyDataset
        var space: any SearchSpace
        var architectures: [Architecture]
        var column: [Double?]
        /// The row of each index.
        var places: [Int: Int]
        /// The same for rows that are the same network.
        var identities: [String]
        var digest: String

        /// The noise of the data; nil where no network was measured twice.
        var floor: NoiseFloor? { NoiseFloor(column, keys: identities) }

        func split(budget: Int, seed: UInt64) -> TaskSplit? {
            TaskSplit(
                task, budget: budget, seed: seed, rows: dataset.table.indices,
                isMeasured: column.map { $0 != nil }, published: dataset.split)
        }

        func tooLarge(_ budget: Int) -> AppError {
            let training = dataset.split?.count { $0 == "train" } ?? 0
            let largest = task.largestBudget(rows: column.count { $0 != nil }, publishedTraining: training)
            return AppError(
                code: "evaluate.budget", message: "a budget of \(budget) training rows is not possible",
                place: task.name, hint: "at most \(largest)", exit: .usage)
        }

        func rows(_ indices: [Int]) throws(AppError) -> ArchitectureRows {
            var rows = ArchitectureRows(space: space, architectures: [], milliseconds: [])
            for index in indices {
                guard let place = places[index], let value = column[place] else {
                    throw AppError(
                        code: "evaluate.split", message: "row \(index) of the split was not measured",
                        place: task.name, exit: .badData)
                }
                rows.architectures.append(architectures[place])
                rows.milliseconds.append(value)
            }
            return rows
        }

        func keysByRow(_ indices: [Int]) -> [String] {
            indices.compactMap { places[$0].map { identities[$0] } }
        }

        func keys(_ indices: [Int]) -> Set<String> { Set(keysByRow(indices)) }
    }

    private struct Table {
        var dataset: LatencyDataset
        var space: any SearchSpace
        var architectures: [Architecture]
        var identities: [String]
        var digest: String
    }

    private let library: DatasetLibrary
    private var tables: [String: Table] = [:]

    init(_ library: DatasetLibrary) { self.library = library }

    /// The tasks of names and prefixes.
    ///
    /// - Throws: `AppError`: exit 64 for an unknown name, 69 where the data are not there.
    func tasks(named names: [String]) throws(AppError) -> [EvaluationTask] {
        var found: [EvaluationTask] = []
        for name in names {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            let families = TaskCatalog.all.filter { $0.prefix == parts.first }
            guard let first = families.first else {
                var known: [String] = []
                for family in TaskCatalog.all where !known.contains("\(family.prefix)/DEVICE") {
                    known.append("\(family.prefix)/DEVICE")
                }
                throw AppError(
                    code: "evaluate.task",
                    message: "no task '\(name)'; known: \(known.joined(separator: ", "))", exit: .usage)
            }
            let isAll = parts.count == 1 || parts[1] == "*"
            // Further data sets of a prefix may be missing, the first may not.
            var tasks = try self.tasks(of: first, countedOnly: isAll)
            for family in families.dropFirst() {
                tasks += (try? self.tasks(of: family, countedOnly: isAll)) ?? []
            }
            if isAll {
                found += tasks
                continue
            }
            guard let task = tasks.first(where: { $0.name == name || $0.device == parts[1] }) else {
                throw AppError(
                    code: "evaluate.task",
                    message: "no task '\(name)'; known: \(tasks.map(\.name).joined(separator: ", "))",
                    exit: .usage)
            }
            found.append(task)
        }
        return found
    }

    /// The tasks of a family, those of devices that do not count only if asked for.
    ///
    /// - Throws: `AppError` where the data are not there.
    func tasks(of family: TaskFamily, countedOnly: Bool) throws(AppError) -> [EvaluationTask] {
        let dataset = try table(family.dataset).dataset
        return (countedOnly ? dataset.countedDevices : dataset.table.devices).map { family.task(device: $0) }
    }

    /// The rows of a task.
    func data(of task: EvaluationTask) throws(AppError) -> Data {
        let table = try table(task.dataset)
        var places: [Int: Int] = [:]
        for (row, index) in table.dataset.table.indices.enumerated() { places[index] = row }
        return Data(
            task: task, dataset: table.dataset, space: table.space, architectures: table.architectures,
            column: table.dataset.table.column(task.device) ?? [], places: places,
            identities: table.identities, digest: table.digest)
    }

    private func table(_ name: String) throws(AppError) -> Table {
        if let table = tables[name] { return table }
        let dataset = try library.dataset(named: name)
        guard let space = SpaceCatalog.space(named: dataset.table.space) else {
            throw AppError(
                code: "dataset.unknown", message: "no space '\(dataset.table.space)'", exit: .badData)
        }
        var architectures: [Architecture] = []
        do throws(SpaceError) {
            for text in dataset.table.architectures { architectures.append(try space.parse(text)) }
        } catch { throw AppError(code: error.code.rawValue, message: error.message, exit: .badData) }
        let table = Table(
            dataset: dataset, space: space, architectures: architectures,
            identities: architectures.map {
                ArchitectureIdentity.key(of: $0, in: space, withDeadParts: dataset.form.executesDeadParts)
            }, digest: String(try library.digest(of: dataset.form).prefix(16)))
        tables[name] = table
        return table
    }
}
