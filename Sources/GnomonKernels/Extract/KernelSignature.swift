public import GnomonGraph

/// The identity of what a kernel computes: members, attributes, shapes, element types and operand classes.
///
/// No names, no weights and no order of commutative operands; memory layouts are the runtime's and play no part.
/// Kernels with equal signatures take the same time alone and are measured once.
public struct KernelSignature: Hashable, Sendable, Comparable {
    /// The hash of the kernel as a network of its own.
    public var hash: NetworkHash

    /// The signature of a kernel that was extracted: prepared, and nothing else in it.
    ///
    /// - Complexity: O(members + edges).
    public init(of extract: Network) { hash = extract.canonicalHash() }

    /// A signature as it is printed, `k1:` and 32 hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("k1:"), let hash = NetworkHash("g1:" + text.dropFirst(3)) else { return nil }
        self.hash = hash
    }

    /// Orders as numbers.
    public static func < (lhs: KernelSignature, rhs: KernelSignature) -> Bool { lhs.hash < rhs.hash }
}

extension KernelSignature: CustomStringConvertible {
    /// `k1:` and 32 hexadecimal digits.
    public var description: String { "k1:" + hash.description.dropFirst(3) }
}

extension KernelSignature: Codable {
    /// Reads the printed form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let signature = KernelSignature(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a kernel signature")
        }
        self = signature
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
