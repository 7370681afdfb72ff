/// A checksum over outputs: FNV-1a over words.
///
/// Outputs are compared with those of other runs, not with an enemy's.
struct OutputChecksum {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var state = value
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state = (state ^ word) &* 0x100_0000_01B3
            offset += 8
        }
        for byte in bytes[offset...] { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = state
    }
}
