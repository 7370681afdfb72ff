/// The value of one attribute of a node, after reading and normalisation.
public enum AttributeValue: Hashable, Sendable {
    case int(Int64)
    case float(Float)
    case string(String)
    case ints([Int64])
    case floats([Float])
    case strings([String])
    /// A constant tensor: the value of a `Constant` node, a fill value, and so on.
    case tensor(ConstantTensor)
}

/// A constant tensor held by an attribute: type, shape and, where small or needed, its payload.
public struct ConstantTensor: Hashable, Sendable {
    /// The element type.
    public var elementType: ElementType
    /// The sizes of the axes; empty for a scalar.
    public var sizes: [Int]
    /// Where the values are.
    public var payload: Payload

    /// A constant of this type and shape.
    public init(elementType: ElementType, sizes: [Int], payload: Payload) {
        self.elementType = elementType
        self.sizes = sizes
        self.payload = payload
    }
}

/// Where the values of a constant are.
public enum Payload: Hashable, Sendable {
    /// A byte range of the file the network was read from, in ONNX `raw_data` layout (little endian, packed).
    case fileRange(offset: Int, count: Int)
    /// Integer or boolean values held in memory.
    case integers([Int64])
    /// Floating-point values held in memory, in double precision.
    case floats([Double])
    /// One value repeated over the whole tensor, as `ConstantOfShape` makes them.
    case fill(Double)
    /// The file keeps the values elsewhere; they are never looked at.
    case external
    /// Only the type and the shape are known: computed from constants, or made without values.
    case absent
}
