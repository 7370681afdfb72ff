/// One device of a data set, as `gnomon dataset show` lists it.
public struct DatasetDeviceRow: ReportRow {
    /// The device.
    public var device: String
    /// Rows with a latency.
    public var rows: Int
    /// The smallest, the median and the largest latency in milliseconds.
    public var quantiles: [Double]
    /// Why it is not counted as a device of its own; empty if it is.
    public var note: String

    /// A line.
    public init(device: String, rows: Int, quantiles: [Double], note: String) {
        self.device = device
        self.rows = rows
        self.quantiles = quantiles
        self.note = note
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.dataset-device/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("device"), .init("rows", .right), .init("smallest ms", .right), .init("median ms", .right),
            .init("largest ms", .right), .init("note"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [device, String(rows)]
            + (0..<3).map { place in
                quantiles.indices.contains(place) ? NumberFormat.threeDigits(quantiles[place]) : "-"
            } + [note]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "device": .string(device), "rows": .int(rows),
            "quantiles_ms": .array(quantiles.map { .number($0) }), "note": .string(note),
        ]
    }
}
