/// Writes archives of stored files for tests, with what a test wants to be wrong in them.
struct ZipWriter {
    /// One file; the fields that are set say something else than the truth.
    struct File {
        var name: String
        var bytes: [UInt8]
        var method = 0
        var claimedCount: Int?
        var claimedPlace: Int?
        var claimedChecksum: UInt32?
        var comment: [UInt8] = []
    }

    var files: [File]
    /// The number of files the archive says it has.
    var claimedFiles: Int?
    /// Where it says its directory is.
    var claimedDirectory: Int?
    /// Whether the directory is found by the 64-bit record.
    var isLong = false
    /// Whether sizes and places are in 64-bit extra fields.
    var hasLongFields = false

    func bytes() -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let checksum = Self.little(Int(file.claimedChecksum ?? Self.checksum(file.bytes)), 4)
            let name = Array(file.name.utf8)
            let count = file.claimedCount ?? file.bytes.count
            let place = file.claimedPlace ?? archive.count
            let middle = Self.little(file.method, 2) + Self.little(0, 4) + checksum
            let short = hasLongFields ? Self.little(0xFFFF_FFFF, 4) : Self.little(count, 4)
            let extra =
                hasLongFields
                ? Self.little(1, 2) + Self.little(24, 2) + Self.little(count, 8) + Self.little(count, 8)
                    + Self.little(place, 8) : []
            directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0, 0, 0] + middle + short + short
            directory += Self.little(name.count, 2) + Self.little(extra.count, 2)
            directory += Self.little(file.comment.count, 2) + Self.little(0, 8)
            directory += (hasLongFields ? Self.little(0xFFFF_FFFF, 4) : Self.little(place, 4)) + name + extra
            directory += file.comment
            archive +=
                [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + middle + Self.little(count, 4) + Self.little(count, 4)
            archive += Self.little(name.count, 2) + Self.little(3, 2) + name + [9, 9, 9] + file.bytes
        }
        let start = claimedDirectory ?? archive.count
        let end = archive.count + directory.count
        archive += directory
        let count = claimedFiles ?? files.count
        if isLong {
            archive += [0x50, 0x4B, 6, 6] + Self.little(44, 8) + Self.little(0, 12) + Self.little(count, 8)
            archive += Self.little(count, 8) + Self.little(directory.count, 8) + Self.little(start, 8)
            archive += [0x50, 0x4B, 6, 7] + Self.little(0, 4) + Self.little(end, 8) + Self.little(1, 4)
        }
        let files = Self.little(isLong ? 0xFFFF : count, 2)
        archive += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + files + files + Self.little(directory.count, 4)
        return archive + Self.little(isLong ? 0xFFFF_FFFF : start, 4) + [0, 0]
    }

    /// A whole number in so many bytes, the last first.
    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var rest: UInt32 = .max
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return ~rest
    }
}
