import GRDB
import GnomonData
import GnomonStore
import Testing

@Suite("Listing measurements")
struct ListingTests {
    private func list(
        _ store: Store, platforms: [String] = [], grades: [Grade] = Grade.allCases, atMost: Int = .max
    ) throws -> [StoredMeasurement] {
        var found: [StoredMeasurement] = []
        try store.forEachMeasurement(platforms: platforms, grades: grades) {
            found.append($0)
            return found.count < atMost
        }
        return found
    }

    @Test("Every measurement comes once, in order, without samples, beside its network")
    func all() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let network = NetworkRow(hash: "g1:aa", nodes: 1, macs: 2, parameters: 3, name: "n", batch: 4)
        try store.add(network)
        var first = sampleMeasurement(startedAt: 9)
        var second = sampleMeasurement(networkHash: "g1:bb", platformID: "p2", grade: .f, startedAt: 1)
        try store.add([first, second])
        first.launches = []
        second.launches = []
        let found = try list(store)
        #expect(
            found == [
                StoredMeasurement(id: 1, measurement: first, launches: 2, network: network),
                StoredMeasurement(id: 2, measurement: second, launches: 2, network: nil),
            ])
    }

    @Test("Platforms are chosen by name or identity, grades by letter, and a reader may stop")
    func filters() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        try store.add([
            sampleMeasurement(grade: .a), sampleMeasurement(platformID: "p2", grade: .b),
            sampleMeasurement(grade: .f),
        ])
        #expect(try list(store, platforms: ["p2"]).map(\.id) == [2])
        #expect(try list(store, platforms: ["ort-cpu-1t"]).map(\.id) == [1, 2, 3])
        #expect(try list(store, platforms: ["p1", "p2"], grades: [.a, .b]).map(\.id) == [1, 2])
        #expect(try list(store, platforms: ["'; --"]).isEmpty)
        #expect(try list(store, grades: []).isEmpty)
        #expect(try list(store, atMost: 2).count == 2)
    }

    @Test("Look-up by network and platform uses the index, without sorting")
    func index() throws {
        let folder = try TemporaryFolder()
        do { _ = try Store(path: folder.store) }
        let raw = try DatabaseQueue(path: folder.store)
        let plan = try raw.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN SELECT * FROM measurement WHERE platform_id = 'p' AND network_hash = 'h'
                    ORDER BY started_at DESC, id DESC
                    """
            ).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("USING INDEX measurement_subject") })
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }
}
