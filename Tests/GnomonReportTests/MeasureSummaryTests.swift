import GnomonReport
import Testing

@Suite("The summary of a batch")
struct MeasureSummaryTests {
    @Test("counts pairs and names only what happened")
    func line() {
        var summary = MeasureSummary()
        summary.measured = 1
        #expect(summary.line == "1 pair: 1 measured")
        summary.reused = 2
        summary.failed = 1
        summary.untrusted = 1
        #expect(
            summary.line == "4 pairs: 1 measured, 2 already in the store, 1 failed, 1 not to be trusted")
        #expect(summary.json["pairs"] == .int(4))
        #expect(summary.json["reused"] == .int(2))
    }

    @Test("an error on one of several platforms names it in JSON")
    func platform() {
        let named = RowResult<MeasurementRow>.failure(
            model: "m", error: ResultError(code: "c", message: "s", platform: "p"))
        #expect(named.json.members.map(\.key) == ["model", "platform", "error"])
        let plain = RowResult<MeasurementRow>.failure(model: "m", error: ResultError(code: "c", message: "s"))
        #expect(plain.json.members.map(\.key) == ["model", "error"])
    }
}
