import Foundation
import GnomonData
import GnomonDatasets
import GnomonSpaces

/// Data sets that are published as PyTorch's archives or as one pickle.
extension DatasetImport {
    /// HELP: a file for each device, and one with the architectures.
    func help(_ files: [String], _ form: DatasetForm) throws(AppError) -> Written {
        guard form.origins.contains(where: { $0.repository == "HayeonLee/HELP" }),
            let space = SpaceCatalog.space(named: form.space)
        else { throw Self.usage("\(form.name) is no data set of HELP; say with --as nb201, fbnet or ofa") }
        var architectures: [String]?
        var columns: [(device: String, values: [Double?])] = []
        for file in Self.archives(files) {
            let contents = try checked(file) { bytes throws(DatasetError) in
                try HELPArchive.contents(bytes, space: space)
            }
            switch contents {
            case .latencies(let values):
                let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
                columns.append((name, values))
            case .architectures(let texts):
                guard architectures == nil else {
                    throw Self.usage("\(file) is the second list of architectures")
                }
                architectures = texts
            }
        }
        guard !columns.isEmpty else { throw Self.usage("there is no file of latencies") }
        let rows: [String]
        if form.space == NASBench201().name {
            rows = try cells(architectures ?? [], place: files[0])
        } else {
            guard let architectures else {
                throw Self.usage("the file with the architectures is missing: metainfo.pt or ofa_archs.pt")
            }
            rows = architectures
        }
        let text: String
        do throws(DatasetError) {
            text = try Self.checked(
                LatencyTable(name: form.name, space: form.space, architectures: rows, columns: columns), form)
        } catch { throw AppError(error, place: files[0]) }
        return try write(text, to: form.file + ".csv")
    }

    /// HW-NAS-Bench: NAS-Bench-201 with each set of images, and a table of FBNet's blocks for each device.
    func hwNASBench(_ file: String) throws(AppError) -> [Written] {
        let found = try checked(file) { bytes throws(DatasetError) in try HWNASBench(bytes) }
        var texts: [(name: String, text: String)] = []
        for set in found.imageSets {
            let form: DatasetForm
            do throws(DatasetError) { form = try DatasetCatalog.form(named: set.dataset) } catch {
                throw AppError(error, place: file)
            }
            let rows = try cells(set.architectures, place: file)
            do throws(DatasetError) {
                let table = try LatencyTable(
                    name: form.name, space: form.space, architectures: rows,
                    columns: zip(set.devices, set.milliseconds).map { ($0, $1) })
                texts.append((form.file + ".csv", try Self.checked(table, form)))
            } catch { throw AppError(error, place: file) }
        }
        texts += found.blocks.map { ("luts/hwnas_fbnet/\($0.device).csv", $0.csv) }
        // Only when all of it was good.
        var written: [Written] = []
        for (name, text) in texts { written.append(try write(text, to: name)) }
        return written
    }

    /// The cells of NAS-Bench-201 in the order of their indices.
    ///
    /// Where the file names them and the official list is there, the two must agree; where it does not, the
    /// list is needed.
    private func cells(_ named: [String], place: String) throws(AppError) -> [String] {
        if !named.isEmpty, library.path("nb201_accuracy") == nil { return named }
        let index = ArchitectureIndex(try library.accuracies())
        if named.isEmpty { return index.architectures }
        do throws(DatasetError) {
            for (row, text) in named.enumerated() {
                let official = try index.index(of: text)
                guard official == row else {
                    throw DatasetError(.conflict, "\(text) is row \(row), but has the index \(official)")
                }
            }
        } catch { throw AppError(error, place: place) }
        return named
    }

    /// The files, and those of the folders among them: all `latency/*.pt`, and the list of architectures.
    private static func archives(_ files: [String]) -> [String] {
        files.flatMap { file -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue
            else {
                return [file]
            }
            let latencies = (try? FileManager.default.contentsOfDirectory(atPath: file + "/latency")) ?? []
            let lists = ["str_arch2idx.pt", "metainfo.pt", "ofa_archs.pt"].map { "\(file)/\($0)" }
            return latencies.filter { $0.hasSuffix(".pt") }.sorted().map { "\(file)/latency/\($0)" }
                + lists.filter { FileManager.default.fileExists(atPath: $0) }
        }
    }
}
