/// The identity of a network: 128 bits that do not depend on names, weights or the order in the file.
public struct NetworkHash: Hashable, Sendable, Comparable {
    /// The upper 64 bits.
    public var high: UInt64
    /// The lower 64 bits.
    public var low: UInt64

    /// A hash of these bits.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A hash as it is printed, `g1:` and 32 hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("g1:") else { return nil }
        let digits = text.dropFirst(3)
        guard digits.utf8.count == 32, digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// Orders as numbers.
    public static func < (lhs: NetworkHash, rhs: NetworkHash) -> Bool {
        lhs.high != rhs.high ? lhs.high < rhs.high : lhs.low < rhs.low
    }
}

extension NetworkHash: CustomStringConvertible {
    /// `g1:` and 32 hexadecimal digits.
    public var description: String { "g1:" + NetworkHash.hex(high) + NetworkHash.hex(low) }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension NetworkHash: Codable {
    /// Reads the printed form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let hash = NetworkHash(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a network hash")
        }
        self = hash
    }

    /// Writes the printed form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
