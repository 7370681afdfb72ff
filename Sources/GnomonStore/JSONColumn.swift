import Foundation

/// Values without columns of their own, as JSON text with sorted keys, so that equal values are equal texts.
enum JSONColumn {
    /// The text of a value.
    ///
    /// - Throws: `EncodingError`, for numbers that are not finite too.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value of a text.
    ///
    /// - Throws: `DecodingError`.
    static func value<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
