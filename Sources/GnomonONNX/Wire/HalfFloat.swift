/// Conversion of 16-bit floating-point numbers by their bits, the same on every processor.
enum HalfFloat {
    /// The value of IEEE 754 half-precision bits.
    static func value(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10) & 0x1F
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default:
            return Float(
                sign: sign < 0 ? .minus : .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
        }
    }

    /// The value of bfloat16 bits: the upper half of a 32-bit float.
    static func value(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    /// The half-precision bits nearest to a value, halves to even; too large ones become infinite.
    static func half(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let sign = UInt16(bits >> 16) & 0x8000
        let magnitude = bits & 0x7FFF_FFFF
        if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
        if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
        if magnitude < 0x3880_0000 {
            // Subnormal: count in units of 2^-24.
            let units = (Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven)
            return sign | UInt16(units)
        }
        let rounded = magnitude + 0xFFF + ((magnitude >> 13) & 1)
        let half = (rounded - 0x3800_0000) >> 13
        return sign | UInt16(min(half, 0x7C00))
    }

    /// The bfloat16 bits nearest to a value, halves to even.
    static func brain(_ value: Float) -> UInt16 {
        if value.isNaN { return 0x7FC0 }
        let bits = value.bitPattern
        return UInt16(truncatingIfNeeded: (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16)
    }
}
