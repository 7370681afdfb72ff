import Foundation
import GnomonData
import GnomonDatasets

/// Writes published data in a form other programs read: lookup tables as the YAML of `han-cai/files`, tables
/// of latencies as CSV.
public struct PublishedExport {
    /// A file that is to be written.
    public struct File: Hashable, Sendable {
        /// Its name, as the import knows it.
        public var name: String
        /// Its text.
        public var text: String
    }

    private let library: DatasetLibrary

    /// An export of what is in a library.
    public init(library: DatasetLibrary) { self.library = library }

    /// The files of a data set or of lookup tables, one for each size of image.
    ///
    /// - Throws: `AppError`: exit 64 for an unknown name, 69 for a file that is not there, 65 for a bad one.
    public func files(of name: String) throws(AppError) -> [File] {
        if let found = try library.blockTables(named: name) {
            return found.tables.map { File(name: "\($0.imageSide)_lookup_table.yaml", text: $0.yaml) }
        }
        guard DatasetCatalog.all.contains(where: { $0.name == name || $0.file == name }) else {
            let known = DatasetCatalog.all.map(\.name) + DatasetLibrary.blockTableNames
            throw AppError(
                code: "dataset.unknown",
                message: "no data set '\(name)'; known: \(known.joined(separator: ", "))",
                exit: .usage)
        }
        let dataset = try library.dataset(named: name)
        return [File(name: dataset.form.file + ".csv", text: DatasetText.csv(dataset))]
    }

    /// Writes a data set: one file to the path, several into the folder of that name.
    ///
    /// - Parameters:
    ///   - name: The data set or lookup tables.
    ///   - path: The file, or the folder.
    /// - Returns: What was written.
    /// - Throws: `AppError` as ``files(of:)``, or exit 65 for a path that cannot be written.
    public func write(_ name: String, toPath path: String) throws(AppError) -> [String] {
        let files = try files(of: name)
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if files.count > 1, !isThere {
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        var written: [String] = []
        for file in files {
            let isInside = files.count > 1 || isFolder.boolValue
            written.append(isInside ? "\(path)/\(file.name)" : path)
            let target = try AtomicFile(path: written[written.count - 1])
            do throws(AppError) {
                try target.write(file.text)
                try target.finish()
            } catch {
                target.discard()
                throw error
            }
        }
        return written
    }
}
