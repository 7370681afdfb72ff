/// The answer of `gnomon predict --predictor` for one architecture.
public struct ArchitecturePredictionRow: ReportRow {
    /// The architecture as the user gave it.
    public var model: String
    /// The device.
    public var platform: String
    /// The predictor's name.
    public var predictor: String
    /// Milliseconds.
    public var milliseconds: Double
    /// Where the measured latency will lie in nine of ten cases.
    public var interval: ClosedRange<Double>?
    /// The share that rests on what was learned.
    public var coverage: Double
    /// What the user should know.
    public var warnings: [String]

    /// An answer.
    public init(
        model: String, platform: String, predictor: String, milliseconds: Double,
        interval: ClosedRange<Double>?, coverage: Double, warnings: [String]
    ) {
        self.model = model
        self.platform = platform
        self.predictor = predictor
        self.milliseconds = milliseconds
        self.interval = interval
        self.coverage = coverage
        self.warnings = warnings
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.prediction/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("latency", .right), .init("interval", .right), .init("coverage", .right),
            .init("platform"), .init("predictor"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        let ends = interval.map {
            "\(NumberFormat.threeDigits($0.lowerBound))..\(NumberFormat.threeDigits($0.upperBound)) ms"
        }
        return [
            model, NumberFormat.threeDigits(milliseconds) + " ms", ends ?? "-",
            NumberFormat.percent(coverage), platform, predictor,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "model": .string(model), "platform": .string(platform), "predictor": .string(predictor),
            "latency_ms": .number(milliseconds),
            "interval_ms": interval.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null,
            "coverage": .number(coverage), "kernels": .array([]), "warnings": JSONValue(warnings),
        ]
    }
}
