import Foundation
public import GnomonData
import GnomonMeasure
public import GnomonReport
import GnomonRuntimes
import GnomonStore

/// Writes the measurements of the store as a data set, one at a time.
public struct DatasetExport {
    private let store: Store
    private let platforms: [String]
    private let grades: [Grade]

    /// An export of measurements on some platforms with some grades.
    ///
    /// - Parameters:
    ///   - settings: Where the store is.
    ///   - platforms: Names or identities of platforms; none for all.
    ///   - grades: The grades.
    /// - Throws: `AppError` where the store cannot be opened, or neither it nor Gnomon knows a platform.
    public init(
        settings: Settings, platforms: [String] = [], grades: [Grade] = Grade.allCases
    ) throws(AppError) {
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
        let known: [PlatformRow]
        do { known = try store.platforms() } catch { throw AppError(error) }
        var chosen: [String] = []
        for name in platforms {
            if known.contains(where: { $0.id == name || $0.platform.name == name }) {
                chosen.append(name)
            } else {
                do { chosen.append(try Platform(named: name).name) } catch { throw AppError(error) }
            }
        }
        self.platforms = chosen
        self.grades = grades
    }

    /// Hands the lines to `sink`, header first, in pieces of some size.
    ///
    /// - Returns: The number of measurements.
    /// - Throws: `AppError` of the sink, or where the store cannot be read.
    /// - Complexity: O(1) measurements in memory.
    public func write(
        as format: DatasetFormat, to sink: (String) throws(AppError) -> Void
    ) throws(AppError) -> Int {
        var count = 0
        var pending = format.header
        var failure: AppError?
        func flush() -> Bool {
            do throws(AppError) { try sink(pending) } catch { failure = error }
            pending = ""
            return failure == nil
        }
        do {
            try store.forEachMeasurement(platforms: platforms, grades: grades) { found in
                pending += format.line(Self.row(found))
                count += 1
                return pending.utf8.count < 1 << 16 || flush()
            }
        } catch { throw AppError(error) }
        if failure == nil { _ = flush() }
        if let failure { throw failure }
        return count
    }

    /// Writes a file, which appears complete or not at all.
    ///
    /// - Returns: The number of measurements.
    /// - Throws: `AppError` for a path that cannot be written, or where the store cannot be read.
    public func write(as format: DatasetFormat, toPath path: String) throws(AppError) -> Int {
        let file = try AtomicFile(path: path)
        do throws(AppError) {
            let count = try write(as: format) { text throws(AppError) in try file.write(text) }
            try file.finish()
            return count
        } catch {
            file.discard()
            throw error
        }
    }

    private static func row(_ found: StoredMeasurement) -> DatasetRow {
        DatasetRow(
            found.measurement, id: Int(found.id),
            network: found.network.map {
                .init(
                    name: $0.name, nodes: $0.nodes, macs: $0.macs, parameters: $0.parameters, batch: $0.batch)
            }, epoch: found.measurement.fingerprint.epochID, processes: found.launches)
    }
}
