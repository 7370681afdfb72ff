public import GnomonData
public import GnomonStatistics

/// The answer of `gnomon compare` for one model: predicted beside measured.
public struct ComparisonRow: ReportRow {
    /// The model as the user named it.
    public var model: String
    /// The platform's name.
    public var platform: String
    /// The measured latency.
    public var measured: Latency
    /// How far the measurement can be trusted.
    public var grade: Grade
    /// The predicted latency.
    public var predicted: Latency
    /// Where the predictor says the measured latency lies.
    public var interval: LatencyInterval
    /// The share of the predicted time that rests on known kernels.
    public var coverage: Double

    /// Predicted beside measured.
    public init(
        model: String, platform: String, measured: Latency, grade: Grade, predicted: Latency,
        interval: LatencyInterval, coverage: Double
    ) {
        self.model = model
        self.platform = platform
        self.measured = measured
        self.grade = grade
        self.predicted = predicted
        self.interval = interval
        self.coverage = coverage
    }

    /// Predicted over measured, less one; nil if nothing was measured.
    public var relativeError: Double? {
        let error = predicted.nanoseconds / measured.nanoseconds - 1
        return measured.nanoseconds > 0 && error.isFinite ? error : nil
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.comparison/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("measured", .right), .init("grade"), .init("predicted", .right),
            .init("interval", .right), .init("error", .right), .init("coverage", .right),
        ]
    }

    /// A cell for each column; all latencies of a line have one unit.
    public var cells: [String] {
        let unit = LatencyFormat.Unit.fitting(measured)
        return [
            model, LatencyFormat.text(measured, unit: unit), grade.rawValue,
            LatencyFormat.text(predicted, unit: unit), LatencyFormat.text(interval, unit: unit),
            relativeError.map { NumberFormat.percent($0, signed: true) } ?? "-",
            NumberFormat.percent(coverage),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "model": .string(model), "platform": .string(platform),
            "measured_ms": .number(measured.milliseconds),
            "grade": .string(grade.rawValue), "predicted_ms": .number(predicted.milliseconds),
            "interval_ms": JSONValue(interval), "relative_error": JSONValue(relativeError),
            "coverage": .number(coverage),
        ]
    }
}
