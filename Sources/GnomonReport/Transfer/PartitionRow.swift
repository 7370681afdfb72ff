import Foundation

/// One split of devices into sources and targets.
public struct PartitionRow: ReportRow {
    /// What was asked.
    public var name: String
    /// The devices on one side.
    public var sources: [String]
    /// The devices on the other.
    public var targets: [String]
    /// The mean correlation of a source with a target.
    public var meanCrossCorrelation: Double

    /// A split.
    public init(name: String, sources: [String], targets: [String], meanCrossCorrelation: Double) {
        self.name = name
        self.sources = sources
        self.targets = targets
        self.meanCrossCorrelation = meanCrossCorrelation
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.partition/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("set"), .init("mean cross-correlation", .right), .init("sources"), .init("targets")]
    }

    /// A cell for each column.
    public var cells: [String] {
        [
            name, String(format: "%.3f", meanCrossCorrelation), sources.joined(separator: " "),
            targets.joined(separator: " "),
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "set": .string(name), "mean_cross_correlation": .number(meanCrossCorrelation),
            "sources": JSONValue(sources), "targets": JSONValue(targets),
        ]
    }
}
