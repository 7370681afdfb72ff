/// Reads Python pickles of plain values: numbers, texts, tuples, lists and dictionaries.
///
/// Nothing is ever executed: the one class that is known is NumPy's scalar of a Float64, whose bytes are read. Any
/// other instruction is refused.
struct PlainPickle {
    /// A value of a pickle.
    indirect enum Value: Hashable {
        case none
        case int(Int)
        case number(Double)
        case text(String)
        case bytes([UInt8])
        case list([Value])
        case dictionary([Value])
        /// A class by module and name.
        case name(String)
        case mark
    }

    private let bytes: [UInt8]
    private var place = 0
    private var stack: [Value] = []
    private var memo: [Int: Value] = [:]

    /// The value of a pickle; dictionaries are lists of keys and values in turn.
    ///
    /// - Throws: `DatasetError` (malformed) for anything that is not plain.
    /// - Complexity: O(bytes).
    static func value(_ bytes: [UInt8]) throws(DatasetError) -> Value {
        var reader = PlainPickle(bytes: bytes)
        return try reader.run()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() throws(DatasetError) -> Value {
        while true {
            let code = try byte()
            if code == UInt8(ascii: ".") { return try pop() }
            try step(code)
            guard stack.count < 1 << 24, memo.count < 1 << 24 else { throw Self.error("too many values") }
        }
    }

    private mutating func step(_ code: UInt8) throws(DatasetError) {
        switch code {
        case 0x80: _ = try byte()
        case 0x95: place += 8
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "N"): stack.append(.none)
        case UInt8(ascii: "]"): stack.append(.list([]))
        case UInt8(ascii: ")"): stack.append(.list([]))
        case UInt8(ascii: "}"): stack.append(.dictionary([]))
        case UInt8(ascii: "K"): stack.append(.int(Int(try byte())))
        case UInt8(ascii: "M"): stack.append(.int(try little(2)))
        case UInt8(ascii: "J"): stack.append(.int(Int(Int32(truncatingIfNeeded: try little(4)))))
        case 0x88: stack.append(.int(1))
        case 0x89: stack.append(.int(0))
        case UInt8(ascii: "G"): stack.append(.number(Double(bitPattern: try big(8))))
        case 0x8C: try appendText(Int(try byte()))
        case UInt8(ascii: "X"): try appendText(try little(4))
        case UInt8(ascii: "C"), UInt8(ascii: "U"): stack.append(.bytes(try take(Int(try byte()))))
        case UInt8(ascii: "B"), UInt8(ascii: "T"): stack.append(.bytes(try take(try little(4))))
        default: try build(code)
        }
    }

    private mutating func build(_ code: UInt8) throws(DatasetError) {
        switch code {
        case UInt8(ascii: "t"), UInt8(ascii: "l"): stack.append(.list(try popToMark()))
        case UInt8(ascii: "d"): stack.append(.dictionary(try popToMark()))
        case 0x85, 0x86, 0x87:
            let count = Int(code) - 0x84
            guard stack.count >= count else { throw Self.error("an empty stack") }
            let items = Array(stack.suffix(count))
            stack.removeLast(count)
            stack.append(.list(items))
        case UInt8(ascii: "a"): try extend([try pop()])
        case UInt8(ascii: "e"), UInt8(ascii: "u"): try extend(try popToMark())
        case UInt8(ascii: "s"):
            let value = try pop()
            try extend([try pop(), value])
        case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
        case UInt8(ascii: "r"): memo[try little(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "h"): try recall(Int(try byte()))
        case UInt8(ascii: "j"): try recall(try little(4))
        case UInt8(ascii: "c"):
            let module = try line()
            stack.append(.name(module + "." + (try line())))
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw Self.error("a class without a name")
            }
            stack.append(.name(module + "." + name))
        case UInt8(ascii: "R"): try reduce()
        case UInt8(ascii: "b"):
            // The state of a data type: it changes nothing of the eight bytes.
            _ = try pop()
        default: throw Self.error("instruction \(code), which is not one of plain values")
        }
    }

    /// A NumPy Float64, and the data type it names.
    private mutating func reduce() throws(DatasetError) {
        guard case .list(let arguments) = try pop(), case .name(let name) = try pop() else {
            throw Self.error("a call of nothing")
        }
        switch name {
        case "numpy.dtype":
            guard case .text("f8")? = arguments.first else {
                throw Self.error("numbers that are not Float64")
            }
            stack.append(.name("numpy.dtype"))
        case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar":
            guard arguments.count == 2, arguments[0] == .name("numpy.dtype"),
                case .bytes(let raw) = arguments[1], raw.count == 8
            else { throw Self.error("a scalar that is no Float64") }
            let bits = raw.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
            stack.append(.number(Double(bitPattern: bits)))
        default: throw Self.error("a call of \(name), which is never executed")
        }
    }

    private mutating func extend(_ items: [Value]) throws(DatasetError) {
        switch try pop() {
        case .list(let old): stack.append(.list(old + items))
        case .dictionary(let old): stack.append(.dictionary(old + items))
        default: throw Self.error("items of what has none")
        }
    }

    private mutating func popToMark() throws(DatasetError) -> [Value] {
        guard let mark = stack.lastIndex(of: .mark) else { throw Self.error("no mark") }
        let items = Array(stack[(mark + 1)...])
        stack.removeSubrange(mark...)
        return items
    }

    private mutating func pop() throws(DatasetError) -> Value {
        guard let value = stack.popLast() else { throw Self.error("an empty stack") }
        return value
    }

    private func top() throws(DatasetError) -> Value {
        guard let value = stack.last else { throw Self.error("an empty stack") }
        return value
    }

    private mutating func recall(_ number: Int) throws(DatasetError) {
        guard let value = memo[number] else { throw Self.error("nothing remembered as \(number)") }
        stack.append(value)
    }

    private mutating func appendText(_ count: Int) throws(DatasetError) {
        stack.append(.text(String(decoding: try take(count), as: UTF8.self)))
    }

    private mutating func byte() throws(DatasetError) -> UInt8 { try take(1)[0] }

    private mutating func take(_ count: Int) throws(DatasetError) -> [UInt8] {
        guard count >= 0, place <= bytes.count, count <= bytes.count - place else {
            throw Self.error("an end that comes too early")
        }
        place += count
        return Array(bytes[(place - count)..<place])
    }

    private mutating func little(_ count: Int) throws(DatasetError) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func big(_ count: Int) throws(DatasetError) -> UInt64 {
        try take(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func line() throws(DatasetError) -> String {
        var text: [UInt8] = []
        while true {
            let next = try byte()
            if next == 0x0A { return String(decoding: text, as: UTF8.self) }
            text.append(next)
        }
    }

    private static func error(_ what: String) -> DatasetError {
        DatasetError(.malformed, "the pickle has \(what)")
    }
}
