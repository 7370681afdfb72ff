/// The attributes of a node by name.
///
/// A node has few of them, so that a list searched from the front is smaller and several times faster than a
/// hash table; networks are made of hundreds of thousands of them. Order plays no part in equality.
/// - Complexity: O(attributes) for every look-up.
public struct Attributes: Sendable {
    /// A name and its value.
    public typealias Element = (key: String, value: AttributeValue)

    private var entries: [Entry]

    private struct Entry: Hashable, Sendable {
        var name: String
        var value: AttributeValue
    }

    /// No attributes.
    public init() { entries = [] }

    /// The names, in order of insertion.
    public var keys: [String] { entries.map(\.name) }

    /// The value of a name; nil removes it.
    public subscript(_ name: String) -> AttributeValue? {
        get {
            for entry in entries where entry.name == name { return entry.value }
            return nil
        }
        set {
            guard let index = entries.firstIndex(where: { $0.name == name }) else {
                if let newValue { entries.append(Entry(name: name, value: newValue)) }
                return
            }
            if let newValue {
                if entries[index].value != newValue { entries[index].value = newValue }
            } else {
                entries.remove(at: index)
            }
        }
    }

    /// The integer of a name, if there is one.
    func int(_ name: String) -> Int? {
        for entry in entries where entry.name == name {
            if case .int(let value) = entry.value { return Int(value) }
        }
        return nil
    }

    /// The integers of a name, if there are such.
    func integers(_ name: String) -> [Int64]? {
        for entry in entries where entry.name == name {
            if case .ints(let values) = entry.value { return values }
        }
        return nil
    }

    /// The integers of a name as sizes, if there are such.
    func ints(_ name: String) -> [Int]? { integers(name)?.map { Int($0) } }

    /// The number of a name, if there is one.
    func float(_ name: String) -> Float? {
        if case .float(let value)? = self[name] { value } else { nil }
    }

    /// The text of a name, if there is one.
    func string(_ name: String) -> String? {
        if case .string(let value)? = self[name] { value } else { nil }
    }

    /// Makes room for so many attributes.
    mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

    /// Appends an attribute whose name is known to be new.
    mutating func append(_ name: String, _ value: AttributeValue) {
        entries.append(Entry(name: name, value: value))
    }
}

extension Attributes: RandomAccessCollection {
    /// The position of the first attribute.
    public var startIndex: Int { 0 }
    /// The position after the last attribute.
    public var endIndex: Int { entries.count }
    /// The attribute at a position, in order of insertion.
    public subscript(position: Int) -> Element { (entries[position].name, entries[position].value) }
}

extension Attributes: Hashable {
    /// Whether both have the same names with the same values.
    public static func == (lhs: Attributes, rhs: Attributes) -> Bool {
        guard lhs.entries.count == rhs.entries.count else { return false }
        return lhs.entries == rhs.entries || lhs.entries.allSatisfy { rhs[$0.name] == $0.value }
    }

    /// Hashes the attributes whatever their order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(entries.reduce(entries.count) { $0 &+ $1.hashValue })
    }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    /// Attributes by name; the last value of a repeated name counts.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        entries = []
        entries.reserveCapacity(elements.count)
        for (name, value) in elements { self[name] = value }
    }
}
