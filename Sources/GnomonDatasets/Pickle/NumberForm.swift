/// How numbers stand in the bytes of NumPy's arrays and PyTorch's storages: little-endian, one of these
/// types.
enum NumberForm: String, Hashable, Sendable, CaseIterable {
    case float64 = "f8"
    case float32 = "f4"
    case int64 = "i8"
    case int32 = "i4"
    case int16 = "i2"
    case int8 = "i1"
    case uint8 = "u1"
    case bool = "b1"

    /// The form of PyTorch's storage class of that name; nil for one that is not read.
    init?(storage name: String) {
        switch name {
        case "torch.DoubleStorage": self = .float64
        case "torch.FloatStorage": self = .float32
        case "torch.LongStorage": self = .int64
        case "torch.IntStorage": self = .int32
        case "torch.ShortStorage": self = .int16
        case "torch.CharStorage": self = .int8
        case "torch.ByteStorage": self = .uint8
        case "torch.BoolStorage": self = .bool
        default: return nil
        }
    }

    /// The bytes of a number.
    var width: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .int16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// Whether it is a whole number.
    var isWhole: Bool { self != .float64 && self != .float32 }

    /// The number that begins at a place; nil where the bytes end before it does.
    func value(in bytes: ArraySlice<UInt8>, at place: Int) -> PickledValue? {
        guard place >= bytes.startIndex, place <= bytes.endIndex - width else { return nil }
        var bits: UInt64 = 0
        for offset in 0..<width { bits |= UInt64(bytes[place + offset]) << UInt64(8 * offset) }
        switch self {
        case .float64: return .number(Double(bitPattern: bits))
        case .float32: return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .int64: return .int(Int(truncatingIfNeeded: bits))
        case .int32: return .int(Int(Int32(truncatingIfNeeded: bits)))
        case .int16: return .int(Int(Int16(truncatingIfNeeded: bits)))
        case .int8: return .int(Int(Int8(truncatingIfNeeded: bits)))
        case .uint8: return .int(Int(bits))
        case .bool: return .int(bits == 0 ? 0 : 1)
        }
    }
}
