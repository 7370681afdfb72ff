public import GnomonEvaluate

/// The answer of `gnomon evaluate` for one predictor, task, budget and seed.
public struct TaskResultRow: ReportRow {
    /// What was reached.
    public var result: TaskResult

    /// A row.
    public init(_ result: TaskResult) { self.result = result }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.evaluation/1" }

    /// A spreadsheet wants the metrics.
    public static var spread: Set<String> { ["metrics"] }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("task"), .init("predictor"), .init("budget", .right), .init("seed", .right),
            .init("±1 %", .right), .init("±5 %", .right), .init("±10 %", .right), .init("MAPE", .right),
            .init("spearman", .right), .init("kendall", .right), .init("inside", .right),
            .init("train s", .right), .init("predict s", .right),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        let metrics = result.metrics
        func percent(_ name: String) -> String { metrics[name].map { NumberFormat.percent($0) } ?? "-" }
        func number(_ name: String) -> String {
            metrics[name].map { NumberFormat.fixed($0, digits: 3) } ?? "-"
        }
        return [
            result.task, result.predictor, String(result.budget), String(result.seed), percent("within1"),
            percent("within5"), percent("within10"), percent("mape"), number("spearman"), number("kendall"),
            percent("interval_coverage"), NumberFormat.threeDigits(result.trainSeconds),
            NumberFormat.threeDigits(result.predictSeconds),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        var metrics = JSONObject()
        for name in PredictionMetrics.names {
            if let value = result.metrics[name] { metrics[name] = .number(value) }
        }
        for (name, value) in result.metrics.values.sorted(by: { $0.key < $1.key })
        where metrics[name] == nil { metrics[name] = .number(value) }
        return [
            "task": .string(result.task), "predictor": .string(result.predictor),
            "seed": .int(Int(truncatingIfNeeded: result.seed)), "budget": .int(result.budget),
            "measurements": .int(result.measurements), "test_rows": .int(result.testRows),
            "metrics": .object(metrics), "train_seconds": .number(result.trainSeconds),
            "predict_seconds": .number(result.predictSeconds),
        ]
    }
}
