import GnomonGraph

// Strings and lists of numbers, taken from fields.
extension PagedBytes {
    /// The name in a field.
    ///
    /// Invalid UTF-8 is repaired and long names are cut; both get a mark made of all
    /// bytes, so that different names stay different.
    func name(_ field: WireField) throws(ONNXError) -> String {
        let range = try field.content()
        try load(range.lowerBound, range.upperBound)
        let buffer = UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
        if buffer.count <= Limits.nameBytes {
            if let name = String(validating: buffer, as: UTF8.self) { return name }
            return String(decoding: buffer, as: UTF8.self) + PagedBytes.mark(buffer)
        }
        let kept = UnsafeRawBufferPointer(rebasing: buffer[..<Limits.nameBytes])
        return String(decoding: kept, as: UTF8.self) + "…" + PagedBytes.mark(buffer)
    }

    /// The text of a string attribute, whole.
    func text(_ field: WireField) throws(ONNXError) -> String {
        let range = try field.content()
        try load(range.lowerBound, range.upperBound)
        return String(
            decoding: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count),
            as: UTF8.self)
    }

    /// Appends the integers of one occurrence of a repeated field, packed or not.
    func appendIntegers(_ field: WireField, to list: inout [Int64]) throws(ONNXError) {
        guard field.kind == .bytes else {
            list.append(try field.integer())
            return
        }
        var cursor = WireCursor(self, field.start..<field.end)
        while cursor.position < cursor.end { list.append(Int64(bitPattern: try cursor.varint())) }
    }

    /// Appends the floats of one occurrence of a repeated field, packed or not.
    func appendFloats(_ field: WireField, to list: inout [Float]) throws(ONNXError) {
        guard field.kind == .bytes else {
            list.append(try field.float())
            return
        }
        guard (field.end - field.start) % 4 == 0 else {
            throw .malformed("a list of floats has \(field.end - field.start) bytes", at: field.offset)
        }
        try load(field.start, field.end)
        for offset in stride(from: field.start, to: field.end, by: 4) {
            let bits = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            list.append(Float(bitPattern: bits))
        }
    }

    /// FNV-1a of the bytes, in hexadecimal after a `#`.
    private static func mark(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "#" + String(hash, radix: 16)
    }
}
