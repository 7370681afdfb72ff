import GnomonGraph

/// A `TensorProto`: type, sizes, and where the values are.
struct TensorFields {
    var name = ""
    var elementType = ElementType.undefined
    var sizes: [Int] = []
    var payload = Payload.absent

    var constant: ConstantTensor {
        ConstantTensor(elementType: elementType, sizes: sizes, payload: payload)
    }
}

/// Reads constant tensors.
///
/// Weights stay ranges of the file; small constants and index tensors are decoded.
struct TensorReader {
    let context: ReadingContext

    private struct Occurrences {
        var number: Int
        var count: Int
        var first: WireField
    }

    /// Reads the `TensorProto` in `range`.
    func read(_ range: Range<Int>) throws(ONNXError) -> TensorFields {
        var tensor = TensorFields()
        var dims: [Int64] = []
        var raw: Range<Int>?
        var typed: [Occurrences] = []
        var isExternal = false
        var cursor = WireCursor(context.bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1:
                guard field.end - field.start < 4096, dims.count < 4096 else {
                    throw ONNXError(
                        graph: .shape, "a tensor has thousands of axes", at: "byte \(field.offset)")
                }
                try context.bytes.appendIntegers(field, to: &dims)
            case 2: tensor.elementType = try TensorReader.elementType(field)
            case 8: tensor.name = try context.bytes.name(field)
            case 9: raw = try field.content()
            case 4, 5, 6, 7, 10, 11:
                if let index = typed.firstIndex(where: { $0.number == field.number }) {
                    typed[index].count += 1
                } else {
                    typed.append(Occurrences(number: field.number, count: 1, first: field))
                }
            case 13: isExternal = true
            case 14: isExternal = try field.integer() == 1 || isExternal
            default: break
            }
        }
        // Built only when an error needs it: most of the time nobody does.
        let name = tensor.name
        func place() -> String { name.isEmpty ? "byte \(range.lowerBound)" : "tensor \(name.shown)" }
        try TensorReader.requireType(tensor.elementType, at: place())
        tensor.sizes = try TensorReader.sizes(dims, at: place())
        let elements = try TensorReader.elements(tensor.sizes, at: place())
        // An empty packed list is how some writers say "not here".
        typed.removeAll {
            $0.count == 1 && $0.first.kind == .bytes && $0.first.start == $0.first.end
                && $0.number != 6
        }
        let payloads = typed.count + (raw == nil ? 0 : 1) + (isExternal ? 1 : 0)
        guard payloads <= 1 else {
            throw ONNXError(
                .size, "has its values in \(payloads) fields, expected one", at: place(),
                hint: "export the model again")
        }
        if isExternal {
            tensor.payload = .external
        } else if let raw {
            tensor.payload = try payload(of: tensor.elementType, raw: raw, elements: elements, at: place())
        } else if let only = typed.first {
            tensor.payload = try payload(
                of: tensor.elementType, typed: only.number, isPacked: only.count == 1 ? only.first : nil,
                message: range, elements: elements, at: place())
        } else if elements == 0 {
            tensor.payload = tensor.elementType.isFloatingPoint ? .floats([]) : .integers([])
        }
        return tensor
    }

    private static func requireType(
        _ type: ElementType, at place: @autoclosure () -> String
    ) throws(ONNXError) {
        guard type == .undefined else { return }
        throw ONNXError(
            graph: .elementType, "has no element type", at: place(), hint: "export the model again")
    }

    static func elementType(_ field: WireField) throws(ONNXError) -> ElementType {
        let number = try field.integer()
        guard let narrow = Int32(exactly: number), let type = ElementType(rawValue: narrow),
            type != .undefined
        else {
            throw ONNXError(
                graph: .elementType, "element type \(number) does not exist", at: "byte \(field.offset)")
        }
        return type
    }

    static func sizes(_ dims: [Int64], at place: @autoclosure () -> String) throws(ONNXError) -> [Int] {
        guard dims.count <= Limits.rank else {
            throw ONNXError(
                graph: .shape, "has \(dims.count) axes, at most \(Limits.rank) are supported", at: place())
        }
        for dim in dims where dim < 0 {
            throw ONNXError(graph: .shape, "has an axis of size \(dim)", at: place())
        }
        return dims.map { Int($0) }
    }

    static func elements(_ sizes: [Int], at place: @autoclosure () -> String) throws(ONNXError) -> Int {
        do throws(GraphError) {
            return try Shape.product(sizes)
        } catch {
            throw ONNXError(error, at: place())
        }
    }

    private func payload(
        of type: ElementType, raw: Range<Int>, elements: Int, at place: @autoclosure () -> String
    ) throws(ONNXError) -> Payload {
        let wanted = (elements * type.bits + 7) / 8
        guard type.bits > 0 else {
            throw ONNXError(.size, "has raw bytes but no numeric element type", at: place())
        }
        guard raw.count == wanted else {
            throw TensorReader.sizeError(raw.count, wanted: wanted, at: place())
        }
        guard PackedValues.isDecoded(type, elements: elements), context.mayDecode(elements * 8) else {
            return .fileRange(offset: raw.lowerBound, count: raw.count)
        }
        try context.bytes.load(raw.lowerBound, raw.upperBound)
        let buffer = UnsafeRawBufferPointer(start: context.bytes.base + raw.lowerBound, count: raw.count)
        return PackedValues.decode(buffer, as: type, elements: elements)
    }

    private func payload(
        of type: ElementType, typed number: Int, isPacked packed: WireField?, message: Range<Int>,
        elements: Int, at place: @autoclosure () -> String
    ) throws(ONNXError) -> Payload {
        if number == 6 { return .absent }
        guard let width = PackedValues.width(ofField: number, for: type) else {
            throw ONNXError(
                .size, "has values in field \(number), which is not for its element type", at: place())
        }
        let wanted = (elements * type.bits + 7) / 8
        // Packed floats of the same type look just like raw bytes.
        if let packed, packed.kind == .bytes, number == 4 || number == 10 {
            return try payload(of: type, raw: packed.start..<packed.end, elements: elements, at: place())
        }
        let decodes = PackedValues.isDecoded(type, elements: elements) && context.mayDecode(elements * 8)
        var values = PackedValues(width: width, keeps: decodes)
        var cursor = WireCursor(context.bytes, message)
        while let field = try cursor.next() {
            if field.number == number { try values.append(field, from: context.bytes) }
        }
        guard values.byteCount == wanted else {
            throw TensorReader.sizeError(values.byteCount, wanted: wanted, at: place())
        }
        guard decodes else {
            context.warn("\(place()): values kept as a list of \(elements) varints are not read")
            return .absent
        }
        return values.bytes.withUnsafeBytes { PackedValues.decode($0, as: type, elements: elements) }
    }

    static func sizeError(_ found: Int, wanted: Int, at place: @autoclosure () -> String) -> ONNXError {
        ONNXError(
            .size, "has \(found) bytes of values where its type and shape ask for \(wanted)", at: place(),
            hint: "the file is damaged or its exporter is broken")
    }
}
