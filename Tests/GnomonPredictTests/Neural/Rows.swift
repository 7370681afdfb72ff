import Foundation
import GnomonFeatures
import GnomonSpaces

@testable import GnomonPredict

/// Architectures with latencies that follow from their work, for want of a device.
enum WorkRows {
    static func rows(
        _ space: any SearchSpace, _ count: Int, seed: UInt64, speed: Double = 1
    ) throws -> ArchitectureRows {
        let architectures = space.sample(count, seed: seed)
        let milliseconds = try architectures.map { architecture in
            let totals = try UnitTotals.row(architecture, of: space)
            return (1 + totals.reduce(0) { $0 + exp2($1 - 24) } + Double(totals.count)) / speed
        }
        return ArchitectureRows(space: space, architectures: architectures, milliseconds: milliseconds)
    }

    /// The median of |predicted / measured - 1|.
    static func error(_ found: [ArchitecturePrediction], _ rows: ArchitectureRows) -> Double {
        let errors = zip(found, rows.milliseconds).map { abs($0.milliseconds / $1 - 1) }.sorted()
        return errors.isEmpty ? .infinity : errors[errors.count / 2]
    }

    /// The spread of latencies: the median of |mean / measured - 1|.
    static func spread(_ rows: ArchitectureRows) -> Double {
        let mean = rows.milliseconds.reduce(0, +) / Double(rows.count)
        let errors = rows.milliseconds.map { abs(mean / $0 - 1) }.sorted()
        return errors[errors.count / 2]
    }

    /// Saves, loads and removes; returns what the loaded predictor says.
    static func reloaded<P: ArchitecturePredictor>(
        _ predictor: P, _ architectures: [Architecture]
    ) throws -> [ArchitecturePrediction] {
        let folder = NSTemporaryDirectory() + "predictor-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try predictor.save(to: folder)
        let loaded = try P(folder: folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in files {
            let path = "\(folder)/\(name)"
            let data = FileManager.default.contents(atPath: path) ?? Data()
            for bad in [Data(), data.prefix(data.count / 2), Data("[]".utf8)] {
                try bad.write(to: URL(fileURLWithPath: path))
                if (try? P(folder: folder)) != nil { throw Accepted(name: name, count: bad.count) }
            }
            try data.write(to: URL(fileURLWithPath: path))
        }
        return try loaded.predict(architectures)
    }

    struct Accepted: Error {
        var name: String
        var count: Int
    }
}
