import GnomonGraph

/// Writes constants as `TensorProto`s, with the values that were asked for.
struct TensorWriter {
    let weights: ONNXWriter.Weights
    let source: ModelSource?

    /// The message of one constant; `key` is a number for it, so that equal seeds give equal values.
    func message(
        _ tensor: ConstantTensor, name: String, role: WeightRole, key: UInt64
    ) throws(ONNXError) -> WireWriter {
        var writer = WireWriter()
        for size in tensor.sizes { writer.integer(1, Int64(size)) }
        writer.integer(2, Int64(tensor.elementType.rawValue))
        if !name.isEmpty { writer.string(8, name) }
        let place = "tensor \(name.shown)"
        let elements = try TensorReader.elements(tensor.sizes, at: place)
        guard tensor.elementType.bits > 0 else {
            if elements == 0 { return writer }
            throw ONNXError(graph: .elementType, "its values have no numeric type", at: place)
        }
        let count = (elements * tensor.elementType.bits + 7) / 8
        guard count <= ONNXLimits.fileBytes else {
            throw ONNXError(.tooBig, "\(count) bytes of values do not fit into an ONNX file", at: place)
        }
        switch try values(tensor, role: role, key: key, at: place) {
        case .memory(let bytes):
            guard bytes.count == count else {
                throw TensorReader.sizeError(bytes.count, wanted: count, at: place)
            }
            writer.raw(9, bytes)
        case .deferred(let values): writer.values(9, values, count: count)
        case .none: break
        }
        return writer
    }

    private enum Values {
        case memory([UInt8])
        case deferred(DeferredValues)
        case none
    }

    private func values(
        _ tensor: ConstantTensor, role: WeightRole, key: UInt64, at place: String
    ) throws(ONNXError) -> Values {
        let type = tensor.elementType
        if case .synthetic(let seed) = weights, role != .other, type.isFloatingPoint {
            return synthetic(type, role, seed, key)
        }
        if let value = weights.fill(tensor, role: role) {
            // A type without zero, such as an exponent alone, has one.
            let pattern = PackedValues.pattern(value, as: type) ?? PackedValues.pattern(1, as: type)
            return .deferred(.pattern(try encoded(pattern, at: place)))
        }
        switch tensor.payload {
        case .integers(let values):
            return .memory(try encoded(PackedValues.encode(values, as: type), at: place))
        case .floats(let values):
            return .memory(try encoded(PackedValues.encode(values, as: type), at: place))
        case .fill(let value):
            return .deferred(.pattern(try encoded(PackedValues.pattern(value, as: type), at: place)))
        case .fileRange, .external, .absent: break
        }
        switch weights {
        case .absent, .zeros, .constant: return .none
        case .synthetic(let seed): return synthetic(type, role, seed, key)
        case .copied: return try copied(tensor, at: place)
        }
    }

    private func synthetic(_ type: ElementType, _ role: WeightRole, _ seed: UInt64, _ key: UInt64) -> Values {
        let (mean, deviation) = role.distribution
        return .deferred(
            .synthetic(
                SyntheticValues(type: type, mean: mean, deviation: deviation, seed: seed, tensor: key)))
    }

    private func copied(_ tensor: ConstantTensor, at place: String) throws(ONNXError) -> Values {
        switch tensor.payload {
        case .fileRange(let offset, let count):
            guard let source else {
                throw ONNXError(
                    .missingValues, "its values are in a file that is not at hand", at: place,
                    hint: "pass the model's source, or write synthetic weights")
            }
            guard offset >= 0, count >= 0, offset <= source.size, count <= source.size - offset else {
                throw ONNXError(.size, "its values lie outside the file", at: place)
            }
            return .deferred(.file(source, offset: offset))
        case .external:
            throw ONNXError(
                .externalData, "its values are in another file, which is never opened", at: place,
                hint: "write synthetic weights")
        default:
            if tensor.sizes.contains(0) { return .memory([]) }
            throw ONNXError(
                .missingValues, "its values are computed from other constants and were not kept", at: place,
                hint: "write synthetic weights")
        }
    }

    private func encoded(_ bytes: [UInt8]?, at place: String) throws(ONNXError) -> [UInt8] {
        guard let bytes else {
            throw ONNXError(graph: .elementType, "its element type has no such values", at: place)
        }
        return bytes
    }
}
