import GnomonGraph

/// The identity of the feature vectors: a model trained on one schema never reads another.
public enum FeatureSchema {
    /// The version of the rules by which values are computed; raised when a value changes its meaning.
    public static let version = 3

    /// Names of all columns and codes, from which the hash is made.
    public static var description: String {
        let columns = KernelFeature.allCases.map(\.name).joined(separator: ",")
        let codes = OperatorKind.allCases.map(\.rawValue).joined(separator: ",")
        return "kernel-v\(version);\(columns);\(codes)"
    }

    /// FNV-1a of `description`, 16 hexadecimal digits.
    ///
    /// A checksum, not a protection.
    public static let hash: String = checksum(description)

    /// FNV-1a of a text, 16 hexadecimal digits.
    ///
    /// A checksum, not a protection.
    public static func checksum(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The number that stands for an operator in a vector; 0 stands for none.
    static func code(_ kind: OperatorKind) -> Double { Double(kind.ordinal + 1) }

    /// The number of columns; the list of all cases is not made again for every kernel.
    static let columnCount = KernelFeature.allCases.count
}
