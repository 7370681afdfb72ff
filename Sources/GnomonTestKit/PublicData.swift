import Foundation
public import GnomonDatasets
import GnomonNative

/// The public data sets that some tests need; they are not part of the project.
///
/// They are looked for in `GNOMON_DATA`, then in `../shared/data` beside the project. Tests are enabled by
/// ``isThere`` and so say visibly when they are skipped.
public enum PublicData {
    /// The folder, if there is one.
    public static let folder: String? = {
        let given = ProcessInfo.processInfo.environment["GNOMON_DATA"]
        let places = [given, FileManager.default.currentDirectoryPath + "/../shared/data"].compactMap { $0 }
        return places.first { FileManager.default.fileExists(atPath: $0 + "/catalog.json") }
    }()

    /// Whether the data are on this machine.
    public static var isThere: Bool { folder != nil }

    /// The bytes of a file, uncompressed.
    ///
    /// - Throws: `NativeError` for a file that is not there or damaged.
    public static func bytes(_ file: String) throws -> [UInt8] {
        try GzipFile.contents(of: (folder ?? "") + "/" + file)
    }

    /// A table by its name in the catalogue, such as `latbench`.
    ///
    /// - Throws: `NativeError` or `DatasetError`.
    public static func dataset(_ name: String) throws -> LatencyDataset {
        let form = try DatasetCatalog.form(named: name)
        let isPlain = FileManager.default.fileExists(atPath: (folder ?? "") + "/\(form.file).csv")
        return try LatencyDataset(
            CSVTable(bytes(form.file + (isPlain ? ".csv" : ".csv.gz"))), form: form)
    }

    /// The accuracies of NAS-Bench-201.
    ///
    /// - Throws: `NativeError` or `DatasetError`.
    public static func accuracies() throws -> ScoreTable {
        try ScoreTable(nasBench201Accuracies: CSVTable(bytes("nb201_accuracy.csv.gz")))
    }
}
