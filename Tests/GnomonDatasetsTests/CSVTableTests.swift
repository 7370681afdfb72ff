import GnomonDatasets
import Testing

@Suite("Comma-separated values")
struct CSVTableTests {
    private func table(_ text: String) throws(DatasetError) -> CSVTable { try CSVTable(Array(text.utf8)) }

    @Test("cells are read by row and column, empty ones are nil")
    func cells() throws {
        let csv = try table("index,ops,a\n3,012,1.5\n4,111,\n")
        #expect(csv.columns == ["index", "ops", "a"])
        #expect(csv.count == 2)
        #expect(csv.text(0, 1) == "012")
        #expect(try csv.number(0, 2) == 1.5)
        #expect(try csv.number(1, 2) == nil)
        #expect(try csv.integer(1, 0) == 4)
    }

    @Test("the last line may lack its end, and lines may end in CR LF")
    func lineEnds() throws {
        let csv = try table("a,b\r\n1,2\r\n3,4")
        #expect(csv.count == 2)
        #expect(csv.columns == ["a", "b"])
        #expect(try csv.number(0, 1) == 2)
        #expect(try csv.number(1, 1) == 4)
    }

    @Test("a short line is refused with its number")
    func shortLine() {
        let error = #expect(throws: DatasetError.self) { try table("a,b\n1,2\n3\n") }
        #expect(error?.line == 3)
    }

    @Test("a long line that a short one makes up for is refused")
    func shiftedLines() {
        let error = #expect(throws: DatasetError.self) { try table("a,b\n1,2,3\n4\n") }
        #expect(error?.line == 2)
    }

    @Test("no number is nan, infinite, hexadecimal or a word", arguments: ["nan", "inf", "0x10", "x", "1 "])
    func numbers(_ cell: String) throws {
        let csv = try table("a\n\(cell)\n")
        #expect(throws: DatasetError.self) { try csv.number(0, 0) }
    }

    @Test(
        "an empty file, a column twice, and quotes are refused", arguments: ["", "a,a\n1,2\n", "a\n\"1\"\n"])
    func refused(_ text: String) {
        #expect(throws: DatasetError.self) { try table(text) }
    }
}
