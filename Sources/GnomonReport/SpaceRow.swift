/// One family of published networks, or one search space, as `gnomon spaces` lists it.
public struct SpaceRow: ReportRow {
    /// The family's or space's name.
    public var name: String
    /// What it is, in a line.
    public var summary: String
    /// The paper it comes from.
    public var paper: String
    /// The names `gnomon generate` takes, or an example of an architecture.
    public var networks: [String]
    /// How many different networks it has.
    public var count: String

    /// The line of one family or space.
    public init(name: String, summary: String, paper: String, networks: [String], count: String) {
        self.name = name
        self.summary = summary
        self.paper = paper
        self.networks = networks
        self.count = count
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.space/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("name"), .init("networks"), .init("what it is"), .init("names or example")]
    }

    /// A cell for each column.
    public var cells: [String] { [name, count, summary, networks.joined(separator: " ")] }

    /// The JSON object.
    public var json: JSONObject {
        [
            "name": .string(name), "summary": .string(summary), "paper": .string(paper),
            "networks": JSONValue(networks), "count": .string(count),
        ]
    }
}
