/// The results of a command as text.
public enum Report {
    /// A table with a line for each result; an error is a sentence in the place of the cells.
    public static func table<Row: ReportRow>(_ results: [RowResult<Row>]) -> String {
        var table = TextTable(Row.columns)
        for result in results {
            switch result {
            case .row(let row): table.add(row.cells)
            case .failure(let model, let error):
                table.add([model, "error: \(error.message) (\(error.code))"])
            }
        }
        return table.rendered()
    }

    /// One JSON object with `schema` and `results`; `extra` members follow.
    public static func json<Row: ReportRow>(
        _ results: [RowResult<Row>], extra: JSONObject = [:]
    ) -> String {
        var document = JSONEncoding.document(schema: Row.schema, results: results.map { .object($0.json) })
        for member in extra.members { document[member.key] = member.value }
        return JSONEncoding.pretty(.object(document)) + "\n"
    }

    /// A JSON object on a line of its own for each result, `schema` first.
    public static func jsonLine<Row: ReportRow>(_ result: RowResult<Row>) -> String {
        var object: JSONObject = ["schema": .string(Row.schema)]
        for member in result.json.members { object[member.key] = member.value }
        return JSONEncoding.compact(.object(object)) + "\n"
    }

    /// Comma-separated values under the JSON keys.
    ///
    /// Lists of plain values become one cell with spaces between them; what has a structure of its own is
    /// left to JSON, but for what the row spreads over columns.
    public static func csv<Row: ReportRow>(_ results: [RowResult<Row>]) -> String {
        let rows = results.map { spread($0.json, Row.spread) }
        var header: [String] = []
        for row in rows {
            for member in row.members where plain(member.value) != nil && !header.contains(member.key) {
                header.append(member.key)
            }
        }
        let errors = results.contains { $0.row == nil }
        let cells = rows.map { row in
            header.map { key in row[key].flatMap(plain) ?? "" } + (errors ? [errorCell(row)] : [])
        }
        return CSVWriter.text(header: header + (errors ? ["error"] : []), rows: cells)
    }

    /// One error in the form of `gnomon.error/1`, for failures that concern the whole command.
    public static func json(_ error: ResultError, place: String = "", hint: String = "") -> String {
        let object: JSONObject = [
            "schema": .string("gnomon.error/1"), "code": .string(error.code),
            "message": .string(error.message),
            "where": JSONValue(place.isEmpty ? nil : place), "hint": JSONValue(hint.isEmpty ? nil : hint),
        ]
        return JSONEncoding.compact(.object(object)) + "\n"
    }

    private static func errorCell(_ row: JSONObject) -> String {
        guard case .object(let error)? = row["error"], case .string(let code)? = error["code"] else {
            return ""
        }
        return code
    }

    /// An object with the members of some of its objects in their place.
    private static func spread(_ object: JSONObject, _ keys: Set<String>) -> JSONObject {
        guard !keys.isEmpty else { return object }
        var result = JSONObject()
        for member in object.members {
            if keys.contains(member.key), case .object(let inner) = member.value {
                for part in inner.members { result[part.key] = part.value }
            } else {
                result[member.key] = member.value
            }
        }
        return result
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .null: return ""
        case .string(let text): return text
        case .bool, .int, .number: return JSONEncoding.compact(value)
        case .array(let elements):
            let cells = elements.map { element -> String? in
                if case .array = element { nil } else { plain(element) }
            }
            return cells.contains(nil) ? nil : cells.compactMap { $0 }.joined(separator: " ")
        case .object: return nil
        }
    }
}
