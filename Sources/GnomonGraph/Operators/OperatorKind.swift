/// The operators Gnomon understands. The raw value is the ONNX type name, with the domain before a colon where
/// it is not the standard one.
public enum OperatorKind: String, Hashable, Sendable, Codable, CaseIterable {
    // Convolution
    case conv = "Conv"
    case convTranspose = "ConvTranspose"

    /// The type name as written in a file, without the domain.
    public var onnxType: String {
        guard let colon = rawValue.lastIndex(of: ":") else { return rawValue }
        return String(rawValue[rawValue.index(after: colon)...])
    }

    /// The operator domain; empty for the standard one.
    public var domain: String {
        guard let colon = rawValue.lastIndex(of: ":") else { return "" }
        return String(rawValue[..<colon])
    }
}
