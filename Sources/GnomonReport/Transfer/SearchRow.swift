import Foundation

/// What a search under a latency limit chose, beside what was measured.
public struct SearchRow: ReportRow {
    /// The device.
    public var device: String
    /// How was searched.
    public var method: String
    /// What latencies were predicted by, and from how many samples.
    public var predictor: String
    /// The number of samples.
    public var samples: Int
    /// The seed.
    public var seed: UInt64
    /// The limit in milliseconds.
    public var limit: Double
    /// The architecture; nil where none seemed fast enough.
    public var architecture: String?
    /// Its predicted latency in milliseconds.
    public var predicted: Double
    /// Its measured latency in milliseconds.
    public var measured: Double
    /// Its accuracy in percent.
    public var accuracy: Double
    /// The best accuracy that is really within the limit.
    public var bestAccuracy: Double
    /// Whether the choice is over the limit by more than the clock's step.
    public var isViolated: Bool
    /// Whether the choice is over the limit by anything.
    public var isOver: Bool
    /// Seconds that measuring the samples would take.
    public var measuringSeconds: Double
    /// Seconds from the samples to all predictions.
    public var adaptationSeconds: Double
    /// Seconds of the search itself.
    public var searchSeconds: Double

    /// A choice.
    public init(
        device: String, method: String, predictor: String, samples: Int, seed: UInt64, limit: Double,
        architecture: String?, predicted: Double, measured: Double, accuracy: Double, bestAccuracy: Double,
        isViolated: Bool, isOver: Bool, measuringSeconds: Double, adaptationSeconds: Double,
        searchSeconds: Double
    ) {
        self.device = device
        self.method = method
        self.predictor = predictor
        self.samples = samples
        self.seed = seed
        self.limit = limit
        self.architecture = architecture
        self.predicted = predicted
        self.measured = measured
        self.accuracy = accuracy
        self.bestAccuracy = bestAccuracy
        self.isViolated = isViolated
        self.isOver = isOver
        self.measuringSeconds = measuringSeconds
        self.adaptationSeconds = adaptationSeconds
        self.searchSeconds = searchSeconds
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.search/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("device"), .init("method"), .init("seed", .right), .init("limit ms", .right),
            .init("predicted", .right), .init("measured", .right), .init("accuracy", .right),
            .init("best", .right), .init("regret", .right), .init("over"), .init("adapt ms", .right),
            .init("search ms", .right), .init("architecture"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        func cell(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
        return [
            device, method, "\(seed)", cell(limit), cell(predicted), cell(measured), cell(accuracy),
            cell(bestAccuracy), cell(bestAccuracy - accuracy), isViolated ? "yes" : isOver ? "by a tick" : "",
            cell(adaptationSeconds * 1000, 1), cell(searchSeconds * 1000, 1), architecture ?? "-",
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "device": .string(device), "method": .string(method), "predictor": .string(predictor),
            "samples": .int(samples), "seed": .int(Int(clamping: seed)), "limit_ms": .number(limit),
            "architecture": JSONValue(architecture), "predicted_ms": .number(predicted),
            "measured_ms": .number(measured), "accuracy": .number(accuracy),
            "best_accuracy": .number(bestAccuracy), "violated": .bool(isViolated), "over": .bool(isOver),
            "measuring_seconds": .number(measuringSeconds), "adaptation_seconds": .number(adaptationSeconds),
            "search_seconds": .number(searchSeconds),
        ]
    }
}
