public import Foundation
public import GnomonData
public import GnomonDatasets
import GnomonDigest
import GnomonNative
public import GnomonReport
public import GnomonSpaces
import GnomonStatistics

/// The folder of published data sets: what is there, and reading it.
public struct DatasetLibrary: Sendable {
    /// The folder.
    public let folder: String

    /// The library in a folder: the one given, `GNOMON_DATA`, or where `gnomon dataset import` writes.
    public init(
        folder: String? = nil, settings: Settings,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.folder =
            folder ?? environment["GNOMON_DATA"].flatMap { $0.isEmpty ? nil : $0 }
            ?? settings.datasetFolder
    }

    /// Reads a data set by its name.
    ///
    /// - Throws: `AppError`: exit 64 for an unknown name, 69 for a file that is not there, 65 for a bad one.
    public func dataset(named name: String) throws(AppError) -> LatencyDataset {
        let form: DatasetForm
        do { form = try DatasetCatalog.form(named: name) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
        let path = try existing(form.file)
        do throws(DatasetError) {
            return try LatencyDataset(CSVTable(bytes(path)), form: form)
        } catch { throw AppError(error, place: path) }
    }

    /// A file of the folder that is no table of latencies, by its name without ending.
    ///
    /// - Throws: `AppError`: exit 69 for a file that is not there, 65 for a bad one.
    func table(named name: String) throws(AppError) -> CSVTable {
        let path = try existing(name)
        do throws(DatasetError) { return try CSVTable(bytes(path)) } catch {
            throw AppError(error, place: path)
        }
    }

    /// The accuracies of NAS-Bench-201.
    ///
    /// - Throws: `AppError`: exit 69 for a file that is not there, 65 for a bad one.
    public func accuracies() throws(AppError) -> ScoreTable {
        let path = try existing("nb201_accuracy")
        do throws(DatasetError) {
            return try ScoreTable(nasBench201Accuracies: CSVTable(bytes(path)))
        } catch { throw AppError(error, place: path) }
    }

    /// Published lookup tables by name: `ofa-note10` or `proxyless-mobile`, with the space they are of.
    ///
    /// - Returns: nil for another name.
    /// - Throws: `AppError`: exit 69 for a file that is not there, 65 for a bad one.
    public func blockTables(
        named name: String
    ) throws(AppError) -> (space: any SearchSpace, tables: [BlockTable])? {
        guard let form = Self.blockForms.first(where: { $0.name == name }),
            let space = SpaceCatalog.space(named: form.space)
        else { return nil }
        var tables: [BlockTable] = []
        for side in form.sides {
            let path = try existing(form.sides.count > 1 ? "\(form.file)/\(side)" : form.file)
            do throws(DatasetError) {
                tables.append(
                    try BlockTable(CSVTable(bytes(path)), device: form.device, imageSide: side))
            } catch { throw AppError(error, place: path) }
        }
        return (space, tables)
    }

    /// The names of the published lookup tables.
    public static var blockTableNames: [String] { blockForms.map(\.name) }

    /// How published lookup tables are kept: a file, or a folder with one for each size of image.
    private struct BlockForm {
        var name: String
        var file: String
        var space: String
        var device: String
        var sides: [Int]
    }

    private static let blockForms: [BlockForm] =
        [
            BlockForm(
                name: "ofa-note10", file: "luts/ofa_note10", space: "ofa-mbv3", device: "note10",
                sides: [160, 176, 192, 208, 224]),
            BlockForm(
                name: "proxyless-mobile", file: "luts/proxyless_mobile", space: "proxyless", device: "mobile",
                sides: [224]),
        ] + ["edgegpu", "eyeriss", "fpga", "pixel3", "raspi4"].flatMap(hwNASBenchForms)

    /// HW-NAS-Bench has the blocks of both sizes of image in one table.
    private static func hwNASBenchForms(_ device: String) -> [BlockForm] {
        let file = "luts/hwnas_fbnet/\(device)"
        return [
            BlockForm(
                name: "hwnas-fbnet-\(device)", file: file, space: "fbnet", device: device, sides: [32]),
            BlockForm(
                name: "hwnas-fbnet-imagenet-\(device)", file: file, space: "fbnet-imagenet", device: device,
                sides: [224]),
        ]
    }

    /// What is known and what of it is here.
    public func listing() -> [DatasetListRow] {
        DatasetCatalog.all.map { form in
            let path = self.path(form.file)
            return DatasetListRow(
                name: form.name, summary: form.summary, space: form.space, rows: form.rows,
                devices: path == nil ? [] : (try? dataset(named: form.name).table.devices) ?? [], path: path,
                paper: form.paper, licence: form.licence)
        }
    }

    /// A line for each device of a data set.
    ///
    /// - Throws: `AppError` as ``dataset(named:)``.
    public func devices(of name: String) throws(AppError) -> [DatasetDeviceRow] {
        let found = try dataset(named: name)
        return zip(found.table.devices, found.table.milliseconds).map { device, column in
            let known = column.compactMap { $0 }.sorted()
            return DatasetDeviceRow(
                device: device, rows: known.count,
                quantiles: [0, 0.5, 1].compactMap { Quantile.ofSorted(known, at: $0) },
                note: found.form.uncounted[device] ?? "")
        }
    }

    /// Where a data set is public, a line each.
    ///
    /// - Throws: `AppError` with exit 64 for an unknown name.
    public static func origins(of name: String) throws(AppError) -> [String] {
        let form: DatasetForm
        do { form = try DatasetCatalog.form(named: name) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
        return ["\(form.summary) (\(form.paper); licence: \(form.licence))"]
            + form.origins.map {
                "github.com/\($0.repository) at \($0.commit): \($0.paths.joined(separator: ", "))"
            }
    }

    /// A checksum of the file of a data set.
    ///
    /// - Throws: `AppError` where it is not there.
    public func digest(of form: DatasetForm) throws(AppError) -> String {
        let path = try existing(form.file)
        guard let data = FileManager.default.contents(atPath: path) else { throw Self.missing(path) }
        return SHA256.hex(of: data)
    }

    /// The file of a name with one of its endings; nil where there is none.
    func path(_ name: String) -> String? {
        [".csv", ".csv.gz"].map { "\(folder)/\(name)\($0)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    private func existing(_ name: String) throws(AppError) -> String {
        guard let path = self.path(name) else { throw Self.missing("\(folder)/\(name).csv.gz") }
        return path
    }

    private static func missing(_ path: String) -> AppError {
        AppError(
            code: "dataset.missing", message: "the data set is not there", place: path,
            hint: "name its folder with --data or GNOMON_DATA, or get it with 'gnomon dataset import'",
            exit: .unavailable)
    }

    /// A file's bytes, uncompressed.
    func bytes(_ path: String) throws(DatasetError) -> [UInt8] {
        do {
            if path.hasSuffix(".gz") { return try GzipFile.contents(of: path) }
        } catch { throw DatasetError(.malformed, error.description) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetError(.malformed, "the file cannot be read")
        }
        return Array(data)
    }
}

extension AppError {
    /// What is wrong with a data set.
    public init(_ error: DatasetError, place: String = "") {
        self.init(code: error.code.rawValue, message: error.description, place: place, exit: .badData)
    }
}
