import Foundation
import Testing

@testable import GnomonGraph

@Suite("The page of operators")
struct OperatorTableTests {
    private var page: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Documentation/Operators.md")
    }

    @Test("says what the catalogue says")
    func isCurrent() throws {
        if ProcessInfo.processInfo.environment["GNOMON_REGENERATE"] == "1" {
            try OperatorCatalog.table().write(to: page, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOf: page, encoding: .utf8)
        #expect(committed == OperatorCatalog.table(), "run with GNOMON_REGENERATE=1 to write the page anew")
    }

    @Test("lists every operator once")
    func isComplete() {
        #expect(OperatorCatalog.families.map(\.definitions.count).reduce(0, +) == OperatorKind.allCases.count)
    }
}
