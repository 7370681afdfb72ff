import Foundation
import GnomonApp
import GnomonData
import GnomonDatasets
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Importing PyTorch's archives and pickles, and exporting what is there")
struct ArchiveImportTests {
    private struct Place {
        let folder: String
        let library: DatasetLibrary

        init() throws {
            folder = NSTemporaryDirectory() + "gnomon-archives-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder + "/help/latency", withIntermediateDirectories: true)
            library = DatasetLibrary(
                folder: folder, settings: Settings(environment: ["HOME": folder]), environment: [:])
        }

        /// Writes a file into the folder.
        func file(_ name: String, _ bytes: [UInt8]) throws -> String {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
            return folder + "/" + name
        }

        func run(_ origin: DatasetImport.Origin, _ files: [String], _ name: String? = nil) throws
            -> [DatasetImport.Written]
        {
            try DatasetImport(library: library, folder: folder).run(origin, files: files, name: name)
        }

        /// The official list, with these indices.
        func list(_ cells: [(index: Int, digits: String)]) throws {
            var text = "index,ops,arch_str,cifar10_test,cifar100_test,imagenet16_120_test\n"
            let space = NASBench201()
            for (index, digits) in cells {
                text += "\(index),\(digits),\(space.format(try space.parse(digits))),1,2,3\n"
            }
            _ = try file("nb201_accuracy.csv", Array(text.utf8))
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test("a folder of HELP becomes the data set, a column for each device")
    func folder() throws {
        let place = try Place()
        defer { place.remove() }
        _ = try place.file("help/ofa_archs.pt", TorchFixtures.ofa)
        _ = try place.file("help/latency/my_gpu_32.pt", TorchFixtures.pair)
        _ = try place.file("help/latency/board.pt", TorchFixtures.pair)
        _ = try place.file("help/latency/notes.txt", [1, 2, 3])
        #expect(try place.run(.help, [place.folder + "/help"], "ofa").map(\.rows) == [2])
        let table = try place.library.dataset(named: "ofa").table
        #expect(table.devices == ["board", "my_gpu_32"])
        #expect(table.indices == [0, 1])
        #expect(table.architectures[1] == "75335373375375335375:63333463463463433463:23434:136")
        #expect(table.milliseconds == [[1.5, 2.25], [1.5, 2.25]])
    }

    @Test("files of HELP may be named one by one; a list too few, too many, or of another length is refused")
    func files() throws {
        let place = try Place()
        defer { place.remove() }
        let list = try place.file("metainfo.pt", TorchFixtures.fbnet)
        let two = try place.file("phone.pt", TorchFixtures.pair)
        let three = try place.file("other.pt", TorchFixtures.tensor)
        #expect(try place.run(.help, [two, list], "fbnet").map(\.rows) == [2])
        #expect(try place.library.dataset(named: "fbnet").table.architectures[0] == "0123456780123456780123")
        for (files, name, exit): ([String], String?, AppError.Exit) in [
            ([two], "fbnet", .usage), ([list], "fbnet", .usage), ([two, list, list], "fbnet", .usage),
            ([two, list], nil, .usage), ([two, list], "latbench", .usage), ([], "fbnet", .usage),
            ([three, list], "fbnet", .badData), ([two, two, list], "fbnet", .badData),
            ([two, list], "ofa", .badData), (["/none.pt", list], "fbnet", .badData),
        ] {
            let error = #expect(throws: AppError.self) { try place.run(.help, files, name) }
            #expect(error?.exit == exit, "\(files) as \(name ?? "-")")
        }
    }

    @Test("rows of NAS-Bench-201 are the official indices, or the import says which is not")
    func indices() throws {
        let place = try Place()
        defer { place.remove() }
        let cells = try place.file("str_arch2idx.pt", TorchFixtures.cells)
        let device = try place.file("phone.pt", TorchFixtures.tensor)
        // Neither HELP's list nor the official one.
        let missing = #expect(throws: AppError.self) { try place.run(.help, [device], "nb201") }
        #expect(missing?.exit == .unavailable)
        #expect(try place.run(.help, [device, cells], "nb201").map(\.rows) == [3])
        let alone = try place.library.dataset(named: "nb201").table
        try place.list([(0, "421211"), (1, "222222"), (2, "301042")])
        #expect(try place.run(.help, [device], "nb201").map(\.rows) == [3])
        #expect(try place.library.dataset(named: "nb201").table == alone)
        #expect(try place.run(.help, [device, cells], "nb201").map(\.rows) == [3])
        try place.list([(0, "222222"), (1, "421211"), (2, "301042")])
        let conflict = #expect(throws: AppError.self) { try place.run(.help, [device, cells], "nb201") }
        #expect(conflict?.code == "dataset.conflict")
    }

    @Test("HW-NAS-Bench becomes a data set for each set of images, and tables of FBNet's blocks")
    func hwNASBench() throws {
        let place = try Place()
        defer { place.remove() }
        let file = try place.file("HW.pickle", TorchFixtures.hwNASBench2)
        #expect(try place.run(.hwNASBench, [file]).map(\.rows) == [3, 3, 3])
        let table = try place.library.dataset(named: "hwnas-cifar10").table
        #expect(table.column("raspi4") == [10.5, 54.25, 50])
        #expect(table.column("edgetpu") == [2, nil, 3])
        let blocks = try #require(try place.library.blockTables(named: "hwnas-fbnet-raspi4"))
        #expect(blocks.space.name == "fbnet")
        #expect(blocks.tables.map { $0.entries["FC_Cin1504_Cout100"]?.milliseconds } == [0.5])
        let bare = try place.file("bare.pickle", TorchFixtures.hwNASBenchBare)
        #expect(throws: AppError.self) { try place.run(.hwNASBench, [bare]) }
        try place.list([(0, "421211"), (1, "222222"), (2, "301042")])
        #expect(try place.run(.hwNASBench, [bare]).map(\.rows) == [3, 3, 3])
        #expect(try place.library.dataset(named: "hwnas-cifar10").table == table)
    }

    @Test("lookup tables that were exported are imported as the same tables")
    func blockRoundTrip() throws {
        let place = try Place()
        defer { place.remove() }
        var files: [String] = []
        for side in [160, 176, 192, 208, 224] {
            let text = """
                Conv-input:\(side)x\(side)x3-output:80x80x24:
                  count: 498
                  mean: 0.49556\(side)
                  std: 1.0e-05
                'Logits-input:1x1x1536-output:1000':
                  count: 5
                  mean: \(side).5

                """
            files.append(try place.file("\(side)_lookup_table.yaml", Array(text.utf8)))
        }
        _ = try place.run(.ofaYAML, files)
        let before = try #require(try place.library.blockTables(named: "ofa-note10")).tables
        let out = place.folder + "/out"
        let written = try PublishedExport(library: place.library).write("ofa-note10", toPath: out)
        #expect(written.count == 5)
        try FileManager.default.removeItem(atPath: place.folder + "/luts")
        _ = try place.run(.ofaYAML, written)
        let after = try #require(try place.library.blockTables(named: "ofa-note10")).tables
        #expect(after == before)
        #expect(before[0].entries.values.contains { $0.deviation == 1e-5 })
    }

    @Test("tables of latencies that were exported are imported as the same, with split and empty cells")
    func latencyRoundTrip() throws {
        let place = try Place()
        defer { place.remove() }
        let mine = "index,ops,nnlqp_id,split,g,h\n50,232312,11073,test,0.7,\n1,334131,7739,train,0.1,2e-05\n"
        let file = try place.file("mine.csv", Array(mine.utf8))
        _ = try place.run(.table, [file], "nnlqp")
        let before = try place.library.dataset(named: "nnlqp")
        let out = try PublishedExport(library: place.library).write(
            "nnlqp", toPath: place.folder + "/out.csv")
        let text = try String(contentsOfFile: out[0], encoding: .utf8)
        #expect(text.hasPrefix("index,ops,nnlqp_id,split,g,h\n1,334131,7739,train,0.1,2e-05\n50,"))
        _ = try place.run(.table, out, "nnlqp")
        let after = try place.library.dataset(named: "nnlqp")
        #expect(after.table.column("h") == [2e-5, nil])
        #expect(Set(after.table.indices) == Set(before.table.indices))
        #expect(after.split == ["train", "test"])
        // In the order of the indices already: nothing changes any more.
        #expect(try PublishedExport(library: place.library).files(of: "nnlqp").map(\.text) == [text])
    }

    @Test("an unknown name is answered with the candidates, data that are not there are named")
    func names() throws {
        let place = try Place()
        defer { place.remove() }
        let export = PublishedExport(library: place.library)
        let unknown = #expect(throws: AppError.self) { try export.files(of: "latbanch") }
        #expect(unknown?.exit == .usage)
        #expect(unknown?.message.contains("ofa-note10") == true)
        let missing = #expect(throws: AppError.self) { try export.files(of: "ofa-note10") }
        #expect(missing?.exit == .unavailable)
        let other = #expect(throws: AppError.self) { try export.files(of: "fbnet") }
        #expect(other?.exit == .unavailable)
    }
}
