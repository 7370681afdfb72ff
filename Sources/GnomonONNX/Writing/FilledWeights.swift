import GnomonGraph

extension ONNXWriter.Weights {
    /// The one value that stands for all values of a constant, or nil where its values are written.
    ///
    /// Weights of floating point and values that were never decoded are replaced; what is known and is no weight, such
    /// as a shape, is kept.
    func fill(_ tensor: ConstantTensor, role: WeightRole) -> Double? {
        guard self == .zeros || self == .constant else { return nil }
        switch tensor.payload {
        case .integers, .floats, .fill:
            guard role != .other, tensor.elementType.isFloatingPoint else { return nil }
        case .fileRange, .external, .absent: break
        }
        // Wide integers are mostly indices, for which zero is always valid.
        guard self == .constant, tensor.elementType.isFloatingPoint else { return 0 }
        let (mean, deviation) = role.distribution
        return Double(mean == 0 ? deviation : mean)
    }
}

extension ElementType {
    /// Whether every runtime makes filled tensors of the type by a `ConstantOfShape` node of operator set 9.
    var canBeFilledByNode: Bool {
        switch self {
        case .float16, .float32, .float64, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
            .bool:
            true
        default: false
        }
    }
}
