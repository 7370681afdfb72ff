import Foundation
import GRDB
import GnomonData
import GnomonStatistics

/// Files as earlier releases wrote them, statement by statement; nothing here follows the schema of today.
enum OldStore {
    /// Writes a store of schema 1, 2 or 3 with a measurement in it.
    static func write(_ version: Int, to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(sql: first)
            if version > 1 { try database.execute(sql: second) }
            if version > 2 { try database.execute(sql: third) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: rows)
            guard version > 1 else { return }
            let provenance = String(decoding: try JSONEncoder().encode(sampleProvenance()), as: UTF8.self)
            try database.execute(sql: secondRows, arguments: [provenance])
        }
        try queue.close()
    }

    /// What is read from such a file.
    static func measurements(_ version: Int) -> [GnomonData.Measurement] {
        func measurement(_ time: Double) -> GnomonData.Measurement {
            GnomonData.Measurement(
                networkHash: "g1:old", platform: "ort-cpu-1t", platformID: "p1",
                measurementProtocol: "gnomon.measure/1", latency: Latency(nanoseconds: 12_300_000),
                interval: LatencyInterval(
                    lower: Latency(nanoseconds: 12_000_000), upper: Latency(nanoseconds: 12_600_000),
                    level: 0.95),
                grade: .b, reasons: ["4 launches"],
                evidence: Evidence(
                    cleanShare: 0.8, pressure: nil, steal: 0.01, halfWidth: 0.02, isSteady: true,
                    isUnimodal: false, hasStableOutput: true, inflation: nil),
                launches: [
                    Launch(
                        samples: [
                            .init(wall: 5, cpu: 4, isClean: true, isWarmup: false),
                            .init(wall: 6, cpu: 4, isClean: false, isWarmup: true),
                        ], loadNanoseconds: 7, peakBytes: 8, checksum: .max)
                ],
                kernels: [
                    KernelTiming(
                        name: "Conv_0", type: "FusedConv", nodes: [0], latency: Latency(nanoseconds: 1234.5),
                        standardError: 3)
                ],
                fingerprint: PlatformFingerprint(
                    identity: ["cpu": "x"], epoch: ["kernel": "6"], context: ["load": "1"]),
                startedAt: time, seconds: 4.5, seed: .max, modelDigest: "ab")
        }
        guard version > 1 else { return [measurement(10)] }
        var newer = measurement(20)
        newer.provenance = sampleProvenance()
        newer.launches[0].timerCost = 30
        newer.launches[0].isSteady = false
        newer.launches[0].rounds = [.init(nanoseconds: 5, stalled: 1), .init(nanoseconds: 6)]
        newer.launches[0].references = ["cache": newer.launches[0].samples]
        return [measurement(10), newer]
    }

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

    private static let second = """
        ALTER TABLE measurement ADD COLUMN provenance TEXT;
        ALTER TABLE launch ADD COLUMN details TEXT;
        CREATE TABLE launch_reference (
            measurement_id INTEGER NOT NULL REFERENCES measurement (id), position INTEGER NOT NULL,
            name TEXT NOT NULL, samples BLOB NOT NULL, PRIMARY KEY (measurement_id, position, name)
        ) STRICT, WITHOUT ROWID;
        \(appendOnly("launch_reference"))
        """

    private static let third = """
        CREATE TABLE fact (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
        ALTER TABLE measurement ADD COLUMN fingerprint_fact INTEGER REFERENCES fact (id);
        ALTER TABLE measurement ADD COLUMN noise_fact INTEGER REFERENCES fact (id);
        ALTER TABLE launch ADD COLUMN rounds BLOB;
        ALTER TABLE network ADD COLUMN batch INTEGER;
        \(appendOnly("fact"))
        """

    private static func appendOnly(_ table: String) -> String {
        ["UPDATE", "DELETE"].map { operation in
            """
            CREATE TRIGGER \(table)_no_\(operation.lowercased()) BEFORE \(operation) ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
            """
        }.joined(separator: "\n")
    }

    private static let evidence = """
        {"cleanShare":0.8,"halfWidth":0.02,"hasStableOutput":true,"isSteady":true,"isUnimodal":false,"steal":0.01}
        """
    private static let kernels = """
        [{"latency":1234.5,"name":"Conv_0","nodes":[0],"standardError":3,"type":"FusedConv"}]
        """
    private static let fingerprint = """
        {"context":{"load":"1"},"epoch":{"kernel":"6"},"identity":{"cpu":"x"}}
        """

    private static let rows = """
        INSERT INTO network (hash, nodes, macs, parameters, name) VALUES ('g1:old', 49, 1000, 500, 'resnet18');
        INSERT INTO platform VALUES ('p1', 'ort-cpu-1t',
            '{"name":"ort-cpu-1t","optimization":99,"precision":"float32","runtime":"onnxruntime","settings":{},"threads":1}');
        INSERT INTO measurement (network_hash, platform, platform_id, protocol, latency_ns, lower_ns, upper_ns, level,
            grade, started_at, seconds, seed, model_digest, reasons, evidence, kernels, fingerprint)
        VALUES ('g1:old', 'ort-cpu-1t', 'p1', 'gnomon.measure/1', 12300000, 12000000, 12600000, 0.95, 'B', 10, 4.5, -1,
            'ab', '["4 launches"]', '\(evidence)', '\(kernels)', '\(fingerprint)');
        INSERT INTO launch (measurement_id, position, load_ns, peak_bytes, checksum, samples)
        VALUES (1, 0, 7, 8, -1, X'0102090A020800');
        """

    private static let secondRows = """
        INSERT INTO measurement (network_hash, platform, platform_id, protocol, latency_ns, lower_ns, upper_ns, level,
            grade, started_at, seconds, seed, model_digest, reasons, evidence, kernels, fingerprint, provenance)
        SELECT network_hash, platform, platform_id, protocol, latency_ns, lower_ns, upper_ns, level, grade, 20, seconds,
            seed, model_digest, reasons, evidence, kernels, fingerprint, ? FROM measurement WHERE id = 1;
        INSERT INTO launch (measurement_id, position, load_ns, peak_bytes, checksum, samples, details)
        VALUES (2, 0, 7, 8, -1, X'0102090A020800', '{"alternates":false,"hasStableOutput":true,"isSteady":false,
            "rounds":[{"nanoseconds":5,"stalled":1},{"nanoseconds":6}],"timerCost":30,"timerResolution":1}');
        INSERT INTO launch_reference VALUES (2, 0, 'cache', X'0102090A020800');
        """
}
