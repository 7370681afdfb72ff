import Foundation
import GnomonGraph
import Testing

@Suite("What PyTorch counts", .enabled(if: !Corpus.counted.isEmpty, "no corpus; run Scripts/corpus"))
struct CountTests {
    @Test("is counted here too, or the difference is explained", arguments: Corpus.counted)
    func agrees(name: String) throws {
        let row = try CountRow(name)
        let explained = ExplainedDifference.all[name]
        #expect(row.macDifference == explained?.macs ?? 0, "MACs of \(name)")
        #expect(row.parameterDifference == explained?.parameters ?? 0, "parameters of \(name)")
    }

    @Test("is explained only where there is a difference")
    func explanations() {
        for (name, difference) in ExplainedDifference.all {
            #expect(difference.macs != 0 || difference.parameters != 0, "\(name)")
            #expect(!difference.reason.isEmpty, "\(name)")
        }
    }

    @Test("stands in Documentation/Cost.md as measured")
    func document() throws {
        // A part of the corpus, as Scripts/corpus --quick makes it, cannot fill the table.
        guard Corpus.counted.count >= 30 else { return }
        let text = CountRow.document(try Corpus.counted.map { try CountRow($0) })
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Documentation/Cost.md").standardizedFileURL
        // What other counters say follows; Scripts/compare_onnx_tool.py makes that part.
        let before = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        let rest = before.firstRange(of: "\n## ").map { String(before[$0.lowerBound...]) } ?? ""
        if ProcessInfo.processInfo.environment["GNOMON_REGENERATE"] == "1" {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (text + rest).write(to: path, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: path, encoding: .utf8)
        #expect(written == text + rest, "rewrite it with GNOMON_REGENERATE=1 swift test --filter CountTests")
    }
}
