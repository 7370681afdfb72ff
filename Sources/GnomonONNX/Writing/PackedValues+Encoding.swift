import GnomonGraph

extension PackedValues {
    /// Integers in the layout of `raw_data`, or nil where the type has none.
    static func encode(_ values: [Int64], as type: ElementType) -> [UInt8]? {
        switch type {
        case .int4, .uint4: packed(values, bits: 4)
        case .int2, .uint2: packed(values, bits: 2)
        case .bool: values.map { $0 == 0 ? 0 : 1 }
        case .float16, .bfloat16, .float32, .float64: encode(values.map(Double.init), as: type)
        default: type.isInteger ? words(values, width: type.bits / 8) { UInt64(bitPattern: $0) } : nil
        }
    }

    /// Floating-point numbers in the layout of `raw_data`, or nil where the type has none.
    static func encode(_ values: [Double], as type: ElementType) -> [UInt8]? {
        switch type {
        case .float32: words(values, width: 4) { UInt64(Float($0).bitPattern) }
        case .float64: words(values, width: 8) { $0.bitPattern }
        case .float16: words(values, width: 2) { UInt64(HalfFloat.half(Float($0))) }
        case .bfloat16: words(values, width: 2) { UInt64(HalfFloat.brain(Float($0))) }
        case .bool: values.map { $0 == 0 ? 0 : 1 }
        default: type.isInteger ? encode(values.map { Int64(exactly: $0.rounded()) ?? 0 }, as: type) : nil
        }
    }

    /// The bytes to repeat for a tensor full of one value, or nil where the type has none.
    static func pattern(_ value: Double, as type: ElementType) -> [UInt8]? {
        switch type.bits {
        case 4: encode([value, value], as: type)
        case 2: encode([value, value, value, value], as: type)
        default: encode([value], as: type)
        }
    }

    private static func words<Value>(
        _ values: [Value], width: Int, _ bits: (Value) -> UInt64
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * width)
        for value in values {
            let word = bits(value)
            for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index))) }
        }
        return bytes
    }

    private static func packed(_ values: [Int64], bits: Int) -> [UInt8] {
        let perByte = 8 / bits
        var bytes = [UInt8](repeating: 0, count: (values.count + perByte - 1) / perByte)
        for (index, value) in values.enumerated() {
            let part = UInt8(truncatingIfNeeded: value) & UInt8((1 << bits) - 1)
            bytes[index / perByte] |= part << UInt8(bits * (index % perByte))
        }
        return bytes
    }
}
