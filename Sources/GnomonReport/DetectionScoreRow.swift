/// How far detected rules reproduce what a runtime does with one model.
public struct DetectionScoreRow: ReportRow {
    /// The model as the user named it.
    public var model: String
    /// Operators the model runs.
    public var operators: Int
    /// Edges inside kernels by prediction and in truth.
    public var agreed: Int
    /// Edges inside kernels by prediction alone.
    public var invented: Int
    /// Edges inside kernels in truth alone.
    public var missed: Int
    /// Edges that were not counted.
    public var excluded: Int
    /// The share of kernels with exactly the right members.
    public var exact: Double
    /// The share of the time in such kernels.
    public var exactByTime: Double

    /// A row.
    public init(
        model: String, operators: Int, agreed: Int, invented: Int, missed: Int, excluded: Int, exact: Double,
        exactByTime: Double
    ) {
        self.model = model
        self.operators = operators
        self.agreed = agreed
        self.invented = invented
        self.missed = missed
        self.excluded = excluded
        self.exact = exact
        self.exactByTime = exactByTime
    }

    /// The share of the predicted edges that are real; 1 where none was predicted.
    public var precision: Double {
        agreed + invented == 0 ? 1 : Double(agreed) / Double(agreed + invented)
    }

    /// The share of the real edges that were predicted; 1 where there is none.
    public var recall: Double { agreed + missed == 0 ? 1 : Double(agreed) / Double(agreed + missed) }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.detection-score/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("operators", .right), .init("edges", .right), .init("precision", .right),
            .init("recall", .right), .init("exact", .right), .init("by time", .right),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            model, String(operators), String(agreed + missed), NumberFormat.percent(precision),
            NumberFormat.percent(recall), NumberFormat.percent(exact), NumberFormat.percent(exactByTime),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "model": .string(model), "operators": .int(operators), "agreed": .int(agreed),
            "invented": .int(invented), "missed": .int(missed), "excluded": .int(excluded),
            "precision": .number(precision), "recall": .number(recall), "exact": .number(exact),
            "exact_by_time": .number(exactByTime),
        ]
    }
}
