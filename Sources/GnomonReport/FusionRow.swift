import GnomonData

/// The answer of `gnomon fusion` for one model: which operators the runtime executes together.
public struct FusionRow: ReportRow {
    /// The model as the user named it.
    public var model: String
    /// The profile with its groups, and what the rules predict.
    public var report: ProfileReport
    /// What the user should know.
    public var warnings: [String]

    /// The answer for one model.
    public init(model: String, report: ProfileReport, warnings: [String] = []) {
        self.model = model
        self.report = report
        self.warnings = warnings
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.fusion/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [
            .init("model"), .init("operators", .right), .init("groups", .right), .init("added", .right),
            .init("removed", .right), .init("unmapped", .right), .init("rules agree", .right),
            .init("by time", .right), .init("platform"),
        ]
    }

    /// A cell for each column.
    public var cells: [String] {
        let groups = report.profile.groups
        let agreement = report.agreement
        return [
            model, String(operators), String(groups?.groups.count ?? 0), String(groups?.added.count ?? 0),
            String(groups?.removed.count ?? 0), String(groups?.unmapped.count ?? 0),
            NumberFormat.percent(agreement?.share ?? 0), NumberFormat.percent(agreement?.timeShare ?? 0),
            report.profile.platform,
        ]
    }

    /// The JSON object.
    public var json: JSONObject {
        var object: JSONObject = [
            "model": .string(model), "platform": .string(report.profile.platform),
            "operators": .int(operators), "warnings": JSONValue(warnings),
        ]
        for member in report.groupsJSON.members { object[member.key] = member.value }
        return object
    }

    private var operators: Int {
        guard let groups = report.profile.groups else { return 0 }
        return groups.groups.reduce(groups.removed.count + groups.unmapped.count) { $0 + $1.nodes.count }
    }
}
