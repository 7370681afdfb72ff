import Foundation
import GnomonData
import GnomonDatasets

/// Brings published data into the folder of data sets, from the form in which it is public.
public struct DatasetImport {
    /// The public forms that are read.
    public enum Origin: String, CaseIterable, Sendable {
        /// A table that is in the form of Gnomon's data sets already; it is checked and copied.
        case table
        /// Accuracies as `v-tao/nats-bench-landscape` exports them from NATS-Bench.
        case natsExport = "nats-export"
        /// `gt_stage.txt` of NNLQP's `unseen_structure` data.
        case nnlqpLabels = "nnlqp-labels"
        /// LatBench: one pickle a device, named for it.
        case eagle
        /// A CSV file of OFANAS_PerformanceEstimation.
        case ofaCSV = "ofa-csv"
        /// Lookup tables of Once-for-all: `160_lookup_table.yaml` and so on.
        case ofaYAML = "ofa-yaml"
        /// The lookup table of ProxylessNAS.
        case proxylessYAML = "proxyless-yaml"
        /// A folder of HELP with one of its three spaces, or its files.
        case help = "help-pt"
        /// The pickle of HW-NAS-Bench.
        case hwNASBench = "hw-nas-bench"
    }

    /// A file that was written.
    public struct Written: Hashable, Sendable {
        /// The file.
        public var path: String
        /// Its rows.
        public var rows: Int
    }

    let library: DatasetLibrary
    private let folder: String

    /// An import into a folder; what is looked up, such as indices, comes from a library.
    public init(library: DatasetLibrary, folder: String) {
        self.library = library
        self.folder = folder
    }

    /// Reads files and writes the data set.
    ///
    /// - Parameters:
    ///   - origin: The form of the files.
    ///   - files: The files.
    ///   - name: The data set, where the form is that of several.
    /// - Returns: What was written.
    /// - Throws: `AppError`: exit 64 for the wrong number of files or a missing name, 65 for bad files, 69 where a
    ///   list that is looked up is not there.
    public func run(_ origin: Origin, files: [String], name: String?) throws(AppError) -> [Written] {
        switch origin {
        case .table: return [try table(try single(files), try form(name))]
        case .natsExport:
            let text = try checked(try single(files)) { bytes throws(DatasetError) in
                try NATSBenchExport.csv(bytes)
            }
            return [try write(text, to: "nb201_accuracy.csv")]
        case .nnlqpLabels: return [try nnlqp(try single(files))]
        case .eagle: return [try eagle(files)]
        case .ofaCSV: return [try onceForAll(try single(files), try form(name))]
        case .ofaYAML:
            var written: [Written] = []
            for file in files {
                let digits = file.split(separator: "/").last.map { $0.prefix { $0.isNumber } } ?? ""
                guard let side = Int(digits) else {
                    throw Self.usage("the name of \(file) does not begin with the size of the image")
                }
                written.append(try blocks(file, "note10", side, "luts/ofa_note10/\(side).csv"))
            }
            return written
        case .proxylessYAML:
            return [try blocks(try single(files), "mobile", 224, "luts/proxyless_mobile.csv")]
        case .help: return [try help(files, try form(name))]
        case .hwNASBench: return try hwNASBench(try single(files))
        }
    }

    // MARK: The forms

    private func table(_ file: String, _ form: DatasetForm) throws(AppError) -> Written {
        let bytes = try checked(file) { bytes throws(DatasetError) in
            try LatencyDataset(CSVTable(bytes), form: form).check()
            return bytes
        }
        return try write(String(decoding: bytes, as: UTF8.self), to: form.file + ".csv")
    }

    private func nnlqp(_ file: String) throws(AppError) -> Written {
        let index = ArchitectureIndex(try library.accuracies())
        let form = try form("nnlqp")
        let text = try checked(file) { bytes throws(DatasetError) in
            let found = try NNLQPLabels.table(String(decoding: bytes, as: UTF8.self), index: index)
            return DatasetText.csv(
                found.table, form: form, keys: { DatasetText.keys($0, space: form.space) },
                others: [found.numbers.map(String.init), found.parts])
        }
        return try write(text, to: form.file + ".csv")
    }

    private func eagle(_ files: [String]) throws(AppError) -> Written {
        guard !files.isEmpty else { throw Self.usage("no files were given") }
        let index = ArchitectureIndex(try library.accuracies())
        let form = try form("latbench")
        var devices: [(name: String, values: [String: Double])] = []
        for file in files {
            let stem = file.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
            let name = String(stem.map { $0 == "-" ? "_" : $0 })
            devices.append(
                (
                    name,
                    try checked(file) { bytes throws(DatasetError) in try EagleLatencies.milliseconds(bytes) }
                ))
        }
        devices.sort { $0.name < $1.name }
        let texts = Set(devices.flatMap { $0.values.keys }).sorted()
        let text: String
        do throws(DatasetError) {
            var indices: [Int] = []
            for text in texts { indices.append(try index.index(of: text)) }
            let table = LatencyTable(
                name: form.name, space: form.space, indices: indices, architectures: texts,
                devices: devices.map { $0.name },
                milliseconds: devices.map { device in texts.map { device.values[$0] } })
            text = try Self.checked(table, form)
        } catch { throw AppError(error, place: files[0]) }
        return try write(text, to: form.file + ".csv")
    }

    private func onceForAll(_ file: String, _ form: DatasetForm) throws(AppError) -> Written {
        guard form.space.hasPrefix("ofa-mbv3") else {
            throw Self.usage("\(form.name) is no Once-for-all data set")
        }
        let device = String(form.name.drop { $0 != "-" }.dropFirst())
        let text = try checked(file) { bytes throws(DatasetError) in
            let table = try OnceForAllCSV.table(
                String(decoding: bytes, as: UTF8.self), device: device,
                width: form.space == "ofa-mbv3" ? 1.2 : 1)
            return DatasetText.csv(table, form: form, keys: { DatasetText.keys($0, space: form.space) })
        }
        return try write(text, to: form.file + ".csv")
    }

    private func blocks(
        _ file: String, _ device: String, _ side: Int, _ path: String
    ) throws(AppError) -> Written {
        let text = try checked(file) { bytes throws(DatasetError) in
            try BlockTable(yaml: String(decoding: bytes, as: UTF8.self), device: device, imageSide: side).csv
        }
        return try write(text, to: path)
    }

    // MARK: Files

    /// The text of a table, read again as a data set and checked.
    static func checked(_ table: LatencyTable, _ form: DatasetForm) throws(DatasetError) -> String {
        let text = DatasetText.csv(table, form: form, keys: { DatasetText.keys($0, space: form.space) })
        try LatencyDataset(CSVTable(Array(text.utf8)), form: form).check()
        return text
    }

    func form(_ name: String?) throws(AppError) -> DatasetForm {
        guard let name else {
            let known = DatasetCatalog.all.map(\.name).joined(separator: ", ")
            throw Self.usage("say with --as which data set it is: \(known)")
        }
        do { return try DatasetCatalog.form(named: name) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
    }

    private func single(_ files: [String]) throws(AppError) -> String {
        guard files.count == 1 else { throw Self.usage("this form is one file, not \(files.count)") }
        return files[0]
    }

    static func usage(_ message: String) -> AppError {
        AppError(code: "dataset.import", message: message, exit: .usage)
    }

    func checked<Value>(
        _ file: String, _ body: ([UInt8]) throws(DatasetError) -> Value
    ) throws(AppError) -> Value {
        do throws(DatasetError) { return try body(library.bytes(file)) } catch {
            throw AppError(error, place: file)
        }
    }

    func write(_ text: String, to name: String) throws(AppError) -> Written {
        let path = "\(folder)/\(name)"
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let file = try AtomicFile(path: path)
        do throws(AppError) {
            try file.write(text)
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
        return Written(path: path, rows: text.utf8.count { $0 == 0x0A } - 1)
    }
}
