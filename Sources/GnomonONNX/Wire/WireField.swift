/// One field of a protobuf message: its number and either a value or the range of its content.
struct WireField {
    /// How the value is laid out.
    enum Kind: UInt8 {
        case varint = 0
        case fixed64 = 1
        case bytes = 2
        case fixed32 = 5
    }

    var number: Int
    var kind: Kind
    /// The value of a number; 0 for bytes.
    var value: UInt64
    /// Where the content begins and ends.
    var start: Int
    var end: Int
    /// Where the key stands, for errors.
    var offset: Int

    /// The content as a nested message or a string.
    func content() throws(ONNXError) -> Range<Int> {
        guard kind == .bytes else { throw mismatch("a length-delimited field") }
        return start..<end
    }

    /// The value as a signed integer.
    func integer() throws(ONNXError) -> Int64 {
        guard kind == .varint else { throw mismatch("a varint") }
        return Int64(bitPattern: value)
    }

    /// The value as a 32-bit float.
    func float() throws(ONNXError) -> Float {
        guard kind == .fixed32 else { throw mismatch("a 32-bit number") }
        return Float(bitPattern: UInt32(truncatingIfNeeded: value))
    }

    func mismatch(_ wanted: String) -> ONNXError {
        .malformed("field \(number) should be \(wanted) but has wire type \(kind.rawValue)", at: offset)
    }
}
