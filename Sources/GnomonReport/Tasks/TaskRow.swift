public import GnomonEvaluate

/// One task, as `gnomon tasks` lists it.
public struct TaskRow: ReportRow {
    /// The task.
    public var task: EvaluationTask
    /// Rows that are measured on the device; nil where the data are not there.
    public var rows: Int?

    /// The line of a task.
    public init(_ task: EvaluationTask, rows: Int?) {
        self.task = task
        self.rows = rows
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.task/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("task"), .init("rows", .right), .init("budgets"), .init("split"), .init("care")]
    }

    private var split: String {
        switch task.rule {
        case .pool(let size): "test: all but \(size) of a seeded shuffle"
        case .published: "as published"
        }
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            task.name, rows.map(String.init) ?? "-", task.budgets.map(String.init).joined(separator: " "),
            split, task.caution,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "task": .string(task.name), "dataset": .string(task.dataset), "device": .string(task.device),
            "rows": JSONValue(rows), "budgets": JSONValue(task.budgets), "split": .string(split),
            "caution": .string(task.caution),
        ]
    }
}
