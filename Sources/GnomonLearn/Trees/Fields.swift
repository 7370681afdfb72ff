/// The `key=value` lines of one block of a model text.
struct Fields {
    private var values: [Substring: Substring] = [:]
    /// Lines without a value.
    private(set) var flags: Set<Substring> = []
    private let place: String

    init(_ lines: ArraySlice<Substring>, place: String) throws(LearnError) {
        self.place = place
        for line in lines {
            guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                flags.insert(line)
                continue
            }
            let key = line[..<equals]
            guard values.updateValue(line[line.index(after: equals)...], forKey: key) == nil else {
                throw TreeTextReader.bad("\(place) has '\(key)' twice")
            }
        }
    }

    /// The text of a field.
    func value(_ key: String) -> Substring? { values[Substring(key)] }

    /// A field that holds one integer.
    func integer(_ key: String) throws(LearnError) -> Int {
        guard let text = value(key), let number = Int(text) else {
            throw TreeTextReader.bad("\(place) has no integer '\(key)'")
        }
        return number
    }

    /// A field that holds `count` integers.
    func integers(_ key: String, count: Int) throws(LearnError) -> [Int] {
        try list(key, count: count, NumberParser.integer)
    }

    /// A field that holds `count` finite numbers.
    func doubles(_ key: String, count: Int) throws(LearnError) -> [Double] {
        try list(key, count: count, NumberParser.double)
    }

    /// The numbers between single spaces.
    ///
    /// Works on bytes: the trees of a platform hold a million of them.
    private func list<Number>(
        _ key: String, count: Int, _ parse: (UnsafeBufferPointer<UInt8>) -> Number?
    ) throws(LearnError) -> [Number] {
        var numbers: [Number] = []
        numbers.reserveCapacity(count)
        var found = 0
        var text = value(key) ?? ""
        text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
                if end > start {
                    found += 1
                    if found <= count, let number = parse(.init(rebasing: bytes[start..<end])) {
                        numbers.append(number)
                    }
                }
                start = end + 1
            }
        }
        guard found == count else {
            throw TreeTextReader.bad("\(place) has \(found) values of '\(key)', expected \(count)")
        }
        guard numbers.count == count else {
            throw TreeTextReader.bad("\(place) has a value of '\(key)' that is not a number")
        }
        return numbers
    }
}
