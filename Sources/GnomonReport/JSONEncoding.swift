/// JSON text that is the same for equal values, on every machine and in every locale.
public enum JSONEncoding {
    /// The text of a value without any white space: one line, as in JSON lines.
    ///
    /// - Complexity: O(size of the text).
    public static func compact(_ value: JSONValue) -> String {
        var text = ""
        write(value, to: &text, indent: nil)
        return text
    }

    /// The text of a value with two spaces for each level.
    ///
    /// Arrays of plain values stay on one line.
    ///
    /// - Complexity: O(size of the text).
    public static func pretty(_ value: JSONValue) -> String {
        var text = ""
        write(value, to: &text, indent: 0)
        return text
    }

    /// The envelope of all machine-readable output: `schema`, then `results`.
    public static func document(schema: String, results: [JSONValue]) -> JSONObject {
        ["schema": .string(schema), "results": .array(results)]
    }

    private static func write(_ value: JSONValue, to text: inout String, indent: Int?) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let integer): text += String(integer)
        case .number(let number): text += self.number(number)
        case .string(let string): write(string, to: &text)
        case .array(let elements):
            let isPlain = elements.allSatisfy { element in
                switch element {
                case .array, .object: false
                default: true
                }
            }
            write(
                elements, between: ("[", "]"), to: &text, indent: isPlain ? nil : indent,
                separator: isPlain && indent != nil ? ", " : ","
            ) { element, text, indent in
                write(element, to: &text, indent: indent)
            }
        case .object(let object):
            write(object.members, between: ("{", "}"), to: &text, indent: indent, separator: ",") {
                member, text, inner in
                write(member.key, to: &text)
                text += indent == nil ? ":" : ": "
                write(member.value, to: &text, indent: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between brackets: (String, String), to text: inout String, indent: Int?,
        separator: String, _ each: (Element, inout String, Int?) -> Void
    ) {
        text += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { text += separator }
            if let indent { newline(indent + 1, to: &text) }
            each(element, &text, indent.map { $0 + 1 })
        }
        if let indent, !elements.isEmpty { newline(indent, to: &text) }
        text += brackets.1
    }

    private static func newline(_ indent: Int, to text: inout String) {
        text += "\n" + String(repeating: "  ", count: indent)
    }

    /// The shortest text that reads back as the same number.
    private static func number(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if let integer = Int(exactly: number), abs(number) < 1e15 { return String(integer) }
        return String(number)
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                // Beyond what JSON demands: escape codes and direction marks must not reach a terminal.
                if Escaping.isUnprintable(scalar) {
                    text += escape(scalar)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
