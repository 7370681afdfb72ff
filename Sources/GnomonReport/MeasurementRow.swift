public import GnomonData
import GnomonStatistics

/// The answer of `gnomon measure` for one model.
public struct MeasurementRow: ReportRow {
    /// The model as the user named it.
    public var model: String
    /// What was measured.
    public var measurement: GnomonData.Measurement
    /// Launches, and the samples in them that count: those after the warm-up.
    private var launches: Int
    private var samples: Int
    /// Whether the kernels were asked for.
    public var showsKernels: Bool
    /// Whether it was in the store already and nothing was measured now.
    public var isReused: Bool
    /// What the profile says of the whole; nil where there is none.
    public var profile: ProfileReport?
    /// What the user should know beside the reasons for the grade.
    public var warnings: [String]

    /// The answer for one model.
    public init(
        model: String, measurement: GnomonData.Measurement, showsKernels: Bool = false,
        isReused: Bool = false, profile: ProfileReport? = nil, warnings: [String] = []
    ) {
        self.model = model
        self.measurement = measurement
        launches = measurement.launches.count
        samples = measurement.launches.reduce(0) { $0 + $1.samples.count { !$0.isWarmup } }
        self.showsKernels = showsKernels
        self.isReused = isReused
        self.profile = profile
        self.warnings = warnings
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.measurement/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("latency", .right), .init("interval", .right), .init("grade"),
            .init("launches", .right), .init("samples", .right), .init("platform"),
        ]
    }

    /// Forgets the samples, of which a batch has many; their number stays.
    public mutating func dropSamples() { measurement.launches = [] }

    /// A cell for each column.
    public var cells: [String] {
        let unit = LatencyFormat.Unit.fitting(measurement.latency)
        return [
            model, LatencyFormat.text(measurement.latency, unit: unit),
            LatencyFormat.text(measurement.interval, unit: unit), measurement.grade.rawValue,
            String(launches), String(samples), measurement.platform,
        ]
    }

    /// The JSON object.
    ///
    /// `warnings` holds the reasons for the grade first.
    public var json: JSONObject {
        var object: JSONObject = [
            "model": .string(model), "hash": .string(measurement.networkHash),
            "platform": .string(measurement.platform),
            "latency_ms": .number(measurement.latency.milliseconds),
            "interval_ms": JSONValue(measurement.interval), "grade": .string(measurement.grade.rawValue),
            "launches": .int(launches), "samples": .int(samples), "reused": .bool(isReused),
        ]
        if showsKernels {
            object["kernels"] = .array(
                measurement.kernels.map { kernel in
                    .object([
                        "name": .string(kernel.name), "kind": .string(kernel.type),
                        "nodes": JSONValue(kernel.nodes), "latency_ms": .number(kernel.latency.milliseconds),
                    ])
                })
        }
        if let profile { object["closure"] = .object(profile.closureJSON) }
        object["warnings"] = JSONValue(measurement.reasons + warnings)
        return object
    }

    /// The kernels in execution order, as a table.
    public func kernelTable() -> String {
        var table = TextTable([.init("kernel"), .init("type"), .init("latency", .right), .init("nodes")])
        for kernel in measurement.kernels {
            table.add([
                kernel.name, kernel.type, LatencyFormat.text(kernel.latency),
                kernel.nodes.map(String.init).joined(separator: " "),
            ])
        }
        return table.rendered() + (profile.map { "\n\($0.closureLine)\n" } ?? "")
    }
}
