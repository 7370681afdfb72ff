import GRDB

/// The numbered steps that lead from an empty file to the tables of today.
///
/// A step is never changed once released: what is wrong in one is put right by the next. The number of the last
/// step taken stands in SQLite's `user_version`.
enum Schema {
    /// The steps, first to last; the version is their count.
    static let steps: [String] = [first, provenance, facts, evaluations]

    /// The version this program writes.
    static var version: Int { steps.count }

    /// Takes the steps the file still lacks, all or none.
    ///
    /// - Throws: `StoreError` with code `store.newer` if the file is ahead of this program, `store.damaged` if it
    ///   is a database of something else.
    static func migrate(_ database: Database, path: String) throws {
        guard try version(of: database, path: path) < version else { return }
        // Another process may migrate at the same time: the version is read again under the write lock.
        try database.inTransaction(.immediate) {
            let found = try version(of: database, path: path)
            for step in steps.dropFirst(found) { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    private static func version(of database: Database, path: String) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if found > version {
            throw StoreError(
                .newer, "the store has schema \(found), this program knows up to \(version)", path: path,
                hint: "use a newer gnomon, or name another file with GNOMON_STORE")
        }
        let isForeign = try found == 0 && database.tableExists("sqlite_sequence")
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if found < 0 || isForeign || (found == 0 && tables > 0) {
            throw StoreError(
                .damaged, "the file is a database, but not a store of Gnomon", path: path,
                hint: "name another file with GNOMON_STORE")
        }
        return found
    }

    /// Tables of the first release.
    ///
    /// Rows of facts can be added and never changed: triggers see to it, so that no later code can either.
    private static let first = """
        CREATE TABLE network (
            hash TEXT PRIMARY KEY NOT NULL, nodes INTEGER NOT NULL, macs INTEGER NOT NULL,
            parameters INTEGER NOT NULL, name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE platform (
            id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE measurement (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            network_hash TEXT NOT NULL, platform TEXT NOT NULL, platform_id TEXT NOT NULL,
            protocol TEXT NOT NULL,
            latency_ns REAL NOT NULL CHECK (latency_ns >= 0), lower_ns REAL NOT NULL, upper_ns REAL NOT NULL,
            level REAL NOT NULL,
            grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C', 'F')),
            started_at REAL NOT NULL, seconds REAL NOT NULL, seed INTEGER NOT NULL, model_digest TEXT NOT NULL,
            reasons TEXT NOT NULL, evidence TEXT NOT NULL, kernels TEXT NOT NULL, fingerprint TEXT NOT NULL
        ) STRICT;
        CREATE INDEX measurement_subject ON measurement (platform_id, network_hash, started_at);
        CREATE TABLE launch (
            measurement_id INTEGER NOT NULL REFERENCES measurement (id), position INTEGER NOT NULL,
            load_ns INTEGER NOT NULL, peak_bytes INTEGER NOT NULL, checksum INTEGER NOT NULL,
            samples BLOB NOT NULL, PRIMARY KEY (measurement_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kernel_profile (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            platform_id TEXT NOT NULL, generator TEXT NOT NULL, seed INTEGER NOT NULL,
            network_hash TEXT NOT NULL, recorded_at REAL NOT NULL, payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX kernel_profile_platform ON kernel_profile (platform_id, id);
        \(appendOnly("measurement"))
        \(appendOnly("launch"))
        \(appendOnly("kernel_profile"))
        """

    /// How a measurement was judged, and what its processes saw beside the samples of the subject.
    private static let provenance = """
        ALTER TABLE measurement ADD COLUMN provenance TEXT;
        ALTER TABLE launch ADD COLUMN details TEXT;
        CREATE TABLE launch_reference (
            measurement_id INTEGER NOT NULL REFERENCES measurement (id), position INTEGER NOT NULL,
            name TEXT NOT NULL, samples BLOB NOT NULL, PRIMARY KEY (measurement_id, position, name)
        ) STRICT, WITHOUT ROWID;
        \(appendOnly("launch_reference"))
        """

    /// What many measurements share is kept once, rounds of launches take a few bytes, networks know their batch.
    private static let facts = """
        CREATE TABLE fact (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
        ALTER TABLE measurement ADD COLUMN fingerprint_fact INTEGER REFERENCES fact (id);
        ALTER TABLE measurement ADD COLUMN noise_fact INTEGER REFERENCES fact (id);
        ALTER TABLE launch ADD COLUMN rounds BLOB;
        ALTER TABLE network ADD COLUMN batch INTEGER;
        \(appendOnly("fact"))
        """

    /// What predictors reached on tasks.
    private static let evaluations = """
        CREATE TABLE evaluation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            task TEXT NOT NULL, predictor TEXT NOT NULL, revision TEXT NOT NULL, budget INTEGER NOT NULL,
            seed INTEGER NOT NULL, recorded_at REAL NOT NULL, payload TEXT NOT NULL, errors BLOB NOT NULL
        ) STRICT;
        CREATE INDEX evaluation_subject ON evaluation (task, predictor, budget, seed);
        \(appendOnly("evaluation"))
        """

    private static func appendOnly(_ table: String) -> String {
        ["UPDATE", "DELETE"].map { operation in
            """
            CREATE TRIGGER \(table)_no_\(operation.lowercased()) BEFORE \(operation) ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
            """
        }.joined(separator: "\n")
    }
}
