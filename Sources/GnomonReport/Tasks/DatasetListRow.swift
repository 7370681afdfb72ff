/// One published data set, as `gnomon dataset list` shows it.
public struct DatasetListRow: ReportRow {
    /// The name.
    public var name: String
    /// What it is, in a line.
    public var summary: String
    /// The search space.
    public var space: String
    /// Rows and devices as published.
    public var rows: Int
    /// The devices of the file that is there; empty if there is none.
    public var devices: [String]
    /// The file; nil where it is not in the folder.
    public var path: String?
    /// The publication.
    public var paper: String
    /// The licence.
    public var licence: String

    /// A line.
    public init(
        name: String, summary: String, space: String, rows: Int, devices: [String], path: String?,
        paper: String, licence: String
    ) {
        self.name = name
        self.summary = summary
        self.space = space
        self.rows = rows
        self.devices = devices
        self.path = path
        self.paper = paper
        self.licence = licence
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.dataset/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("name"), .init("rows", .right), .init("devices", .right), .init("space"), .init("file"),
            .init("what it is"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            name, String(rows), devices.isEmpty ? "-" : String(devices.count), space, path ?? "not there",
            summary,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "name": .string(name), "summary": .string(summary), "space": .string(space), "rows": .int(rows),
            "devices": JSONValue(devices), "path": JSONValue(path), "paper": .string(paper),
            "licence": .string(licence),
        ]
    }
}
