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

/// The members of a JSON object in the order they were added.
public struct JSONObject: Hashable, Sendable {
    /// A key with its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONValue
    }

    /// The members in order.
    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// The value of a key, or nil.
    ///
    /// Setting a present key changes it in place; a new one goes to the end; nil removes it.
    ///
    /// - Complexity: O(members).
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let position = members.firstIndex { $0.key == key }
            switch (position, newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): members.remove(at: position)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object with these members in this order.
    ///
    /// Of a key written twice the last value counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
