import GRDB
import GnomonStore
import Testing

@Suite("Results of evaluations")
struct EvaluationStoreTests {
    private func row(_ seed: UInt64, _ payload: String) -> EvaluationRow {
        EvaluationRow(
            task: "latbench/x", predictor: "gbdt", revision: "1/ab", budget: 900, seed: seed, recordedAt: 5,
            payload: payload, errors: ErrorBlob.bytes([0.01, -0.5]))
    }

    private func found(_ store: Store, seed: UInt64, revision: String = "1/ab") throws -> EvaluationRow? {
        try store.evaluation(
            task: "latbench/x", predictor: "gbdt", revision: revision, budget: 900, seed: seed)
    }

    @Test("are read as they were kept, the latest counts, another revision is none")
    func latest() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        #expect(try found(store, seed: 1) == nil)
        try store.add(row(.max, "{}"))
        try store.add(row(1, "{\"a\":1}"))
        try store.add(row(1, "{\"a\":2}"))
        #expect(try found(store, seed: 1) == row(1, "{\"a\":2}"))
        #expect(try found(store, seed: .max)?.payload == "{}")
        #expect(try found(store, seed: 1, revision: "2/ab") == nil)
    }

    @Test("are never changed")
    func appendOnly() throws {
        let folder = try TemporaryFolder()
        do { try Store(path: folder.store).add(row(1, "{}")) }
        let raw = try DatabaseQueue(path: folder.store)
        #expect(throws: (any Error).self) {
            try raw.write { try $0.execute(sql: "UPDATE evaluation SET payload = 'x'") }
        }
        #expect(throws: (any Error).self) { try raw.write { try $0.execute(sql: "DELETE FROM evaluation") } }
    }

    @Test("errors survive in steps of a hundredth of a percent, and large ones are cut")
    func errors() throws {
        let errors = try #require(ErrorBlob.errors(ErrorBlob.bytes([0, 0.123_44, -0.000_1, 9, -9, .nan])))
        #expect(errors == [0, 0.1234, -0.0001, 3.2767, -3.2767, 3.2767])
        #expect(ErrorBlob.errors([1]) == nil)
    }
}
