import Foundation
import GRDB
import GnomonData
import GnomonStore
import Testing

@Suite("Stores of earlier releases")
struct MigrationTests {
    private func schema(_ path: String) throws -> [String] {
        let raw = try DatabaseQueue(path: path)
        return try raw.read {
            try String.fetchAll(
                $0, sql: "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
        }
    }

    private func version(_ path: String) throws -> Int? {
        let raw = try DatabaseQueue(path: path)
        return try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    @Test("are brought up to date, read as they were, and grow on", arguments: [1, 2, 3])
    func oldRows(from: Int) throws {
        let folder = try TemporaryFolder()
        try OldStore.write(from, to: folder.store)
        let store = try Store(path: folder.store)
        #expect(try store.measurements(platformID: "p1") == OldStore.measurements(from))
        #expect(try store.network(hash: "g1:old")?.batch == nil)
        #expect(try store.network(hash: "g1:old")?.name == "resnet18")
        let new = sampleMeasurement(startedAt: 2e9)
        try store.add(new)
        #expect(try store.measurements(platformID: "p1") == OldStore.measurements(from) + [new])
        // A later look at the same model adds what the old row did not know, and nothing else.
        try store.add(NetworkRow(hash: "g1:old", nodes: 1, macs: 1, parameters: 1, name: "copy", batch: 4))
        #expect(
            try store.network(hash: "g1:old")
                == NetworkRow(
                    hash: "g1:old", nodes: 49, macs: 1000, parameters: 500, name: "resnet18", batch: 4))
        try store.check()
    }

    @Test("have the tables of a new store afterwards", arguments: [1, 2, 3])
    func sameTables(from: Int) throws {
        let folder = try TemporaryFolder()
        try OldStore.write(from, to: folder.store)
        do { _ = try Store(path: folder.store) }
        let fresh = folder.path + "/fresh.sqlite"
        do { _ = try Store(path: fresh) }
        #expect(try schema(folder.store) == schema(fresh))
        #expect(try version(folder.store) == version(fresh))
        #expect(try version(fresh) == 4)
    }

    @Test("stay as they are when a step fails, whatever the steps before it did", arguments: [1, 2])
    func failingStep(from: Int) throws {
        let folder = try TemporaryFolder()
        try OldStore.write(from, to: folder.store)
        do {
            let raw = try DatabaseQueue(path: folder.store)
            try raw.write { try $0.execute(sql: "ALTER TABLE launch ADD COLUMN rounds TEXT") }
        }
        let before = try schema(folder.store)
        #expect(storeError { _ = try Store(path: folder.store) } != nil)
        #expect(try schema(folder.store) == before)
        #expect(try version(folder.store) == from)
    }
}
