/// A JSON value whose objects keep the order in which their keys were written.
///
/// Order matters to people who read the output and to `schema`, which comes first; Foundation's encoder keeps
/// none.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    /// A number; written as `null` if it is not finite, because JSON has no such numbers and null means unknown.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A number, or null where nothing is known.
    public init(_ number: Double?) { self = number.map(JSONValue.number) ?? .null }

    /// An integer, or null where nothing is known.
    public init(_ integer: Int?) { self = integer.map(JSONValue.int) ?? .null }

    /// A text, or null where nothing is known.
    public init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// An array of texts.
    public init(_ texts: [String]) { self = .array(texts.map(JSONValue.string)) }

    /// An array of integers.
    public init(_ integers: [Int]) { self = .array(integers.map(JSONValue.int)) }
}
