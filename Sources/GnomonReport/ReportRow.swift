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
    /// Keys of the object whose values are objects of plain values, of which CSV makes a column each.
    static var spread: Set<String> { get }
}

extension ReportRow {
    /// None.
    public static var spread: Set<String> { [] }
}
