import GnomonGraph

/// The bounds of reading and writing files; those of networks are `GnomonGraph.Limits`.
public enum ONNXLimits {
    /// Bytes of a file: what protobuf can address.
    public static let fileBytes = (1 << 31) - 1
    /// The newest version of the file format that is known, of ONNX 1.23.
    public static let irVersion = 14
    /// Files up to this size are read into memory at once; of larger ones only the parts that are needed.
    public static let memoryBytes = 4 << 20
    /// Nesting of protobuf groups in a skipped field.
    public static let messageDepth = 100
    /// Nesting of calls of local functions.
    public static let functionDepth = 64
    /// Calls of local functions in one file.
    public static let functionCalls = 100_000
    /// Bytes of all attribute values decoded from one file.
    public static let attributeBytes = 64 << 20
    /// Attributes of one node.
    public static let attributesPerNode = 4096
    /// Elements up to which floating-point constants are decoded while reading.
    public static let decodedFloats = 1024
    /// Elements up to which integer constants are decoded while reading.
    public static let decodedIntegers = 65_536
    /// Bytes of all constants decoded from one file; beyond it they stay file ranges.
    public static let decodedBytes = 64 << 20
    /// Bytes up to which a filled constant is written out; larger ones become a `ConstantOfShape` node.
    public static let expandedFillBytes = 64 << 20
    /// Bytes up to which weights that are all alike are written out; larger ones become a `ConstantOfShape` node.
    public static let expandedWeightBytes = 256
    /// The standard operator sets that are understood.
    public static let opsets = 7...28
}
