import Foundation
import Testing

@Suite("Shapes against ONNX", .enabled(if: !Oracle.records.isEmpty, "no shapes; run Scripts/corpus"))
struct ShapeTests {
    @Test("agree, tensor by tensor, or the difference is explained", arguments: Oracle.sources)
    func agree(source: String) {
        let open = Finding.all.filter { finding in
            finding.source == source && finding.verdict.isDisagreement
                && !Explanation.table.contains { $0.covers(finding) }
        }
        for finding in open.prefix(100) {
            Issue.record("\(finding.file) \(finding.tensor) \(finding.verdict): \(finding.detail)")
        }
        #expect(open.isEmpty, "\(open.count) disagreements")
    }

    @Test("Every explanation is still needed")
    func needed() {
        for explanation in Explanation.table {
            #expect(Finding.all.contains { explanation.covers($0) }, "\(explanation.reason)")
        }
    }

    @Test("The page of shapes lists the disagreements that are meant")
    func page() throws {
        let text = ShapePage.text(Finding.all, Oracle.records)
        if ProcessInfo.processInfo.environment["GNOMON_REGENERATE"] != nil {
            try text.write(toFile: ShapePage.path, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOfFile: ShapePage.path, encoding: .utf8)
        // Counts may differ where ONNX Runtime refuses other models; what is explained may not.
        for line in ShapePage.explanations(Finding.all) { #expect(committed.contains(line)) }
    }
}
