import Foundation
import GRDB
import GnomonData
import GnomonStore
import Testing

@Suite("The file of the store")
struct StoreFileTests {
    @Test("A file of a newer schema is refused by version and left as it is")
    func newerSchema() throws {
        let folder = try TemporaryFolder()
        do { _ = try Store(path: folder.store) }
        do {
            let raw = try DatabaseQueue(path: folder.store)
            try raw.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        }
        let error = storeError { _ = try Store(path: folder.store) }
        #expect(error?.code == .newer)
        #expect(error?.message.contains("99") == true)
        #expect(error?.hint.isEmpty == false)
        let raw = try DatabaseQueue(path: folder.store)
        #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 99)
    }

    @Test("A database of another program is refused and left as it is")
    func foreignDatabase() throws {
        let folder = try TemporaryFolder()
        do {
            let raw = try DatabaseQueue(path: folder.store)
            try raw.write { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)") }
        }
        #expect(storeError { _ = try Store(path: folder.store) }?.code == .damaged)
        let raw = try DatabaseQueue(path: folder.store)
        #expect(try raw.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") } == 1)
    }

    @Test("A file that is no database gives a clear error")
    func noDatabase() throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x5A, count: 8192).write(to: URL(fileURLWithPath: folder.store))
        let error = storeError { _ = try Store(path: folder.store) }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains(folder.store) == true)
        #expect(error?.hint.contains("restore") == true)
    }

    @Test("Damaged pages are found when the store is opened")
    func damagedPages() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try Store(path: folder.store)
            for time in 0..<40 { try store.add(sampleMeasurement(startedAt: Double(time))) }
        }
        let url = URL(fileURLWithPath: folder.store)
        var bytes = try Data(contentsOf: url)
        try #require(bytes.count > 3 * 4096)
        for index in 2 * 4096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try bytes.write(to: url)
        #expect(storeError { _ = try Store(path: folder.store) }?.code == .damaged)
    }

    @Test("A folder in place of the file, and a file in place of the folder, are unavailable")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        #expect(storeError { _ = try Store(path: folder.path) }?.code == .unavailable)
        try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
        let below = folder.path + "/file/store.sqlite"
        #expect(storeError { _ = try Store(path: below) }?.code == .unavailable)
    }

    @Test("Facts can be added, never changed or removed")
    func appendOnly() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try Store(path: folder.store)
            try store.add(sampleMeasurement())
            try store.addProfile(sampleProfile(1))
        }
        let raw = try DatabaseQueue(path: folder.store)
        for table in ["measurement", "launch", "kernel_profile"] {
            #expect(throws: DatabaseError.self) {
                try raw.write { try $0.execute(sql: "DELETE FROM \(table)") }
            }
        }
        for change in [
            "measurement SET latency_ns = 1", "launch SET load_ns = 1", "kernel_profile SET seed = 1",
        ] {
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: "UPDATE \(change)") } }
        }
        let store = try Store(path: folder.store)
        #expect(try store.counts() == StoreCounts(measurements: 1, launches: 2, profiles: 1))
    }

    @Test("The file keeps a write-ahead log")
    func writeAheadLog() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        #expect(try store.counts() == StoreCounts())
        let raw = try DatabaseQueue(path: folder.store)
        #expect(try raw.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test("Two writers at once lose nothing")
    func twoWriters() async throws {
        let folder = try TemporaryFolder()
        let path = folder.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    let store = try Store(path: path)
                    for index in 0..<40 {
                        try store.addProfile(sampleProfile(UInt64(writer * 1000 + index)))
                        try store.add(sampleMeasurement(networkHash: "g1:\(writer)-\(index)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try Store(path: path)
        #expect(try store.counts() == StoreCounts(measurements: 80, launches: 160, profiles: 80))
        for writer in 0..<2 {
            let mine = try store.profiles(platformID: "p1").map(\.seed).filter { $0 / 1000 == UInt64(writer) }
            #expect(mine == (0..<40).map { UInt64(writer * 1000 + $0) })
        }
        try store.check()
    }

    @Test("A row with samples that were cut is reported, not returned")
    func cutSamples() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try Store(path: folder.store)
            try store.add(sampleMeasurement())
        }
        do {
            let raw = try DatabaseQueue(path: folder.store)
            try raw.write {
                try $0.execute(sql: "DROP TRIGGER launch_no_update; UPDATE launch SET samples = x'0105'")
            }
        }
        let store = try Store(path: folder.store)
        #expect(storeError { _ = try store.measurements(platformID: "p1") }?.code == .row)
    }
}
