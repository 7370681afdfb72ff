import GnomonReport
import Testing

@Suite("Text tables")
struct TextTableTests {
    @Test("Words line up left, numbers right, and no line ends in spaces")
    func alignment() {
        var table = TextTable([.init("model"), .init("latency", .right), .init("note")])
        table.add(["a", "1.00 ms", ""])
        table.add(["longer", "123 ms", "x"])
        #expect(
            table.rendered() == """
                model   latency  note
                a       1.00 ms
                longer   123 ms  x

                """)
    }

    @Test("A sentence in a short row does not widen the columns")
    func sentence() {
        var table = TextTable([.init("model"), .init("latency", .right), .init("note")])
        table.add(["good", "1 ms", "n"])
        table.add(["bad.onnx", "error: the file is empty and that is a long sentence"])
        #expect(
            table.rendered() == """
                model     latency  note
                good         1 ms  n
                bad.onnx  error: the file is empty and that is a long sentence

                """)
    }

    @Test("Line breaks and escape codes in a cell stay in the cell")
    func hostile() {
        var table = TextTable([.init("a")])
        table.add(["x\ny\u{1B}[2J"])
        #expect(table.rendered() == "a\nx\\u{a}y\\u{1b}[2J\n")
    }

    @Test("A table without rows is its header; one without columns is an empty line")
    func empty() {
        #expect(TextTable([.init("a"), .init("b")]).rendered() == "a  b\n")
        #expect(TextTable([]).rendered() == "\n")
    }
}
