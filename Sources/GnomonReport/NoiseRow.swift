public import GnomonData
import GnomonStatistics

/// What a calibration found about one reference kernel.
public struct NoiseRow: ReportRow {
    /// The reference kernel.
    public var name: String
    /// The calibration.
    public var calibration: NoiseCalibration

    /// A row.
    public init(name: String, calibration: NoiseCalibration) {
        self.name = name
        self.calibration = calibration
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.noise/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("reference"), .init("floor", .right), .init("exponent", .right), .init("widening", .right)]
    }

    private var floor: Latency { Latency(nanoseconds: calibration.floors[name] ?? 0) }

    /// A cell for each column.
    public var cells: [String] {
        func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
        return [
            name, LatencyFormat.text(floor), calibration.exponents[name].map(short) ?? "-",
            short(calibration.widening),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "reference": .string(name), "floor_ms": .number(floor.milliseconds),
            "exponent": .number(calibration.exponents[name] ?? 0), "widening": .number(calibration.widening),
            "points": .int(calibration.points), "epoch": .string(calibration.epoch),
        ]
    }
}
