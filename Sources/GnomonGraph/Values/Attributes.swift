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

    /// Where a name stands.
    ///
    /// Lengths are compared first: the names of an operator's attributes mostly differ in theirs, and most look-ups pass
    /// several others.
    private func place(of name: String) -> Int? {
        let length = name.utf8.count
        for index in entries.indices
        where entries[index].name.utf8.count == length && entries[index].name == name {
            return index
        }
        return nil
    }

    /// The value of a name; nil removes it.
    public subscript(_ name: String) -> AttributeValue? {
        get { place(of: name).map { entries[$0].value } }
        set {
            guard let index = place(of: name) else {
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
        guard let place = place(of: name), case .int(let value) = entries[place].value else { return nil }
        return Int(value)
    }

    /// The integers of a name, if there are such.
    func integers(_ name: String) -> [Int64]? {
        guard let place = place(of: name), case .ints(let values) = entries[place].value else { return nil }
        return values
    }

    /// Where the integers of a name stand and how many they are, if there are such.
    func integerList(_ name: String) -> (place: Int, count: Int)? {
        guard let place = place(of: name), case .ints(let values) = entries[place].value else { return nil }
        return (place, values.count)
    }

    /// One of the integers that stand at a place which ``integerList(_:)`` gave.
    func integer(at place: Int, _ position: Int) -> Int {
        guard case .ints(let values) = entries[place].value else { return 0 }
        return Int(values[position])
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
