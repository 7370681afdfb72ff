/// Constant tensors made during normalisation, for attributes that became inputs.
struct ConstantPool {
    /// How many tensors the network had before.
    let base: Int
    /// The new tensors; the first has the index `base`.
    private(set) var tensors: [Tensor] = []

    init(base: Int) { self.base = base }

    /// A vector of 64-bit integers.
    mutating func integers(_ values: [Int]) -> TensorID {
        append(.int64, sizes: [values.count], .integers(values.map { Int64($0) }))
    }

    /// A vector of floats.
    mutating func floats(_ values: [Float]) -> TensorID {
        append(.float32, sizes: [values.count], .floats(values.map { Double($0) }))
    }

    /// One number of an element type.
    mutating func scalar(_ value: Double, type: ElementType) -> TensorID {
        if type.isInteger || type == .bool, let whole = Int64(exactly: value) {
            return append(type, sizes: [], .integers([whole]))
        }
        return append(type, sizes: [], .floats([value]))
    }

    /// Any constant.
    mutating func append(_ type: ElementType, sizes: [Int], _ payload: Payload) -> TensorID {
        tensors.append(
            Tensor(name: "", elementType: type, shape: Shape(sizes), role: .constant, payload: payload))
        return TensorID(base + tensors.count - 1)
    }
}
