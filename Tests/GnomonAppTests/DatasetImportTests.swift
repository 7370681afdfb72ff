import Foundation
import GnomonApp
import GnomonData
import GnomonDatasets
import GnomonSpaces
import Testing

@Suite("Importing data sets")
struct DatasetImportTests {
    private struct Place {
        var folder: String
        var library: DatasetLibrary

        init() throws {
            folder = NSTemporaryDirectory() + "gnomon-import-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            library = DatasetLibrary(
                folder: folder, settings: Settings(environment: ["HOME": folder]), environment: [:])
        }

        func file(_ name: String, _ text: String) throws -> String {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
            return folder + "/" + name
        }

        func run(_ origin: DatasetImport.Origin, _ files: [String], _ name: String? = nil) throws
            -> [DatasetImport.Written]
        {
            try DatasetImport(library: library, folder: folder).run(origin, files: files, name: name)
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// The list of all cells in some order, as the export has it.
    private static let list: String = {
        let space = NASBench201()
        var text = "CIFAR10TestAccuracy200Epochs,CIFAR100TestAccuracy200Epochs,ImageNetTestAccuracy200Epochs,"
        text += "ArchitectureString,UniqueString\n"
        for architecture in (space.architectures() ?? []).reversed() {
            text += "90.5,70.25,40,\(space.format(architecture)),#\n"
        }
        return text
    }()

    @Test("indices come from the exported list, and NNLQP's and LatBench's rows are found in it")
    func indices() throws {
        let place = try Place()
        defer { place.remove() }
        let labels = try place.file(
            "gt_stage.txt", "18001 onnx/nasbench201/10062.onnx 1 0.714539 nasbench201 1 test\n")
        let missing = #expect(throws: AppError.self) { try place.run(.nnlqpLabels, [labels]) }
        #expect(missing?.exit == .unavailable)
        let written = try place.run(.natsExport, [place.file("nats.csv", Self.list)])
        #expect(written.map(\.rows) == [15_625])
        #expect(try place.run(.nnlqpLabels, [labels]).map(\.rows) == [1])
        let nnlqp = try place.library.dataset(named: "nnlqp")
        // 240333 is number 2·5⁵ + 4·5⁴ + 0 + 3·25 + 3·5 + 3 from the front, and the list is reversed.
        #expect(nnlqp.table.indices == [15_624 - (2 * 3125 + 4 * 625 + 3 * 25 + 3 * 5 + 3)])
        #expect(nnlqp.split == ["test"])
        let pickle = try #require(
            Data(
                base64Encoded:
                    "gASVNQAAAAAAAAB9lCgoSwNLAEsBSwBLBEsCdJRHP4kwvg3tKI0oSwJLAksCSwJLAksCdJRHP+AAAAAAAAB1Lg=="
            ))
        try pickle.write(to: URL(fileURLWithPath: place.folder + "/my-device.pickle"))
        #expect(try place.run(.eagle, [place.folder + "/my-device.pickle"]).map(\.rows) == [2])
        let latBench = try place.library.dataset(named: "latbench")
        #expect(latBench.table.devices == ["my_device"])
        #expect(Set(latBench.table.milliseconds[0]) == [12.3, 500])
    }

    @Test("lookup tables become what the predictor reads")
    func blocks() throws {
        let place = try Place()
        defer { place.remove() }
        var files: [String] = []
        for side in [160, 176, 192, 208, 224] {
            files.append(
                try place.file(
                    "\(side)_lookup_table.yaml",
                    "Logits-input:1x1x1536-output:1000:\n  count: 5\n  mean: \(side).5\n  std: 0.25\n"))
        }
        #expect(try place.run(.ofaYAML, files).count == 5)
        let found = try #require(try place.library.blockTables(named: "ofa-note10"))
        #expect(found.tables.count == 5)
        #expect(found.tables[0].entries["Logits-input:1x1x1536-output:1000"]?.milliseconds == 160.5)
        #expect(try place.library.blockTables(named: "latbench") == nil)
    }

    @Test("a table is checked before it is copied; other numbers of files are refused")
    func tables() throws {
        let place = try Place()
        defer { place.remove() }
        let good = try place.file("mine.csv", "index,ops,d\n0,421211,1.5\n")
        #expect(try place.run(.table, [good], "nb201").map(\.rows) == [1])
        #expect(try place.library.dataset(named: "nb201").table.milliseconds == [[1.5]])
        let bad = try place.file("bad.csv", "index,ops,d\n0,921211,1.5\n")
        #expect(throws: AppError.self) { try place.run(.table, [bad], "nb201") }
        #expect(throws: AppError.self) { try place.run(.table, [good]) }
        #expect(throws: AppError.self) { try place.run(.table, [good, good], "nb201") }
        #expect(throws: AppError.self) { try place.run(.eagle, []) }
    }
}
