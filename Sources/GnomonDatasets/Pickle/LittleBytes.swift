/// Bytes of a file with little-endian numbers in it; every place is checked.
struct LittleBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    /// The whole number in at most eight bytes at a place.
    ///
    /// - Throws: `DatasetError` (malformed) where the file ends before, or for 2^63 and more.
    func number(_ width: Int, at place: Int) throws(DatasetError) -> Int {
        var bits: UInt64 = 0
        for (offset, byte) in try slice(place, width).enumerated() {
            bits |= UInt64(byte) << UInt64(8 * offset)
        }
        guard let value = Int(exactly: bits) else {
            throw DatasetError(.malformed, "the file has a length or place of \(bits)")
        }
        return value
    }

    /// So many bytes at a place, not copied.
    ///
    /// - Throws: `DatasetError` (malformed) where the file ends before.
    func slice(_ place: Int, _ count: Int) throws(DatasetError) -> ArraySlice<UInt8> {
        guard place >= 0, count >= 0, place <= bytes.count, count <= bytes.count - place else {
            throw DatasetError(.malformed, "the file ends before what it says it has")
        }
        return bytes[place..<(place + count)]
    }
}
