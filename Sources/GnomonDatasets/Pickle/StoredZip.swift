/// A zip archive whose files are stored as they are: the form in which PyTorch writes tensors.
///
/// Read from its directory at the end (PKWARE's APPNOTE 6.3.9, sections 4.3.7 to 4.3.16, and 4.5.3 for 64-bit
/// fields). Compressed or encrypted files, archives of several parts, and names that come twice are refused.
struct StoredZip {
    private struct Entry {
        /// Where the local header begins.
        var header: Int
        var count: Int
        var checksum: Int
    }

    private let bytes: LittleBytes
    private var entries: [String: Entry] = [:]

    /// The names of the files.
    var names: [String] { Array(entries.keys) }

    /// Reads the directory.
    ///
    /// - Throws: `DatasetError` (malformed) where it is not one of stored files.
    /// - Complexity: O(files); the files themselves are not looked at.
    init(_ bytes: [UInt8]) throws(DatasetError) {
        self.bytes = LittleBytes(bytes)
        let (count, directory) = try Self.directory(self.bytes)
        guard count <= 1 << 16 else { throw Self.error("\(count) files") }
        var place = directory
        for _ in 0..<count { place = try readEntry(at: place) }
    }

    /// The bytes of a file, not copied; nil where there is none of that name.
    ///
    /// - Throws: `DatasetError` (malformed) where they are not inside the archive, or not those that were written.
    /// - Complexity: O(bytes of the file).
    func contents(_ name: String) throws(DatasetError) -> ArraySlice<UInt8>? {
        guard let entry = entries[name] else { return nil }
        guard try bytes.number(4, at: entry.header) == 0x0403_4B50 else {
            throw Self.error("a file without header")
        }
        let named = try bytes.number(2, at: entry.header + 26)
        let extra = try bytes.number(2, at: entry.header + 28)
        let found = try bytes.slice(entry.header + 30 + named + extra, entry.count)
        guard Self.checksum(found) == entry.checksum else {
            throw Self.error("other bytes in '\(name)' than were written")
        }
        return found
    }

    // MARK: The directory

    /// How many files there are, and where their list begins.
    private static func directory(_ bytes: LittleBytes) throws(DatasetError) -> (count: Int, place: Int) {
        // Behind the record is a comment of at most 65,535 bytes, whose length it has.
        var end = bytes.count - 22
        let first = max(0, end - 65_535)
        while end >= first {
            if try bytes.number(4, at: end) == 0x0605_4B50,
                try bytes.number(2, at: end + 20) == bytes.count - end - 22
            {
                break
            }
            end -= 1
        }
        guard end >= first else { throw error("no directory") }
        let count = try bytes.number(2, at: end + 10)
        let place = try bytes.number(4, at: end + 16)
        guard count == 0xFFFF || place == 0xFFFF_FFFF else { return (count, place) }
        guard end >= 20, try bytes.number(4, at: end - 20) == 0x0706_4B50 else {
            throw error("no long directory")
        }
        let record = try bytes.number(8, at: end - 12)
        guard record <= end - 76, try bytes.number(4, at: record) == 0x0606_4B50 else {
            throw error("no long directory")
        }
        return (try bytes.number(8, at: record + 32), try bytes.number(8, at: record + 48))
    }

    /// Reads an entry of the directory; returns the place of the next.
    private mutating func readEntry(at place: Int) throws(DatasetError) -> Int {
        guard place <= bytes.count, try bytes.number(4, at: place) == 0x0201_4B50 else {
            throw Self.error("a directory that ends too early")
        }
        let flags = try bytes.number(2, at: place + 8)
        let method = try bytes.number(2, at: place + 10)
        let named = try bytes.number(2, at: place + 28)
        let extra = try bytes.number(2, at: place + 30)
        let comment = try bytes.number(2, at: place + 32)
        guard method == 0, flags & 1 == 0 else { throw Self.error("compressed or encrypted files") }
        let name = String(decoding: try bytes.slice(place + 46, named), as: UTF8.self)
        var sizes = [
            try bytes.number(4, at: place + 24), try bytes.number(4, at: place + 20),
            try bytes.number(4, at: place + 42),
        ]
        try widen(&sizes, extra: place + 46 + named, count: extra)
        guard sizes[0] == sizes[1] else { throw Self.error("compressed files") }
        guard sizes[0] <= bytes.count, sizes[2] <= bytes.count else {
            throw Self.error("a file outside of it")
        }
        let entry = Entry(header: sizes[2], count: sizes[0], checksum: try bytes.number(4, at: place + 16))
        guard entries.updateValue(entry, forKey: name) == nil else { throw Self.error("two files '\(name)'") }
        return place + 46 + named + extra + comment
    }

    /// Replaces the fields that did not fit into four bytes by those of the extra field of 64-bit numbers.
    private func widen(_ sizes: inout [Int], extra start: Int, count: Int) throws(DatasetError) {
        guard sizes.contains(0xFFFF_FFFF) else { return }
        var place = start
        while place + 4 <= start + count {
            let length = try bytes.number(2, at: place + 2)
            if try bytes.number(2, at: place) == 1 {
                var field = place + 4
                for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
                    guard field + 8 <= place + 4 + length else { break }
                    sizes[index] = try bytes.number(8, at: field)
                    field += 8
                }
                return
            }
            place += 4 + length
        }
    }

    // MARK: The checksum

    /// CRC-32 of ISO 3309, as zip uses it.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
        var rest: UInt32 = 0xFFFF_FFFF
        for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
        return Int(~rest)
    }

    private static let table: [UInt32] = (0..<256).map { (number: UInt32) in
        (0..<8).reduce(number) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB8_8320 }
    }

    private static func error(_ what: String) -> DatasetError {
        DatasetError(.malformed, "the archive has \(what)")
    }
}
