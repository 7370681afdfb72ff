import Foundation
import GRDB

/// The facts Gnomon has gathered: networks, platforms, measurements with their raw samples, and kernel profiles,
/// in one SQLite file.
///
/// Measurements and profiles are only ever added. An addition that returned has reached the disk (write-ahead
/// log, `synchronous = FULL`); after an error nothing of it is there. Several processes may use one file: a writer
/// waits up to five seconds for another. Calls block; a store may be shared between threads.
public final class Store: Sendable {
    /// The file of the store.
    public let path: String
    private let queue: DatabaseQueue

    /// Files up to this size are checked page by page when opened; larger ones when asked with `check()`.
    private static let quickCheckBytes = 4 << 20
    private static let busySeconds = 5.0

    /// Opens the store at `path`, makes it and its folder if they are missing, and brings an older schema up to
    /// date.
    ///
    /// - Throws: `StoreError`: `store.newer` for a file of a newer Gnomon, `store.damaged` for one that is no
    ///   store, `store.busy` or `store.unavailable` if it cannot be had.
    public init(path: String) throws(StoreError) {
        self.path = path
        do {
            try Self.makeFolder(of: path)
            queue = try Self.open(path)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Reads every page and rule of the file.
    ///
    /// - Throws: `StoreError` with code `store.damaged` and the first contradiction found.
    /// - Complexity: O(file size).
    public func check() throws(StoreError) {
        try read { database in
            try Self.check(database, path: self.path, pragma: "integrity_check")
        }
    }

    /// Runs `body` in a read transaction and gives its errors their meaning.
    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do { return try queue.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in a write transaction that is undone if it throws, and gives its errors their meaning.
    func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do { return try queue.write(body) } catch { throw StoreError(error, path: path) }
    }

    private static func makeFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .unavailable, "the folder of the store cannot be made", path: path,
                hint: "check its permissions, or name another file with GNOMON_STORE")
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "gnomon.store"
        let deadline = Date().addingTimeInterval(busySeconds)
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try queue.writeWithoutTransaction { try prepare($0, path: path) }
                return queue
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && Date() < deadline {
                // SQLite does not call the busy handler while another process switches the file to a
                // write-ahead log, which happens once in the life of a store.
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    private static func prepare(_ database: Database, path: String) throws {
        // GRDB lowers it to NORMAL for a write-ahead log, where the last transactions may be lost with the power.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        // The log is written into the file every 40 MB: less often than one insertion in a hundred has to wait for.
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 10000")
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
        if size > 0, size <= quickCheckBytes { try check(database, path: path, pragma: "quick_check") }
        try Schema.migrate(database, path: path)
    }

    private static func check(_ database: Database, path: String, pragma: String) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA \(pragma)(1)") ?? "no answer"
        guard answer == "ok" else {
            throw StoreError(
                .damaged, "the store is damaged (\(answer))", path: path,
                hint: "restore it from a copy, or move it away to start with an empty one")
        }
    }
}
