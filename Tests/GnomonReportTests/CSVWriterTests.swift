import GnomonReport
import Testing

@Suite("CSV")
struct CSVWriterTests {
    @Test(
        "Cells are quoted where needed",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("two\r\nlines", "\"two\r\nlines\""), ("", ""),
        ])
    func quoting(text: String, cell: String) {
        #expect(CSVWriter.cell(text) == cell)
    }

    @Test(
        "Formulas are neutralised, negative numbers are not",
        arguments: ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx"])
    func formulas(text: String) {
        #expect(CSVWriter.cell(text) == "'" + text)
        #expect(CSVWriter.cell("-12.5") == "-12.5")
        #expect(CSVWriter.cell("+3") == "+3")
    }

    @Test("A formula with a comma is neutralised and quoted")
    func both() {
        #expect(CSVWriter.cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")
    }

    @Test("Lines end in CR LF, the header first")
    func text() {
        #expect(
            CSVWriter.text(header: ["a", "b"], rows: [["1", "2"], ["3", "4,5"]])
                == "a,b\r\n1,2\r\n3,\"4,5\"\r\n")
    }
}
