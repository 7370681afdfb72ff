/// One result of a command in the three forms users ask for: cells of a table, a JSON object, a CSV line.
public protocol ReportRow: Sendable {
    /// The name and version of the JSON form, such as `gnomon.prediction/1`.
    static var schema: String { get }
    /// The columns of the table.
    static var columns: [TextTable.Column] { get }
    /// A cell for each column.
    var cells: [String] { get }
    /// The JSON object; other programs rely on its keys.
    var json: JSONObject { get }
}

/// What went wrong with one model of a batch.
public struct ResultError: Hashable, Sendable {
    /// A machine-readable reason, such as `onnx.malformed`.
    public var code: String
    /// A sentence a user can act on.
    public var message: String

    /// An error of one result.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The object that stands in a result's place.
    var json: JSONObject { ["code": .string(code), "message": .string(message)] }
}

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

    /// The JSON object of the result, or `model` and `error`.
    public var json: JSONObject {
        switch self {
        case .row(let row): row.json
        case .failure(let model, let error): ["model": .string(model), "error": .object(error.json)]
        }
    }
}
