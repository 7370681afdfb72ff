/// Builds one protobuf message whose large values are only described until it is written.
struct WireWriter {
    /// Values that follow at a position of `bytes`.
    struct Deferred {
        var position: Int
        var count: Int
        var values: DeferredValues
    }

    private(set) var bytes: [UInt8] = []
    private(set) var deferred: [Deferred] = []
    /// The length of the message, deferred values included.
    private(set) var count = 0

    private mutating func put(_ byte: UInt8) {
        bytes.append(byte)
        count += 1
    }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(rest))
    }

    private mutating func key(_ field: Int, _ kind: WireField.Kind) {
        varint(UInt64(field) << 3 | UInt64(kind.rawValue))
    }

    mutating func integer(_ field: Int, _ value: Int64) {
        key(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    mutating func float(_ field: Int, _ value: Float) {
        key(field, .fixed32)
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            put(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
    }

    mutating func string(_ field: Int, _ value: String) {
        raw(field, value.utf8)
    }

    mutating func raw(_ field: Int, _ content: some Collection<UInt8>) {
        key(field, .bytes)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
        count += content.count
    }

    mutating func message(_ field: Int, _ content: WireWriter) {
        key(field, .bytes)
        varint(UInt64(content.count))
        append(content)
    }

    /// Continues with the fields of another message of the same type.
    mutating func append(_ content: WireWriter) {
        let offset = bytes.count
        bytes.append(contentsOf: content.bytes)
        for item in content.deferred {
            deferred.append(
                Deferred(position: offset + item.position, count: item.count, values: item.values))
        }
        count += content.count
    }

    mutating func values(_ field: Int, _ values: DeferredValues, count bytesWanted: Int) {
        key(field, .bytes)
        varint(UInt64(bytesWanted))
        deferred.append(Deferred(position: bytes.count, count: bytesWanted, values: values))
        count += bytesWanted
    }
}
