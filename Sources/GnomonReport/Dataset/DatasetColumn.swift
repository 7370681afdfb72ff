/// A column of an exported data set: what it is called, what it means, and how it is read from a row.
public struct DatasetColumn: Sendable {
    /// The key of the JSON object and the word in the CSV header.
    public var key: DatasetRow.CodingKeys
    /// What kind of value it holds, for people.
    public var kind: String
    /// The unit; empty for none.
    public var unit: String
    /// Whether it may be unknown: null in JSON, an empty cell in CSV.
    public var isOptional: Bool
    /// What it means, in one sentence.
    public var summary: String
    /// The value of a row.
    public var value: @Sendable (DatasetRow) -> JSONValue

    init(
        _ key: DatasetRow.CodingKeys, _ kind: String, unit: String, isOptional: Bool, _ summary: String,
        value: @escaping @Sendable (DatasetRow) -> JSONValue
    ) {
        self.key = key
        self.kind = kind
        self.unit = unit
        self.isOptional = isOptional
        self.summary = summary
        self.value = value
    }

    /// The name of the column.
    public var name: String { key.rawValue }
}

extension DatasetColumn {
    /// The page that describes the columns.
    public static func page() -> String {
        var text = """
            # Exported measurements

            `gnomon dataset export -o FILE` writes a row for each measurement in the store, oldest number first, as
            comma-separated values (RFC 4180) or JSON lines; `--on` and `--grade` choose among them. The file appears complete or
            not at all. Both forms have the same columns and values. In CSV a list or object is one cell with its JSON text, an
            unknown value an empty cell, and a text that a spreadsheet would take for a formula gets an apostrophe in front. A JSON
            line also has `schema`, `\(DatasetRow.schema)`. Raw samples are not exported; `gnomon measure --raw` writes them.

            | column | value | unit | may be unknown | meaning |
            |---|---|---|---|---|

            """
        for column in all {
            let cells = [
                "`\(column.name)`", column.kind, column.unit, column.isOptional ? "yes" : "", column.summary,
            ]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        return text + """

            This page is made from the columns; a test compares it (`GNOMON_REGENERATE=1` writes it anew).

            """
    }
}
