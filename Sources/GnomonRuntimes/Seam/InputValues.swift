import GnomonStatistics

/// Input values that no kernel treats specially: no zeros, no denormals, no huge numbers.
enum InputValues {
    /// Fills one input.
    ///
    /// Integers are 0 or 1, so that they are good as indices and as masks.
    static func fill(
        _ memory: UnsafeMutableRawBufferPointer, elementType: Int32, using generator: inout SeededGenerator
    ) {
        switch elementType {
        case 1:
            for index in 0..<memory.count / 4 {
                let value = Float(generator.uniform() * 2 - 1)
                memory.storeBytes(
                    of: abs(value) < 0.01 ? 0.01 : value, toByteOffset: index * 4, as: Float.self)
            }
        case 11:
            for index in 0..<memory.count / 8 {
                memory.storeBytes(of: generator.uniform() + 0.01, toByteOffset: index * 8, as: Double.self)
            }
        case 10, 16:
            // Bit patterns from 0.5 to 1 in both half-precision formats.
            let base: UInt16 = elementType == 10 ? 0x3800 : 0x3F00
            for index in 0..<memory.count / 2 {
                let bits = base | UInt16(truncatingIfNeeded: generator.next()) & 0x7F
                memory.storeBytes(of: bits, toByteOffset: index * 2, as: UInt16.self)
            }
        case 2, 3, 9: fillIntegers(memory, as: UInt8.self, using: &generator)
        case 4, 5: fillIntegers(memory, as: UInt16.self, using: &generator)
        case 6, 12: fillIntegers(memory, as: UInt32.self, using: &generator)
        case 7, 13: fillIntegers(memory, as: UInt64.self, using: &generator)
        default: break
        }
    }

    private static func fillIntegers<Value: FixedWidthInteger & BitwiseCopyable>(
        _ memory: UnsafeMutableRawBufferPointer, as type: Value.Type, using generator: inout SeededGenerator
    ) {
        let width = MemoryLayout<Value>.size
        for index in 0..<memory.count / width {
            memory.storeBytes(of: Value(generator.next() & 1), toByteOffset: index * width, as: type)
        }
    }
}
