/// The answer of `gnomon doctor` for one native library.
public struct DoctorRow: ReportRow {
    /// The library's name.
    public var library: String
    /// Whether a file was found.
    public var isFound: Bool
    /// Its version, if it could be asked.
    public var version: String?
    /// Where it was found.
    public var path: String?
    /// Whether it opened and gave a right answer.
    public var works: Bool
    /// What to do; empty if nothing.
    public var hint: String

    /// The answer for one library.
    public init(library: String, isFound: Bool, version: String?, path: String?, works: Bool, hint: String) {
        self.library = library
        self.isFound = isFound
        self.version = version
        self.path = path
        self.works = works
        self.hint = hint
    }

    /// The name and version of the JSON form.
    public static var schema: String { "gnomon.doctor/1" }

    /// The columns of the table.
    public static var columns: [TextTable.Column] {
        [.init("library"), .init("state"), .init("version"), .init("path"), .init("hint")]
    }

    /// A cell for each column.
    public var cells: [String] {
        let state = works ? "works" : isFound ? "broken" : "missing"
        return [library, state, version ?? "-", path ?? "-", hint]
    }

    /// The JSON object.
    public var json: JSONObject {
        [
            "library": .string(library), "found": .bool(isFound), "version": JSONValue(version),
            "path": JSONValue(path), "works": .bool(works), "hint": JSONValue(hint.isEmpty ? nil : hint),
        ]
    }
}
