import GRDB
import GnomonData

/// What many measurements have in common, kept once: machine and runtime, and what is known about noise.
enum SharedFacts {
    /// A measurement's fingerprint and provenance without what is shared, and where that is.
    struct Split {
        var fingerprint: PlatformFingerprint
        var provenance: Provenance?
        var fingerprintFact: Int64
        var noiseFact: Int64?
    }

    /// Takes out what is shared and keeps it, unless it is there already.
    ///
    /// The context of a fingerprint stays in its row: load differs from measurement to measurement.
    static func split(_ measurement: Measurement, in database: Database) throws -> Split {
        var shared = measurement.fingerprint
        shared.context = [:]
        var provenance = measurement.provenance
        let noise = provenance?.rules.noise
        provenance?.rules.noise = nil
        return Split(
            fingerprint: PlatformFingerprint(context: measurement.fingerprint.context),
            provenance: provenance, fingerprintFact: try id(of: JSONColumn.text(shared), in: database),
            noiseFact: try noise.map { try id(of: JSONColumn.text($0), in: database) })
    }

    /// The fingerprint of a row with what it shares; as it is in rows of older schemas.
    static func joined(_ own: PlatformFingerprint, with text: String?) throws -> PlatformFingerprint {
        guard let text else { return own }
        var whole = try JSONColumn.value(PlatformFingerprint.self, text)
        whole.context = own.context
        return whole
    }

    /// The provenance of a row with what it shares; as it is in rows of older schemas.
    static func joined(_ own: Provenance?, with text: String?) throws -> Provenance? {
        guard var whole = own, let text else { return own }
        whole.rules.noise = try JSONColumn.value(NoiseCalibration.self, text)
        return whole
    }

    private static func id(of text: String, in database: Database) throws -> Int64 {
        let found = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM fact WHERE json = ?"), arguments: [text])
        if let found { return found }
        try database.execute(sql: "INSERT INTO fact (json) VALUES (?)", arguments: [text])
        return database.lastInsertedRowID
    }
}
