/// The forms in which a data set is written, a row at a time.
public enum DatasetFormat: String, Hashable, Sendable, CaseIterable {
    /// Comma-separated values, RFC 4180.
    case csv
    /// A JSON object on each line.
    case jsonl

    /// The form that the name of a file asks for; nil if it asks for none.
    public init?(path: String) {
        if path.hasSuffix(".csv") {
            self = .csv
        } else if path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") {
            self = .jsonl
        } else {
            return nil
        }
    }

    /// What stands before the first row.
    public var header: String {
        switch self {
        case .csv: CSVWriter.text(header: DatasetColumn.all.map(\.name), rows: [])
        case .jsonl: ""
        }
    }

    /// A row with its line end.
    public func line(_ row: DatasetRow) -> String {
        switch self {
        case .csv:
            return DatasetColumn.all.map { CSVWriter.cell(Self.cell($0.value(row))) }.joined(separator: ",")
                + "\r\n"
        case .jsonl:
            var object: JSONObject = ["schema": .string(DatasetRow.schema)]
            for column in DatasetColumn.all { object[column.name] = column.value(row) }
            return JSONEncoding.compact(.object(object)) + "\n"
        }
    }

    /// The text of a cell: a text as it is, nothing for what is unknown, JSON for the rest.
    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: JSONEncoding.compact(value)
        }
    }
}

extension DatasetRow {
    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.dataset/1" }
}
