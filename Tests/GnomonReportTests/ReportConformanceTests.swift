import Foundation
import GnomonReport
import Testing

/// What every report must keep, whatever the row.
@Suite("Every report")
struct ReportConformanceTests {
    static func check<Row: ReportRow>(_ row: Row) throws {
        let error = ResultError(code: "x.y", message: "a \"quoted\"\nsentence")
        let results: [RowResult<Row>] = [.row(row), .failure(model: "bad\u{1B}", error: error)]
        #expect(row.cells.count == Row.columns.count)
        let text = Report.json(results)
        #expect(text == Report.json(results))
        #expect(text.hasPrefix("{\n  \"schema\": \"\(Row.schema)\""))
        let document = try parsed(text)
        #expect(document["schema"] as? String == Row.schema)
        let parsedResults = try #require(document["results"] as? [[String: Any]])
        #expect(parsedResults.count == 2)
        #expect(Set(parsedResults[0].keys) == Set(row.json.members.map(\.key)))
        let failed = try #require(parsedResults[1]["error"] as? [String: Any])
        #expect(parsedResults[1]["model"] as? String == "bad\u{1B}")
        #expect(failed["code"] as? String == "x.y")
        #expect(failed["message"] as? String == "a \"quoted\"\nsentence")
        #expect(Report.table(results).split(separator: "\n").count == 3)
        #expect(!Report.table(results).contains("\u{1B}"))
        let line = Report.jsonLine(RowResult.row(row))
        #expect(line.filter { $0 == "\n" }.count == 1)
        #expect(try parsed(line)["schema"] as? String == Row.schema)
        let csv = Report.csv(results)
        #expect(csv.components(separatedBy: "\r\n").count == 4)
        #expect(csv.contains("x.y"))
        let empty: [RowResult<Row>] = []
        #expect(try (parsed(Report.json(empty))["results"] as? [Any])?.isEmpty == true)
        #expect(Report.table(empty).split(separator: "\n").count == 1)
    }

    @Test("keeps the form of tables, JSON, JSON lines and CSV")
    func all() throws {
        try Self.check(Sample.prediction)
        try Self.check(Sample.measurement)
        try Self.check(Sample.comparison)
        try Self.check(Sample.inspection)
        try Self.check(
            DoctorRow(library: "l", isFound: true, version: nil, path: "/p", works: true, hint: "none"))
    }

    @Test("writes CSV under its JSON keys")
    func csv() {
        #expect(
            Report.csv([RowResult<ComparisonRow>.row(Sample.comparison)])
                == "model,platform,measured_ms,grade,predicted_ms,interval_ms,relative_error,coverage\r\n"
                + "resnet18.onnx,ort-cpu-1t,12.5,A,12,11.5 12.75,-0.040000000000000036,1\r\n")
    }

    @Test("has a form for errors of the whole command")
    func commandError() {
        #expect(
            Report.json(Sample.failure, place: "bad.onnx")
                == #"{"schema":"gnomon.error/1","code":"onnx.empty","#
                + #""message":"bad.onnx is empty","where":"bad.onnx","hint":null}"# + "\n")
    }
}
