import Foundation
public import GnomonEvaluate
public import GnomonReport

/// The tasks there are, and their splits as files.
public struct TaskListing {
    private let tables: TaskTables

    /// The tasks on the data of a library.
    public init(library: DatasetLibrary) { tables = TaskTables(library) }

    /// A line for each task whose data are there, and one for each family whose data are not.
    public func rows() -> [TaskRow] {
        TaskCatalog.all.flatMap { family -> [TaskRow] in
            guard let tasks = try? tables.tasks(of: family, countedOnly: false) else {
                var task = family.task(device: "DEVICE")
                task.caution = "the data set '\(family.dataset)' is not there"
                return [TaskRow(task, rows: nil)]
            }
            return tasks.map { task in
                TaskRow(task, rows: (try? tables.data(of: task))?.column.count { $0 != nil })
            }
        }
    }

    /// The split of a task.
    ///
    /// - Throws: `AppError`: exit 64 for an unknown task or a budget that is not possible.
    public func split(task name: String, budget: Int, seed: UInt64) throws(AppError) -> TaskSplit {
        guard let task = try tables.tasks(named: [name]).first else {
            throw AppError(code: "evaluate.task", message: "no task '\(name)'", exit: .usage)
        }
        let data = try tables.data(of: task)
        guard let split = data.split(budget: budget, seed: seed) else { throw data.tooLarge(budget) }
        return split
    }

    /// The text of the file of a split.
    public static func text(_ split: TaskSplit) -> String {
        JSONEncoding.pretty(
            .object([
                "task": .string(split.task), "seed": .int(Int(truncatingIfNeeded: split.seed)),
                "training": JSONValue(split.training), "validation": JSONValue(split.validation),
                "test": JSONValue(split.test),
            ])) + "\n"
    }

    /// Reads the file of a split.
    ///
    /// - Throws: `AppError` with exit 65 for a file of another form, or a row in two parts.
    public static func read(_ path: String) throws(AppError) -> TaskSplit {
        guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 20,
            let split = try? JSONDecoder().decode(TaskSplit.self, from: data)
        else {
            throw AppError(
                code: "evaluate.split", message: "not a file of a split", place: path, exit: .badData)
        }
        let all = split.training + split.validation + split.test
        guard Set(all).count == all.count, !split.training.isEmpty, !split.test.isEmpty else {
            throw AppError(
                code: "evaluate.split", message: "a row is in two parts, or a part is empty", place: path,
                exit: .badData)
        }
        return split
    }
}
