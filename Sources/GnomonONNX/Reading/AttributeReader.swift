import GnomonGraph

/// Reads the attributes of nodes.
struct AttributeReader {
    let context: ReadingContext

    private struct Fields {
        var name = ""
        var type: Int64 = 0
        var reference = ""
        var present: Set<Int> = []
        var int: Int64 = 0
        var float: Float = 0
        var string = ""
        var ints: [Int64] = []
        var floats: [Float] = []
        var strings: [String] = []
        var tensor: ConstantTensor?
        var graphs: [Range<Int>] = []
    }

    /// Reads the `AttributeProto` in `range`; references are looked up among the attributes of the call.
    ///
    /// The value is nil where a reference leads to an attribute the call leaves out, or the type is of no use here.
    func read(
        _ range: Range<Int>, scope: NameScope, at place: @autoclosure () -> String
    ) throws(ONNXError) -> (name: String, value: NodeAttribute?) {
        var fields = Fields()
        var cursor = WireCursor(context.bytes, range)
        while let field = try cursor.next() { try take(field, into: &fields) }
        if !fields.reference.isEmpty {
            guard let attributes = scope.attributes else {
                throw ONNXError(
                    graph: .attribute,
                    "attribute \(fields.name.shown) refers to \(fields.reference.shown) outside a function",
                    at: place())
            }
            return (fields.name, attributes[fields.reference])
        }
        return (fields.name, try value(fields, scope: scope, at: place()))
    }

    private func take(_ field: WireField, into fields: inout Fields) throws(ONNXError) {
        switch field.number {
        case 1: fields.name = try context.bytes.name(field)
        case 2: fields.float = try field.float()
        case 3: fields.int = try field.integer()
        case 4:
            try context.spendAttribute(try field.content().count)
            fields.string = try context.bytes.text(field)
        case 5: fields.tensor = try TensorReader(context: context).read(try field.content()).constant
        case 6, 11: fields.graphs.append(try field.content())
        case 7:
            try context.spendAttribute(field.end - field.start)
            try context.bytes.appendFloats(field, to: &fields.floats)
        case 8:
            // A packed varint can be one byte long and becomes eight.
            try context.spendAttribute(8 * (field.end - field.start))
            try context.bytes.appendIntegers(field, to: &fields.ints)
        case 9:
            try context.spendAttribute(16 + (try field.content().count))
            fields.strings.append(try context.bytes.text(field))
        case 20: fields.type = try field.integer()
        case 21: fields.reference = try context.bytes.name(field)
        case 22: fields.tensor = try sparse(try field.content())
        default: break
        }
        if (2...11).contains(field.number) || field.number == 22 { fields.present.insert(field.number) }
    }

    private func value(_ fields: Fields, scope: NameScope, at place: @autoclosure () -> String) throws(ONNXError)
        -> NodeAttribute?
    {
        // Files of format version 1 have no type: the field that is there tells.
        let byField: [Int: Int64] = [
            2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 10, 22: 11,
        ]
        let type = fields.type != 0 ? fields.type : fields.present.min().flatMap { byField[$0] } ?? 0
        if let stray = fields.present.first(where: { byField[$0] != type }), !fields.present.isEmpty,
            !fields.present.contains(where: { byField[$0] == type })
        {
            throw ONNXError(
                graph: .attribute,
                "attribute \(fields.name.shown) is of type \(type) but has its value in field \(stray)",
                at: place())
        }
        switch type {
        case 1: return .value(.float(fields.float))
        case 2: return .value(.int(fields.int))
        case 3: return .value(.string(fields.string))
        case 4, 11:
            guard let tensor = fields.tensor else {
                throw ONNXError(
                    graph: .attribute, "attribute \(fields.name.shown) should hold a tensor and is empty",
                    at: place())
            }
            return .value(.tensor(tensor))
        case 5, 10: return .graphs(fields.graphs, scope)
        case 6: return .value(.floats(fields.floats))
        case 7: return .value(.ints(fields.ints))
        case 8: return .value(.strings(fields.strings))
        default:
            context.warn("\(place()): attribute \(fields.name.shown) of type \(type) is ignored")
            return nil
        }
    }

    /// A `SparseTensorProto`: its type and sizes; the values are not read.
    func sparse(_ range: Range<Int>) throws(ONNXError) -> ConstantTensor {
        var values = TensorFields()
        var dims: [Int64] = []
        var cursor = WireCursor(context.bytes, range)
        while let field = try cursor.next() {
            switch field.number {
            case 1: values = try TensorReader(context: context).read(try field.content())
            case 3:
                try context.spendAttribute(8 * (field.end - field.start))
                try context.bytes.appendIntegers(field, to: &dims)
            default: break
            }
        }
        let place = "sparse tensor \(values.name.shown)"
        let sizes = try TensorReader.sizes(dims, at: place)
        _ = try TensorReader.elements(sizes, at: place)
        return ConstantTensor(elementType: values.elementType, sizes: sizes, payload: .absent)
    }
}
