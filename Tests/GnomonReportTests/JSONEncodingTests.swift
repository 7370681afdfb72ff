import Foundation
import GnomonReport
import Testing

@Suite("JSON")
struct JSONEncodingTests {
    @Test("Keys keep the order in which they were written")
    func order() {
        let object: JSONObject = ["schema": "s/1", "b": 1, "a": [1, 2.5, nil, true], "c": [:]]
        #expect(
            JSONEncoding.compact(.object(object))
                == #"{"schema":"s/1","b":1,"a":[1,2.5,null,true],"c":{}}"#)
    }

    @Test("Pretty text has a line for each member, and plain arrays on one line")
    func pretty() {
        let value: JSONValue = ["schema": "s/1", "results": [["a": 1, "i": [1.5, 2]]], "none": []]
        #expect(
            JSONEncoding.pretty(value) == """
                {
                  "schema": "s/1",
                  "results": [
                    {
                      "a": 1,
                      "i": [1.5, 2]
                    }
                  ],
                  "none": []
                }
                """)
    }

    @Test("Numbers that are not finite become null")
    func notFinite() {
        #expect(
            JSONEncoding.compact([.number(.nan), .number(.infinity), .number(-.infinity)])
                == "[null,null,null]")
    }

    @Test("Every number reads back as itself")
    func numbers() throws {
        let numbers = [0.1, 1e300, -2.5e-308, 1e15, 123_456_789.125, 1e16, -0.0, 2.0.squareRoot()]
        let text = JSONEncoding.compact(.array(numbers.map(JSONValue.number)))
        let read = try JSONDecoder().decode([Double].self, from: Data(text.utf8))
        #expect(read == numbers)
    }

    @Test("Control characters, quotes, direction marks and emoji survive and cannot reach a terminal")
    func escaping() throws {
        let hostile = "a\"b\\c\n\r\t\u{0}\u{1B}[31m\u{7F}\u{9B}\u{202E}\u{2028}é漢🙂"
        let text = JSONEncoding.compact(.string(hostile))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x202E })
        let read = try JSONDecoder().decode([String].self, from: Data("[\(text)]".utf8))
        #expect(read == [hostile])
    }

    @Test("Setting a key again changes it in place, and nil removes it")
    func members() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        object["x"] = nil
        #expect(JSONEncoding.compact(.object(object)) == #"{"a":3,"c":4}"#)
        #expect(object["c"] == 4)
    }
}
