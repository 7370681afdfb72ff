import Foundation
public import GnomonEvaluate

/// One line of transfer tasks: a task at one number of samples.
public struct TransferRow: ReportRow {
    /// What was found.
    public var summary: TransferSummary
    /// The task; nil for one that is not in the catalogue.
    public var task: TransferTask?

    /// The line of a summary.
    public init(_ summary: TransferSummary, task: TransferTask?) {
        self.summary = summary
        self.task = task
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.transfer/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("task"), .init("predictor"), .init("protocol"), .init("samples", .right),
            .init("spearman", .right), .init("sd", .right), .init("best published", .right),
            .init("kendall", .right), .init("within 5 %", .right), .init("10 %", .right),
            .init("MAPE", .right), .init("80 % holds", .right), .init("90 % holds", .right),
            .init("width", .right), .init("source s", .right), .init("adapt ms", .right),
        ]
    }

    private var sourceSeconds: Double? {
        let values = summary.sourceSeconds
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func number(_ value: Double?, _ digits: Int) -> String {
        guard let value, value.isFinite else { return "-" }
        return String(format: "%.\(digits)f", value)
    }

    /// A cell for each column.
    public var cells: [String] {
        let mean = summary.mean
        func cell(_ value: Double?, _ digits: Int = 3) -> String { Self.number(value, digits) }
        return [
            summary.task, summary.predictor, summary.rules.rawValue, "\(summary.budget)",
            cell(mean?.spearman), cell(summary.spearmanDeviation), cell(task?.published?.best),
            cell(mean?.kendall), cell(mean?.within5, 2), cell(mean?.within10, 2), cell(mean?.mape),
            cell(mean?.coverage80, 2), cell(mean?.coverage90, 2), cell(mean?.width90, 2),
            cell(sourceSeconds, 2), cell(summary.adaptationSeconds * 1000, 1),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        let mean = summary.mean
        return [
            "task": .string(summary.task), "predictor": .string(summary.predictor),
            "protocol": .string(summary.rules.rawValue), "sampler": .string(summary.sampler),
            "samples": .int(summary.budget), "seeds": .int(summary.bySeed.count),
            "spearman": JSONValue(mean?.spearman), "spearman_sd": JSONValue(summary.spearmanDeviation),
            "published_help": JSONValue(task?.published?.help),
            "published_multipredict": JSONValue(task?.published?.multiPredict),
            "published_nasflat": JSONValue(task?.published?.nasflat),
            "kendall": JSONValue(mean?.kendall), "within5": JSONValue(mean?.within5),
            "within10": JSONValue(mean?.within10), "mape": JSONValue(mean?.mape),
            "rmse_ms": JSONValue(mean?.rmse), "coverage80": JSONValue(mean?.coverage80),
            "coverage90": JSONValue(mean?.coverage90), "width90": JSONValue(mean?.width90),
            "source_seconds": JSONValue(sourceSeconds),
            "adaptation_seconds": JSONValue(summary.adaptationSeconds),
            "targets": .array(
                summary.byTarget.map { target, score in
                    .object([
                        "device": .string(target), "spearman": JSONValue(score.spearman),
                        "within10": JSONValue(score.within10), "mape": JSONValue(score.mape),
                        "coverage90": JSONValue(score.coverage90),
                    ])
                }),
        ]
    }
}
