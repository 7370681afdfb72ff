/// A result, or the error that stands in its place; the other models of the batch still answer.
public enum RowResult<Row: ReportRow>: Sendable {
    /// The result.
    case row(Row)
    /// The model and what went wrong with it.
    case failure(model: String, error: ResultError)

    /// The result, if it is one.
    public var row: Row? {
        if case .row(let row) = self { row } else { nil }
    }

    /// The JSON object of the result, or `model`, `platform` if it is one of several, and `error`.
    public var json: JSONObject {
        switch self {
        case .row(let row): row.json
        case .failure(let model, let error):
            if let platform = error.platform {
                ["model": .string(model), "platform": .string(platform), "error": .object(error.json)]
            } else {
                ["model": .string(model), "error": .object(error.json)]
            }
        }
    }
}
