import GnomonReport
import Testing

@Suite("Lines about encodings")
struct EncodingRowTests {
    @Test("keep the form of every report, and say what is not known")
    func form() throws {
        let trained = EncodingRow(
            encoding: "cate", asked: 100, known: 100, computed: nil, seconds: 12.34, found: 0.5)
        try ReportConformanceTests.check(trained)
        #expect(trained.cells == ["cate", "100", "100", "-", "12.3", "0.5000"])
        let partly = EncodingRow(
            encoding: "zcp", asked: 100, known: 40, computed: 7, seconds: 1, found: nil)
        #expect(partly.json["found"] == .null && partly.json["computed"] == .int(7))
        try ReportConformanceTests.check(ProxyAgreementRow(proxy: "snip", rows: 9, correlation: 0.25))
        let constant = ProxyAgreementRow(proxy: "params", rows: 9, correlation: nil)
        #expect(constant.cells == ["params", "9", "-"] && constant.json["spearman"] == .null)
    }
}
