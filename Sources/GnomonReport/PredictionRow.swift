public import GnomonData
import GnomonStatistics

/// The answer of `gnomon predict` for one model.
public struct PredictionRow: ReportRow {
    /// The model as the user named it.
    public var model: String
    /// The canonical hash of the network, as printed.
    public var hash: String
    /// The platform's name.
    public var platform: String
    /// The predictor's name.
    public var predictor: String
    /// What it answered.
    public var prediction: Prediction

    /// The answer for one model.
    public init(model: String, hash: String, platform: String, predictor: String, prediction: Prediction) {
        self.model = model
        self.hash = hash
        self.platform = platform
        self.predictor = predictor
        self.prediction = prediction
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
        let unit = LatencyFormat.Unit.fitting(prediction.latency)
        return [
            model, LatencyFormat.text(prediction.latency, unit: unit),
            LatencyFormat.text(prediction.interval, unit: unit), NumberFormat.percent(prediction.coverage),
            platform, predictor,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        let kernels = prediction.kernels.map { kernel -> JSONValue in
            .object([
                "name": .string(kernel.name), "kind": .string(kernel.kind), "nodes": JSONValue(kernel.nodes),
                "latency_ms": .number(kernel.latency.milliseconds), "known": .bool(kernel.isKnown),
            ])
        }
        return [
            "model": .string(model), "hash": .string(hash), "platform": .string(platform),
            "predictor": .string(predictor), "latency_ms": .number(prediction.latency.milliseconds),
            "interval_ms": JSONValue(prediction.interval), "coverage": .number(prediction.coverage),
            "kernels": .array(kernels), "warnings": JSONValue(prediction.warnings),
        ]
    }

    /// The kernels that take longest, as a table, with what the rest takes together.
    ///
    /// - Complexity: O(n log n) in the kernels.
    public func breakdown(limit: Int = 12) -> String {
        var table = TextTable([
            .init("kernel"), .init("kind"), .init("latency", .right), .init("share", .right), .init("basis"),
        ])
        let total = prediction.latency.nanoseconds
        func share(_ latency: Latency) -> String {
            total > 0 ? NumberFormat.percent(latency.nanoseconds / total) : "-"
        }
        // Equal latencies stay in execution order.
        let sorted = prediction.kernels.enumerated().sorted { left, right in
            left.element.latency == right.element.latency
                ? left.offset < right.offset : left.element.latency > right.element.latency
        }.map(\.element)
        for kernel in sorted.prefix(max(0, limit)) {
            table.add([
                kernel.name, kernel.kind, LatencyFormat.text(kernel.latency), share(kernel.latency),
                kernel.isKnown ? "learned" : "estimated",
            ])
        }
        let rest = sorted.dropFirst(max(0, limit))
        if !rest.isEmpty {
            let latency = rest.reduce(Latency.zero) { $0 + $1.latency }
            table.add(["\(rest.count) more", "", LatencyFormat.text(latency), share(latency), ""])
        }
        return table.rendered()
    }
}
