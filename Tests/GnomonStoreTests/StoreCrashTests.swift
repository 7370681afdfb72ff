import Foundation
import GRDB
import GnomonStore
import Testing

@Suite("The store after a crash, and under a lock")
struct StoreCrashTests {
    /// Copies the files of an open store, as a machine that loses power leaves them; the log cut at `logBytes`.
    private func copyFiles(of store: String, to copy: String, logBytes: Int? = nil) throws -> Int {
        try Data(contentsOf: URL(fileURLWithPath: store)).write(to: URL(fileURLWithPath: copy))
        var log = try Data(contentsOf: URL(fileURLWithPath: store + "-wal"))
        let whole = log.count
        if let logBytes { log = log.prefix(logBytes) }
        try log.write(to: URL(fileURLWithPath: copy + "-wal"))
        return whole
    }

    @Test("What add returned for is there although the store was never closed")
    func acknowledged() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let measurements = (0..<5).map { sampleMeasurement(startedAt: Double($0)) }
        for measurement in measurements { try store.add(measurement) }
        let copy = folder.path + "/copy.sqlite"
        _ = try copyFiles(of: folder.store, to: copy)
        let recovered = try Store(path: copy)
        #expect(try recovered.measurements(platformID: "p1") == measurements)
        try recovered.check()
    }

    @Test("A log cut anywhere leaves whole measurements, the oldest ones, and a sound file")
    func cutLog() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let measurements = (0..<4).map { sampleMeasurement(startedAt: Double($0)) }
        for measurement in measurements { try store.add(measurement) }
        let whole = try copyFiles(of: folder.store, to: folder.path + "/whole.sqlite")
        var counts: Set<Int> = []
        for (number, bytes) in stride(from: 0, through: whole, by: max(1, whole / 23)).enumerated() {
            let copy = folder.path + "/\(number).sqlite"
            _ = try copyFiles(of: folder.store, to: copy, logBytes: bytes)
            let recovered = try Store(path: copy)
            let found = try recovered.measurements(platformID: "p1")
            #expect(found == Array(measurements.prefix(found.count)))
            try recovered.check()
            counts.insert(found.count)
        }
        #expect(counts.count > 2)
    }

    @Test("A writer waits for another one that finishes in time")
    func waits() async throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        var patient = Configuration()
        patient.busyMode = .timeout(5)
        let other = try DatabaseQueue(path: folder.store, configuration: patient)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await other.writeWithoutTransaction { database in
                    try database.beginTransaction(.immediate)
                    Thread.sleep(forTimeInterval: 0.3)
                    try database.commit()
                }
            }
            group.addTask { try store.addProfile(sampleProfile(1)) }
            try await group.waitForAll()
        }
        #expect(try store.counts().profiles == 1)
    }

    @Test("A store that stays locked is reported as busy, and nothing of the addition is kept")
    func busy() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let other = try DatabaseQueue(path: folder.store)
        try other.inDatabase { database in
            try database.beginTransaction(.immediate)
            let error = storeError { try store.add(sampleMeasurement()) }
            #expect(error?.code == .busy)
            #expect(error?.isPassing == true)
            // Reading goes on while somebody writes.
            #expect(try store.counts().measurements == 0)
            try database.rollback()
        }
        try store.add(sampleMeasurement())
        #expect(try store.counts().measurements == 1)
    }

    @Test(
        "A file that may not be written is unavailable",
        .enabled(if: getuid() != 0, "root may write everything"))
    func readOnly() throws {
        let folder = try TemporaryFolder()
        do { _ = try Store(path: folder.store) }
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.store)
        let error = storeError {
            let store = try Store(path: folder.store)
            try store.addProfile(sampleProfile(1))
        }
        #expect(error?.code == .unavailable)
    }
}
