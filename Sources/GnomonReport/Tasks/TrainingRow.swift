public import GnomonEvaluate

/// The answer of `gnomon train`.
public struct TrainingRow: ReportRow {
    /// The name under which the predictor can be asked.
    public var name: String
    /// The folder.
    public var folder: String
    /// Rows that were learned from.
    public var rows: Int
    /// How good it is on rows it was not trained on; nil where there are none.
    public var metrics: PredictionMetrics?

    /// An answer.
    public init(name: String, folder: String, rows: Int, metrics: PredictionMetrics?) {
        self.name = name
        self.folder = folder
        self.rows = rows
        self.metrics = metrics
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.training/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("name"), .init("rows", .right), .init("±5 %", .right), .init("±10 %", .right),
            .init("MAPE", .right), .init("folder"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        func percent(_ name: String) -> String { metrics?[name].map { NumberFormat.percent($0) } ?? "-" }
        return [name, String(rows), percent("within5"), percent("within10"), percent("mape"), folder]
    }

    /// The JSON object.
    public var json: JSONObject {
        var numbers = JSONObject()
        for name in PredictionMetrics.names {
            if let value = metrics?[name] { numbers[name] = .number(value) }
        }
        return [
            "name": .string(name), "folder": .string(folder), "rows": .int(rows), "metrics": .object(numbers),
        ]
    }
}
