import GnomonGraph
import GnomonStatistics

/// Made-up values of one tensor: normal-like numbers without zeros and subnormals.
///
/// Timing depends on values where there are zeros, subnormals, infinities or NaN. The numbers come from one table,
/// entered at a place that depends on seed and tensor: that is as fast as copying.
struct SyntheticValues {
    let type: ElementType
    let mean: Float
    let deviation: Float
    private let start: Int

    private static let tableSize = 1 << 20

    /// Numbers of mean 0 and deviation near 1, with magnitudes from 0.02 to 3.
    private static let table: [Float] = {
        var random = SeededGenerator(seed: 0x676E_6F6D_6F6E)
        return (0..<tableSize).map { _ in
            // The sum of four uniform numbers (Irwin-Hall) has variance 1/3.
            let bits = random.next()
            var sum: Float = -2
            for shift in stride(from: UInt64(0), to: 64, by: 16) {
                sum += Float(UInt16(truncatingIfNeeded: bits >> shift)) * 0x1p-16
            }
            let value = min(max(sum * 1.732_050_8, -3), 3)
            return value < 0 ? min(value, -0.02) : max(value, 0.02)
        }
    }()

    /// Values for the tensor numbered `tensor` under `seed`.
    init(type: ElementType, mean: Float, deviation: Float, seed: UInt64, tensor: UInt64) {
        var random = SeededGenerator(seed: seed ^ (tensor &* 0x9E37_79B9_7F4A_7C15))
        let bits = random.next()
        self.type = type
        self.mean = mean
        self.deviation = bits >> 63 == 0 ? deviation : -deviation
        // Multiples of 16 keep chunks of narrow types aligned with the table.
        start = Int(bits & UInt64(SyntheticValues.tableSize - 1)) & ~15
    }

    /// Fills the target with the packed values from byte `offset` on, a multiple of 16.
    func fill(_ target: UnsafeMutableRawBufferPointer, from offset: Int) {
        switch type {
        case .float32: each(target, offset, UInt32.self) { $0.bitPattern }
        case .float64: each(target, offset, UInt64.self) { Double($0).bitPattern }
        case .float16: each(target, offset, UInt16.self) { HalfFloat.half($0) }
        case .bfloat16: each(target, offset, UInt16.self) { HalfFloat.brain($0) }
        case .bool: bytes(target, offset) { $0 & 1 }
        case .int8, .uint8, .int4, .uint4, .int2, .uint2, .float4e2m1: bytes(target, offset) { $0 }
        case .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz:
            // Both signs, middle exponents: no NaN in any of the four formats.
            bytes(target, offset) { ($0 & 0x87) | 0x30 }
        case .float8e8m0: bytes(target, offset) { _ in 0x7F }
        // Wide integers are mostly indices, for which zero is always valid.
        default: target.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }

    private func each<Word: FixedWidthInteger>(
        _ target: UnsafeMutableRawBufferPointer, _ offset: Int, _ type: Word.Type, _ convert: (Float) -> Word
    ) {
        let width = MemoryLayout<Word>.size
        let words = target.bindMemory(to: Word.self)
        let (mean, deviation) = (mean, deviation)
        SyntheticValues.table.withUnsafeBufferPointer { table in
            var done = 0
            while done < words.count {
                let from = (start + offset / width + done) & (SyntheticValues.tableSize - 1)
                let run = min(words.count - done, SyntheticValues.tableSize - from)
                for index in 0..<run {
                    words[done + index] = convert(mean + deviation * table[from + index]).littleEndian
                }
                done += run
            }
        }
    }

    private func bytes(
        _ target: UnsafeMutableRawBufferPointer, _ offset: Int, _ convert: (UInt8) -> UInt8
    ) {
        SyntheticValues.table.withUnsafeBufferPointer { table in
            for index in target.indices {
                let from = (start + offset + index) & (SyntheticValues.tableSize - 1)
                target[index] = convert(UInt8(truncatingIfNeeded: table[from].bitPattern >> 8))
            }
        }
    }
}
