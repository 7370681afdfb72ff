import Foundation
import GRDB
import GnomonData

/// What is kept of a launch beside its samples.
private struct LaunchDetails: Codable {
    var hasStableOutput: Bool
    var isSteady: Bool
    var alternates: Bool
    var timerCost: Int64
    var timerResolution: Int64
    /// Only in rows of the second schema.
    var rounds: [Launch.Round]?
}

extension Store {
    /// Adds what one process of a measurement saw.
    func add(_ launch: Launch, of id: Int64, at position: Int, in database: Database) throws {
        let details = LaunchDetails(
            hasStableOutput: launch.hasStableOutput, isSteady: launch.isSteady, alternates: launch.alternates,
            timerCost: launch.timerCost, timerResolution: launch.timerResolution)
        try database.execute(
            sql: """
                INSERT INTO launch (measurement_id, position, load_ns, peak_bytes, checksum, samples, details,
                    rounds)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, position, launch.loadNanoseconds, launch.peakBytes, Int64(bitPattern: launch.checksum),
                SampleBlob.encode(launch.samples), try JSONColumn.text(details),
                RoundBlob.encode(launch.rounds),
            ])
        for (name, samples) in launch.references.sorted(by: { $0.key < $1.key }) {
            try database.execute(
                sql: """
                    INSERT INTO launch_reference (measurement_id, position, name, samples) VALUES (?, ?, ?, ?)
                    """,
                arguments: [id, position, name, SampleBlob.encode(samples)])
        }
    }

    /// What the processes of a measurement saw, in order.
    func launches(of id: Int64, in database: Database) throws -> [Launch] {
        let sql = "SELECT * FROM launch WHERE measurement_id = ? ORDER BY position"
        var launches: [Launch] = []
        for row in try Row.fetchAll(database, sql: sql, arguments: [id]) {
            let checksum: Int64 = row["checksum"]
            var launch = Launch(
                samples: try SampleBlob.decode(row["samples"]), loadNanoseconds: row["load_ns"],
                peakBytes: row["peak_bytes"], checksum: UInt64(bitPattern: checksum))
            // Rows of the first schema have no details.
            if let text = row["details"] as String? {
                let details = try JSONColumn.value(LaunchDetails.self, text)
                launch.hasStableOutput = details.hasStableOutput
                launch.isSteady = details.isSteady
                launch.alternates = details.alternates
                launch.timerCost = details.timerCost
                launch.timerResolution = details.timerResolution
                launch.rounds = details.rounds ?? []
            }
            if let rounds = row["rounds"] as Data? { launch.rounds = try RoundBlob.decode(rounds) }
            let position: Int = row["position"]
            let references = try Row.fetchAll(
                database, sql: "SELECT * FROM launch_reference WHERE measurement_id = ? AND position = ?",
                arguments: [id, position])
            for reference in references {
                launch.references[reference["name"]] = try SampleBlob.decode(reference["samples"])
            }
            launches.append(launch)
        }
        return launches
    }
}
