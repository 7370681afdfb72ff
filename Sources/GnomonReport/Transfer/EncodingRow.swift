import Foundation

/// One encoding of the architectures of a data set, and what it took.
public struct EncodingRow: ReportRow {
    /// The encoding.
    public var encoding: String
    /// Architectures that were asked for.
    public var asked: Int
    /// Of these, how many are encoded now.
    public var known: Int
    /// Networks that zero-cost proxies were computed of now; nil where none are.
    public var computed: Int?
    /// Seconds it took.
    public var seconds: Double
    /// What a network that was trained now found of what it was not told: operators or corrupted symbols.
    public var found: Double?

    /// A line.
    public init(
        encoding: String, asked: Int, known: Int, computed: Int?, seconds: Double, found: Double?
    ) {
        self.encoding = encoding
        self.asked = asked
        self.known = known
        self.computed = computed
        self.seconds = seconds
        self.found = found
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.encoding/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("encoding"), .init("architectures", .right), .init("encoded", .right),
            .init("computed now", .right), .init("seconds", .right), .init("found", .right),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            encoding, String(asked), String(known), computed.map(String.init) ?? "-",
            String(format: "%.1f", seconds), found.map { String(format: "%.4f", $0) } ?? "-",
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "encoding": .string(encoding), "architectures": .int(asked), "encoded": .int(known),
            "computed": computed.map { .int($0) } ?? .null, "seconds": .number(seconds),
            "found": found.map { .number($0) } ?? .null,
        ]
    }
}
