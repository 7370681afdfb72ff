import Foundation

/// Reads the numbers of a model text from their bytes.
enum NumberParser {
    /// A decimal integer of at most 18 digits; nil for anything else.
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var digits = bytes[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard (1...18).contains(digits.count) else { return nil }
        var number = 0
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return isNegative ? -number : number
    }

    /// A finite number as C writes it; nil for anything else.
    static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        // A copy that ends with a zero byte, as strtod wants it; no double needs more than 40 characters.
        let length = bytes.count
        guard length < 40, let first = bytes.first, first != 0x20, first != UInt8(ascii: "+") else {
            return nil
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { copy in
            for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
            copy[length] = 0
            var end: UnsafeMutablePointer<CChar>?
            guard let base = copy.baseAddress else { return nil }
            let number = strtod(base, &end)
            guard end == base + length, number.isFinite else { return nil }
            return number
        }
    }
}
