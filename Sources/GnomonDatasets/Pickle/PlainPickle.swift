/// Reads Python pickles of plain values: numbers, texts, tuples, lists, dictionaries, and the arrays of NumPy
/// and PyTorch.
///
/// Nothing is ever executed. A handful of calls are known by name and read as what they mean
/// (``PlainPickle/call()``); any other name, and any instruction that is not one of plain values, is refused.
struct PlainPickle {
    private let bytes: [UInt8]
    private var place: Int
    private var stack: [PickledValue] = []
    /// How high the stack was at each mark.
    private var marks: [Int] = []
    private var memo: [Int: PickledValue] = [:]
    /// Bytes that calls may still make: a text may be named again and again, but honest pickles hold each
    /// once.
    private var allowance: Int
    var data = PickledData()
    /// The number of each storage by its key.
    var storages: [String: Int] = [:]

    /// The values of the pickle that begins at a place.
    ///
    /// - Throws: `DatasetError` (malformed) for anything that is not plain.
    /// - Complexity: O(bytes).
    static func read(_ bytes: [UInt8], at start: Int = 0) throws(DatasetError) -> PickledData {
        var reader = PlainPickle(bytes: bytes, place: start)
        return try reader.run()
    }

    private init(bytes: [UInt8], place: Int) {
        self.bytes = bytes
        self.place = max(0, place)
        allowance = 4096 + 4 * min(bytes.count, 1 << 40)
    }

    private mutating func run() throws(DatasetError) -> PickledData {
        while true {
            let code = try byte()
            if code == UInt8(ascii: ".") { break }
            try step(code)
            guard stack.count < 1 << 24, memo.count < 1 << 24, data.containers.count < 1 << 24 else {
                throw Self.error("too many values")
            }
        }
        data.root = try pop()
        data.end = place
        return data
    }

    private mutating func step(_ code: UInt8) throws(DatasetError) {
        switch code {
        case 0x80: _ = try byte()
        case 0x95: _ = try take(8)
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "N"): push(.none)
        case UInt8(ascii: "K"): push(.int(Int(try byte())))
        case UInt8(ascii: "M"): push(.int(try little(2)))
        case UInt8(ascii: "J"): push(.int(Int(Int32(truncatingIfNeeded: try little(4)))))
        case 0x8A: push(.int(try long()))
        case 0x88: push(.int(1))
        case 0x89: push(.int(0))
        case UInt8(ascii: "G"): push(.number(Double(bitPattern: try big(8))))
        case 0x8C: try pushText(Int(try byte()))
        case UInt8(ascii: "X"): try pushText(try little(4))
        case UInt8(ascii: "C"), UInt8(ascii: "U"): push(.bytes(try take(Int(try byte()))))
        case UInt8(ascii: "B"), UInt8(ascii: "T"): push(.bytes(try take(try little(4))))
        default: try build(code)
        }
    }

    private mutating func build(_ code: UInt8) throws(DatasetError) {
        switch code {
        case UInt8(ascii: "]"), UInt8(ascii: ")"): push(.list(hold([])))
        case UInt8(ascii: "}"): push(.dictionary(hold([])))
        case UInt8(ascii: "t"), UInt8(ascii: "l"): push(.list(hold(try popToMark())))
        case UInt8(ascii: "d"):
            let items = try popToMark()
            guard items.count.isMultiple(of: 2) else { throw Self.error("a key without a value") }
            push(.dictionary(hold(items)))
        case 0x85, 0x86, 0x87: push(.list(hold(try pop(Int(code) - 0x84))))
        case UInt8(ascii: "a"): try extend(try pop(1))
        case UInt8(ascii: "e"), UInt8(ascii: "u"): try extend(try popToMark())
        case UInt8(ascii: "s"): try extend(try pop(2))
        default: try refer(code)
        }
    }

    private mutating func refer(_ code: UInt8) throws(DatasetError) {
        switch code {
        case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
        case UInt8(ascii: "r"): memo[try little(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "h"): try recall(Int(try byte()))
        case UInt8(ascii: "j"): try recall(try little(4))
        case UInt8(ascii: "c"):
            let module = try line()
            try pushName(module, try line())
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw Self.error("a class without a name")
            }
            try pushName(module, name)
        case UInt8(ascii: "R"): push(try call())
        case UInt8(ascii: "b"): try setState()
        case UInt8(ascii: "Q"): push(try storage(try pop()))
        default: throw Self.error("instruction \(code), which is not one of plain values")
        }
    }

    /// Adds to what is on top of the stack, in place: it may be named elsewhere too.
    private mutating func extend(_ items: [PickledValue]) throws(DatasetError) {
        switch try top() {
        case .list(let id): data.containers[id] += items
        case .dictionary(let id) where items.count.isMultiple(of: 2): data.containers[id] += items
        default: throw Self.error("items of what has none")
        }
    }

    // MARK: The stack

    private mutating func push(_ value: PickledValue) { stack.append(value) }

    /// Keeps the items of a list or dictionary, and numbers them.
    mutating func hold(_ items: [PickledValue]) -> Int {
        data.containers.append(items)
        return data.containers.count - 1
    }

    mutating func pop() throws(DatasetError) -> PickledValue {
        guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
            throw Self.error("an empty stack")
        }
        return value
    }

    private mutating func pop(_ count: Int) throws(DatasetError) -> [PickledValue] {
        guard stack.count - (marks.last ?? 0) >= count else { throw Self.error("an empty stack") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(DatasetError) -> [PickledValue] {
        guard let mark = marks.popLast() else { throw Self.error("no mark") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    func top() throws(DatasetError) -> PickledValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else {
            throw Self.error("an empty stack")
        }
        return value
    }

    private mutating func recall(_ number: Int) throws(DatasetError) {
        guard let value = memo[number] else { throw Self.error("nothing remembered as \(number)") }
        push(value)
    }

    private mutating func pushName(_ module: String, _ name: String) throws(DatasetError) {
        guard module.utf8.count < 200, name.utf8.count < 200 else { throw Self.error("a name without end") }
        push(.name(module + "." + name))
    }

    /// Counts bytes that a call makes.
    mutating func spend(_ count: Int) throws(DatasetError) {
        allowance -= count
        guard allowance >= 0 else { throw Self.error("calls that make too much of too little") }
    }

    // MARK: The bytes

    private mutating func pushText(_ count: Int) throws(DatasetError) {
        push(.text(String(decoding: try take(count), as: UTF8.self)))
    }

    private mutating func byte() throws(DatasetError) -> UInt8 {
        guard place < bytes.count else { throw Self.error("an end that comes too early") }
        place += 1
        return bytes[place - 1]
    }

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

    /// A whole number in as few bytes as it needs, at most eight.
    private mutating func long() throws(DatasetError) -> Int {
        let digits = try take(Int(try byte()))
        guard digits.count <= 8 else { throw Self.error("a whole number of \(digits.count) bytes") }
        let isNegative = (digits.last ?? 0) >= 0x80
        return digits.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }
    }

    private mutating func line() throws(DatasetError) -> String {
        guard let end = bytes[min(place, bytes.count)...].firstIndex(of: 0x0A) else {
            throw Self.error("an end that comes too early")
        }
        defer { place = end + 1 }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    static func error(_ what: String) -> DatasetError {
        DatasetError(.malformed, "the pickle has \(what)")
    }
}
