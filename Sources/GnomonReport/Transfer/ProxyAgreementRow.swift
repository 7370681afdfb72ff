import Foundation

/// How one of our zero-cost proxies ranks architectures beside a published table.
public struct ProxyAgreementRow: ReportRow {
    /// The proxy.
    public var proxy: String
    /// Architectures that both have.
    public var rows: Int
    /// Spearman's correlation; nil where one of them does not vary.
    public var correlation: Double?

    /// A line.
    public init(proxy: String, rows: Int, correlation: Double?) {
        self.proxy = proxy
        self.rows = rows
        self.correlation = correlation
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.proxy-agreement/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("proxy"), .init("architectures", .right), .init("Spearman", .right)]
    }

    /// A cell for each column.
    public var cells: [String] {
        [proxy, String(rows), correlation.map { String(format: "%.3f", $0) } ?? "-"]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "proxy": .string(proxy), "architectures": .int(rows),
            "spearman": correlation.map { .number($0) } ?? .null,
        ]
    }
}
