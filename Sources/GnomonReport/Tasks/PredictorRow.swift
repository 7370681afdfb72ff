/// One predictor, as `gnomon predictors` lists it.
public struct PredictorRow: ReportRow {
    /// The name users type.
    public var name: String
    /// What it predicts: `network`, `architecture` or `new device`.
    public var subject: String
    /// How it works, in a sentence.
    public var summary: String
    /// The publication it follows; empty if none.
    public var source: String
    /// What was trained with it on this machine.
    public var trained: [String]

    /// A line.
    public init(name: String, subject: String, summary: String, source: String, trained: [String]) {
        self.name = name
        self.subject = subject
        self.summary = summary
        self.source = source
        self.trained = trained
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.predictor/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("name"), .init("predicts"), .init("how"), .init("paper"), .init("trained")]
    }

    /// A cell for each column.
    public var cells: [String] { [name, subject, summary, source, trained.joined(separator: " ")] }

    /// The JSON object.
    public var json: JSONObject {
        [
            "name": .string(name), "subject": .string(subject), "summary": .string(summary),
            "source": .string(source), "trained": JSONValue(trained),
        ]
    }
}
