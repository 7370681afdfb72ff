import GnomonGraph

/// Values brought into the layout of `raw_data` (little endian, packed), and their decoding.
struct PackedValues {
    /// Bytes each entry of the list becomes.
    let width: Int
    /// Whether the bytes are kept, or only counted.
    let keeps: Bool
    private(set) var bytes: [UInt8] = []
    private(set) var byteCount = 0

    init(width: Int, keeps: Bool) {
        self.width = width
        self.keeps = keeps
    }

    /// Bytes that an entry of a typed list (`float_data` 4, `int32_data` 5, `int64_data` 7, `double_data` 10,
    /// `uint64_data` 11) stands for, or nil where the list is not for that element type.
    static func width(ofField number: Int, for type: ElementType) -> Int? {
        switch (number, type) {
        case (4, .float32), (4, .complex64): 4
        case (10, .float64), (10, .complex128): 8
        case (7, .int64), (11, .uint64): 8
        case (11, .uint32): 4
        case (5, .int32): 4
        case (5, .int16), (5, .uint16), (5, .float16), (5, .bfloat16): 2
        case (5, .float32), (5, .float64), (5, .int64), (5, .uint64), (5, .uint32), (5, .complex64),
            (5, .complex128), (5, .string), (5, .undefined):
            nil
        case (5, _): 1
        default: nil
        }
    }

    /// Whether constants of this type and size are decoded while reading.
    static func isDecoded(_ type: ElementType, elements: Int) -> Bool {
        switch type {
        case .float16, .bfloat16, .float32, .float64: elements <= ONNXLimits.decodedFloats
        case .bool: elements <= ONNXLimits.decodedIntegers
        default: type.isInteger && elements <= ONNXLimits.decodedIntegers
        }
    }

    /// Adds the entries of one occurrence of a typed list.
    mutating func append(_ field: WireField, from source: PagedBytes) throws(ONNXError) {
        if field.kind == .bytes {
            var cursor = WireCursor(source, field.start..<field.end)
            while cursor.position < cursor.end { try add(try cursor.varint()) }
        } else {
            try add(field.value)
        }
    }

    private mutating func add(_ value: UInt64) throws(ONNXError) {
        byteCount += width
        // The list may be longer than the shape says: nobody wants the rest.
        guard keeps, bytes.count < ONNXLimits.decodedIntegers * 8 else { return }
        for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    /// The values of `elements` packed elements; the buffer must be large enough.
    static func decode(_ buffer: UnsafeRawBufferPointer, as type: ElementType, elements: Int) -> Payload {
        switch type {
        case .float32: .floats(words(buffer, elements, UInt32.self) { Double(Float(bitPattern: $0)) })
        case .float64: .floats(words(buffer, elements, UInt64.self) { Double(bitPattern: $0) })
        case .float16: .floats(words(buffer, elements, UInt16.self) { Double(HalfFloat.value(half: $0)) })
        case .bfloat16: .floats(words(buffer, elements, UInt16.self) { Double(HalfFloat.value(brain: $0)) })
        case .int64, .uint64: .integers(words(buffer, elements, UInt64.self) { Int64(bitPattern: $0) })
        case .int32: .integers(words(buffer, elements, UInt32.self) { Int64(Int32(bitPattern: $0)) })
        case .uint32: .integers(words(buffer, elements, UInt32.self) { Int64($0) })
        case .int16: .integers(words(buffer, elements, UInt16.self) { Int64(Int16(bitPattern: $0)) })
        case .uint16: .integers(words(buffer, elements, UInt16.self) { Int64($0) })
        case .int8: .integers(words(buffer, elements, UInt8.self) { Int64(Int8(bitPattern: $0)) })
        case .uint8: .integers(words(buffer, elements, UInt8.self) { Int64($0) })
        case .bool: .integers(words(buffer, elements, UInt8.self) { $0 == 0 ? 0 : 1 })
        case .int4: .integers(nibbles(buffer, elements, bits: 4, signed: true))
        case .uint4: .integers(nibbles(buffer, elements, bits: 4, signed: false))
        case .int2: .integers(nibbles(buffer, elements, bits: 2, signed: true))
        case .uint2: .integers(nibbles(buffer, elements, bits: 2, signed: false))
        default: .absent
        }
    }

    private static func words<Word: FixedWidthInteger, Value>(
        _ buffer: UnsafeRawBufferPointer, _ count: Int, _ type: Word.Type, _ convert: (Word) -> Value
    ) -> [Value] {
        let width = MemoryLayout<Word>.size
        return (0..<count).map { index in
            convert(Word(littleEndian: buffer.loadUnaligned(fromByteOffset: index * width, as: Word.self)))
        }
    }

    private static func nibbles(
        _ buffer: UnsafeRawBufferPointer, _ count: Int, bits: Int, signed: Bool
    ) -> [Int64] {
        let perByte = 8 / bits
        let range = Int64(1) << bits
        return (0..<count).map { index in
            let value = Int64(buffer[index / perByte] >> (bits * (index % perByte))) & (range - 1)
            return signed && value >= range / 2 ? value - range : value
        }
    }
}
