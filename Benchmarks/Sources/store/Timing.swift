import Foundation
import GRDB
import GnomonData
import GnomonStore

/// Times what a large store does.
enum Timing {
    static func all(path: String, folder: String) throws {
        let keys = try someKeys(path: path, count: 4000)
        let store = try Store(path: path)
        func look(_ key: (hash: String, platform: String)) throws {
            _ = try store.newest(networkHash: key.hash, platformID: key.platform, grades: Grade.allCases)
        }
        var place = 0
        try report("look-up of a measurement, first time", 2000) {
            try look(keys[place])
            place += 1
        }
        place = 0
        try report("look-up of the same again", 2000) {
            try look(keys[place])
            place += 1
        }
        var number = 1_000_000
        try report("look-up of one that is not there", 2000) {
            number += 1
            try look((Template.measurement(number).networkHash, Template.platforms[0]))
        }
        try report("insert, each written to the disk", 1000) {
            number += 1
            try store.add(Template.measurement(number))
        }
        try report("insert, a hundred at a time, of each", 100, divided: 100) {
            try store.add(
                (0..<100).map { _ in
                    number += 1
                    return Template.measurement(number)
                })
        }
        try insertOnly(path: path)
        try disk(folder: folder)
    }

    /// Insertions inside one transaction: the work of the database without the wait for the disk.
    private static func insertOnly(path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            let columns = try database.columns(in: "measurement").map(\.name).filter { $0 != "id" }
            let values = columns.map { $0 == "network_hash" ? "'g1:' || lower(hex(randomblob(16)))" : $0 }
            let statement = try database.makeStatement(
                sql: """
                    INSERT INTO measurement (\(columns.joined(separator: ", ")))
                    SELECT \(values.joined(separator: ", ")) FROM measurement WHERE id = 1
                    """)
            try report("insert inside a transaction, plain SQL", 5000) { try statement.execute() }
        }
    }

    /// What the disk takes for a write that has arrived, without any database.
    private static func disk(folder: String) throws {
        let path = folder + "/gnomon-disk-\(getpid())"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        guard file >= 0 else { return }
        defer {
            close(file)
            unlink(path)
        }
        let bytes = [UInt8](repeating: 7, count: 8192)
        try report("write of 8 KiB and fdatasync, for comparison", 300) {
            _ = write(file, bytes, bytes.count)
            fdatasync(file)
        }
    }

    private static func someKeys(path: String, count: Int) throws -> [(hash: String, platform: String)] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { database in
            let last = try Int.fetchOne(database, sql: "SELECT max(id) FROM measurement") ?? 1
            return try (0..<count).compactMap { _ in
                let row = try Row.fetchOne(
                    database, sql: "SELECT network_hash, platform_id FROM measurement WHERE id = ?",
                    arguments: [Int.random(in: 500...last)])
                return row.map { ($0["network_hash"], $0["platform_id"]) }
            }
        }
    }

    /// Prints what calls took, by the clock and by the processor; the latter says what a quiet machine would take
    /// beside the disk.
    private static func report(
        _ what: String, _ count: Int, divided: Double = 1, _ body: () throws -> Void
    ) throws {
        var wall: [Double] = []
        var processor: [Double] = []
        for _ in 0..<count {
            let before = (now(CLOCK_MONOTONIC), now(CLOCK_THREAD_CPUTIME_ID))
            try body()
            wall.append((now(CLOCK_MONOTONIC) - before.0) / divided)
            processor.append((now(CLOCK_THREAD_CPUTIME_ID) - before.1) / divided)
        }
        say(
            "\(what): median \(quantile(wall, 0.5)) ms, p99 \(quantile(wall, 0.99)) ms; processor"
                + " \(quantile(processor, 0.5)) ms, \(quantile(processor, 0.99)) ms (\(count))")
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    private static func quantile(_ values: [Double], _ share: Double) -> String {
        let sorted = values.sorted()
        return String(format: "%.4f", sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
    }
}
