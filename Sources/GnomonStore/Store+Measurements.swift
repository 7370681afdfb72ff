import GRDB
public import GnomonData
import GnomonStatistics

extension Store {
    /// Keeps a measurement with all its samples, and returns its number in the store.
    ///
    /// - Throws: `StoreError` with code `store.row` if a number is not finite or the latency negative.
    @discardableResult
    public func add(_ measurement: Measurement) throws(StoreError) -> Int64 {
        try write { try self.add(measurement, in: $0) }
    }

    /// Keeps measurements, all or none: one wait for the disk instead of one for each.
    ///
    /// - Throws: `StoreError` with code `store.row` if a number is not finite or a latency negative.
    public func add(_ measurements: [Measurement]) throws(StoreError) {
        try write { database in
            for measurement in measurements { try self.add(measurement, in: database) }
        }
    }

    @discardableResult
    private func add(_ measurement: Measurement, in database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO measurement (network_hash, platform, platform_id, protocol, latency_ns, lower_ns,
                    upper_ns, level, grade, started_at, seconds, seed, model_digest, reasons, evidence, kernels,
                    fingerprint, provenance, fingerprint_fact, noise_fact)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: try arguments(of: measurement, in: database))
        let id = database.lastInsertedRowID
        for (position, launch) in measurement.launches.enumerated() {
            try add(launch, of: id, at: position, in: database)
        }
        return id
    }

    /// The measurements of a network on a platform, oldest first.
    ///
    /// - Complexity: O(measurements found and their samples).
    public func measurements(networkHash: String, platformID: String) throws(StoreError) -> [Measurement] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    \(Self.columns) WHERE platform_id = ? AND network_hash = ? ORDER BY started_at, id
                    """,
                arguments: [platformID, networkHash])
            return try rows.map { try self.measurement($0, in: database) }
        }
    }

    /// All measurements on a platform, oldest first.
    ///
    /// - Complexity: O(measurements found and their samples).
    public func measurements(platformID: String) throws(StoreError) -> [Measurement] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "\(Self.columns) WHERE platform_id = ? ORDER BY started_at, id",
                arguments: [platformID])
            return try rows.map { try self.measurement($0, in: database) }
        }
    }

    /// The newest measurement of grade A or B of a network on a platform, if there is one.
    public func latestTrusted(networkHash: String, platformID: String) throws(StoreError) -> Measurement? {
        try newest(
            networkHash: networkHash, platformID: platformID, grades: Grade.allCases.filter(\.isTrusted))
    }

    /// The newest measurement of a network on a platform with one of these grades, for which `isWanted` holds.
    ///
    /// `isWanted` sees a measurement without its launches. The store must not be used inside it.
    ///
    /// - Complexity: O(measurements of the pair that are not wanted, and the samples of the one that is).
    public func newest(
        networkHash: String, platformID: String, grades: [Grade],
        where isWanted: (Measurement) -> Bool = { _ in true }
    ) throws(StoreError) -> Measurement? {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    \(Self.columns) WHERE platform_id = ? AND network_hash = ?
                    ORDER BY started_at DESC, id DESC
                    """,
                arguments: [platformID, networkHash])
            while let row = try rows.next() {
                guard grades.contains(where: { $0.rawValue == row["grade"] as String }) else { continue }
                var found = try self.measurement(row, launches: [])
                guard isWanted(found) else { continue }
                found.launches = try self.launches(of: row["id"], in: database)
                return found
            }
            return nil
        }
    }

    private func arguments(of measurement: Measurement, in database: Database) throws
        -> StatementArguments
    {
        let numbers = [
            measurement.latency.nanoseconds, measurement.interval.lower.nanoseconds,
            measurement.interval.upper.nanoseconds, measurement.interval.level, measurement.startedAt,
            measurement.seconds,
        ]
        guard numbers.allSatisfy(\.isFinite), measurement.latency >= .zero else {
            throw StoreError(
                .row, "a measurement of \(measurement.networkHash) has a number that is no latency",
                path: path)
        }
        let shared = try SharedFacts.split(measurement, in: database)
        return [
            measurement.networkHash, measurement.platform, measurement.platformID,
            measurement.measurementProtocol, numbers[0], numbers[1], numbers[2], numbers[3],
            measurement.grade.rawValue, numbers[4], numbers[5], Int64(bitPattern: measurement.seed),
            measurement.modelDigest, try JSONColumn.text(measurement.reasons),
            try JSONColumn.text(measurement.evidence), try JSONColumn.text(measurement.kernels),
            try JSONColumn.text(shared.fingerprint), try shared.provenance.map { try JSONColumn.text($0) },
            shared.fingerprintFact, shared.noiseFact,
        ]
    }

    private func measurement(_ row: Row, in database: Database) throws -> Measurement {
        try measurement(row, launches: try launches(of: row["id"], in: database))
    }

    /// The measurement of a row with these launches.
    func measurement(_ row: Row, launches: [Launch]) throws -> Measurement {
        let gradeText: String = row["grade"]
        guard let grade = Grade(rawValue: gradeText) else {
            throw StoreError(.row, "a measurement has the unknown grade \(gradeText)", path: path)
        }
        let interval = LatencyInterval(
            lower: Latency(nanoseconds: row["lower_ns"]), upper: Latency(nanoseconds: row["upper_ns"]),
            level: row["level"])
        let seed: Int64 = row["seed"]
        let fingerprint = try JSONColumn.value(PlatformFingerprint.self, row["fingerprint"])
        let provenance = try (row["provenance"] as String?).map {
            try JSONColumn.value(Provenance.self, $0)
        }
        return Measurement(
            networkHash: row["network_hash"], platform: row["platform"], platformID: row["platform_id"],
            measurementProtocol: row["protocol"], latency: Latency(nanoseconds: row["latency_ns"]),
            interval: interval, grade: grade, reasons: try JSONColumn.value([String].self, row["reasons"]),
            evidence: try JSONColumn.value(Evidence.self, row["evidence"]),
            launches: launches,
            kernels: try JSONColumn.value([KernelTiming].self, row["kernels"]),
            fingerprint: try SharedFacts.joined(fingerprint, with: row["shared_fingerprint"]),
            startedAt: row["started_at"], seconds: row["seconds"], seed: UInt64(bitPattern: seed),
            modelDigest: row["model_digest"],
            provenance: try SharedFacts.joined(provenance, with: row["shared_noise"]))
    }

    /// All columns of measurements and what they share.
    static let columns = """
        SELECT measurement.*, (SELECT json FROM fact WHERE fact.id = fingerprint_fact) AS shared_fingerprint,
            (SELECT json FROM fact WHERE fact.id = noise_fact) AS shared_noise FROM measurement
        """
}
