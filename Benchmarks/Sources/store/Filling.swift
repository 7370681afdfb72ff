import Foundation
import GRDB
import GnomonStore

/// Brings a store to its size.
enum Filling {
    /// Adds whole measurements through the store and prints what they take.
    static func withSamples(path: String) throws {
        let store = try Store(path: path)
        for id in Template.platforms {
            try store.add(PlatformRow(id: id, platform: .init(name: "ort-cpu-1t", runtime: "onnxruntime")))
        }
        try store.add(Template.measurement(0))
        let before = try size(path)
        try store.add((1...400).map { Template.measurement($0, launches: 5) })
        let bytes = try size(path) - before
        say("with 5 launches, 4 x 100 samples and 20 rounds each: \(bytes / 400) bytes a measurement")
        say("that is \(Double(bytes) / 400 / 2000) bytes a sample, all included")
    }

    /// Copies the first row by plain SQL until there are so many, each with a network of its own.
    static func rows(_ count: Int, path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let start = Date()
        try queue.writeWithoutTransaction { database in
            let columns = try database.columns(in: "measurement").map(\.name).filter { $0 != "id" }
            let values = columns.map { name in
                switch name {
                case "network_hash": "'g1:' || lower(hex(randomblob(16)))"
                case "platform_id": "printf('00000000000000a%d', n.i % 8)"
                case "model_digest": "lower(hex(randomblob(32)))"
                case "started_at": "1700000000.25 + n.i"
                default: "t.\(name)"
                }
            }
            let index = try String.fetchOne(
                database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'measurement_subject'")
            // A sorted build is faster than ten million insertions; those that are timed later go into this index.
            try database.execute(sql: "DROP INDEX measurement_subject")
            var done = 0
            while done < count {
                let step = min(500_000, count - done)
                try database.execute(
                    sql: """
                        WITH RECURSIVE n(i) AS (SELECT \(done) UNION ALL SELECT i + 1 FROM n LIMIT \(step))
                        INSERT INTO measurement (\(columns.joined(separator: ", ")))
                        SELECT \(values.joined(separator: ", ")) FROM n, measurement AS t WHERE t.id = 1
                        """)
                done += step
                if done % 2_000_000 == 0 { say("\(done) rows after \(seconds(since: start)) s") }
            }
            if let index { try database.execute(sql: index) }
        }
        try queue.close()
        say("\(count) rows and their index in \(seconds(since: start)) s")
        say("file: \(try size(path) >> 20) MiB, \(try size(path) / count) bytes a row with its index")
    }

    static func seconds(since start: Date) -> Int { Int(Date().timeIntervalSince(start)) }

    /// The size of the file, its log written into it.
    static func size(_ path: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { database in
            _ = try database.checkpoint(.truncate)
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            return pages * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
        }
    }
}

/// Prints a line at once, into a file too.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
