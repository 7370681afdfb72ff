import Testing

@Suite("Shapes against ONNX", .enabled(if: !Oracle.records.isEmpty, "no shapes; run Scripts/corpus"))
struct ShapeTests {
    @Test("agree, tensor by tensor, or the difference is explained", arguments: Oracle.sources)
    func agree(source: String) {
        let open = Finding.all.filter { finding in
            finding.source == source && finding.verdict.isDisagreement
                && !Explanation.table.contains { $0.covers(finding) }
        }
        for finding in open.prefix(2000) {
            Issue.record("\(finding.file) \(finding.tensor) \(finding.verdict): \(finding.detail)")
        }
    }
}
