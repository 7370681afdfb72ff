/// Walks over the fields of one protobuf message.
///
/// Every length is checked against the enclosing range before it is used. Unknown groups are skipped with a
/// counter, not by recursion. Nothing is allocated.
struct WireCursor {
    let bytes: PagedBytes
    private(set) var position: Int
    let end: Int

    init(_ bytes: PagedBytes, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field, or nil at the end of the message.
    mutating func next() throws(ONNXError) -> WireField? {
        while position < end {
            let offset = position
            let (number, type) = try key()
            if type == 3 {
                try skipGroup(opened: number, at: offset)
                continue
            }
            guard type != 4 else { throw .malformed("a group ends that never began", at: offset) }
            return try field(number, type, at: offset)
        }
        return nil
    }

    private mutating func key() throws(ONNXError) -> (number: Int, type: UInt8) {
        let offset = position
        let key = try varint()
        guard key >> 3 >= 1, key >> 3 < 1 << 29 else {
            throw .malformed("\(key >> 3) is no field number", at: offset)
        }
        return (Int(key >> 3), UInt8(key & 7))
    }

    private mutating func field(_ number: Int, _ type: UInt8, at offset: Int) throws(ONNXError) -> WireField {
        guard let kind = WireField.Kind(rawValue: type) else {
            throw .malformed("wire type \(type) does not exist", at: offset)
        }
        switch kind {
        case .varint:
            let start = position
            let value = try varint()
            return WireField(
                number: number, kind: kind, value: value, start: start, end: position, offset: offset)
        case .fixed32, .fixed64:
            let width = kind == .fixed32 ? 4 : 8
            guard end - position >= width else { throw .malformed("a number is cut off", at: offset) }
            let start = position
            try bytes.load(start, start + width)
            position += width
            let value =
                width == 4
                ? UInt64(
                    UInt32(littleEndian: bytes.base.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
                : UInt64(littleEndian: bytes.base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            return WireField(
                number: number, kind: kind, value: value, start: start, end: position, offset: offset)
        case .bytes:
            let length = try varint()
            guard length <= UInt64(end - position) else {
                throw .malformed(
                    "field \(number) claims \(length) bytes where \(end - position) are left", at: offset)
            }
            let start = position
            position += Int(length)
            return WireField(
                number: number, kind: kind, value: 0, start: start, end: position, offset: offset)
        }
    }

    /// The next variable-length integer, of at most ten bytes.
    mutating func varint() throws(ONNXError) -> UInt64 {
        let start = position
        let limit = min(end, start + 10)
        try bytes.load(start, limit)
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < limit {
            let byte = bytes.base.load(fromByteOffset: position, as: UInt8.self)
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                if shift == 63, byte > 1 { throw .malformed("a varint exceeds 64 bits", at: start) }
                return value
            }
            shift += 7
        }
        throw .malformed(
            limit - start == 10 ? "a varint has more than 10 bytes" : "a varint is cut off", at: start)
    }

    private mutating func skipGroup(opened number: Int, at offset: Int) throws(ONNXError) {
        var open = [number]
        while let current = open.last {
            guard position < end else { throw .malformed("a group never ends", at: offset) }
            let here = position
            let (number, type) = try key()
            switch type {
            case 3:
                open.append(number)
                guard open.count <= ONNXLimits.messageDepth else {
                    throw ONNXError(
                        .tooDeep, "groups are nested more than \(ONNXLimits.messageDepth) deep",
                        at: "byte \(here)")
                }
            case 4:
                guard number == current else {
                    throw .malformed("group \(current) is ended by \(number)", at: here)
                }
                open.removeLast()
            default:
                _ = try field(number, type, at: here)
            }
        }
    }
}
