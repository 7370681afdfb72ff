import Foundation
import GnomonGraph
import GnomonSpaces
import Testing

@Suite("NAS-Bench-201")
struct NASBench201Tests {
    static let all = NASBench201().architectures() ?? []
    static let isThorough = ProcessInfo.processInfo.environment["GNOMON_SLOW_TESTS"] == "1"

    @Test("parameters and multiply-accumulates are those of the published formula")
    func formula() throws {
        for genes in [[0, 0, 0, 0, 0, 0], [2, 2, 3, 0, 1, 4], [3, 3, 3, 3, 3, 3], [2, 4, 0, 3, 3, 3]] {
            let network = try NASBench201().network(of: Architecture(genes))
            let (small, large) = (genes.count { $0 == 2 }, genes.count { $0 == 3 })
            #expect(network.trainedParameters == 73_306 + 28_000 * small + 243_040 * large)
            let cost = try network.prepared().totalCost()
            #expect(cost.macs == UInt64(7_783_040 + 3_932_160 * small + 35_389_440 * large))
        }
    }

    @Test(
        "parameters agree with the table of zero-cost proxies",
        .enabled(if: PublicData.has("nb201_zcp_partial.csv"), "needs nb201_zcp_partial.csv in GNOMON_DATA"))
    func proxies() throws {
        for row in try PublicData.rows("nb201_zcp_partial.csv").prefix(Self.isThorough ? 725 : 40) {
            let architecture = try NASBench201().parse(row["ops"] ?? "")
            let millions = Double(row["params"] ?? "") ?? 0
            let count = try NASBench201().network(of: architecture).trainedParameters
            #expect(abs(Double(count) / 1e6 - millions) < 6e-7 * max(1, millions * 10))
        }
    }

    @Test("classes, batch and size follow the options")
    func options() throws {
        let options = SpaceOptions(batch: 3, size: 64, classes: 120)
        let network = try NASBench201().network(of: Architecture([3, 1, 2, 4, 0, 1]), options: options)
        #expect(network.inputs.map { network[$0].shape?.sizes } == [[3, 3, 64, 64]])
        #expect(network.outputs.map { network[$0].shape?.sizes } == [[3, 120]])
        let timed = try NASBench201().network(
            of: Architecture([3, 1, 2, 4, 0, 1]), options: SpaceOptions(form: .latbench))
        #expect(timed.outputs.map { timed[$0].shape?.sizes } == [[1, 100]])
        #expect(!timed.nodes.contains { $0.op.kind == .batchNormalization })
    }

    @Test("texts and digits are read back, other texts are refused")
    func texts() throws {
        let space = NASBench201()
        for architecture in Self.all where architecture.genes[0] == 2 {
            #expect(try space.parse(space.format(architecture)) == architecture)
        }
        let text =
            "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|"
        #expect(try space.parse(text).genes == [4, 2, 1, 2, 1, 1])
        #expect(try space.parse("421211") == space.parse(text))
        for wrong in [
            "", "42121", "421215", "4212111", "x21211", "|", "|~|", "|none~0|", text + "|none~0|",
            text.replacing("~2", with: "~1"), text.replacing("+", with: ""),
            text.replacing("avg", with: "max"),
        ] {
            #expect(throws: SpaceError.self, "\(wrong)") { try space.parse(wrong) }
        }
    }

    @Test("codes of NASLib and NNLQP become ours")
    func codes() throws {
        let space = NASBench201()
        #expect(try space.architecture(nnlqp: 10_062).genes == [2, 4, 0, 3, 3, 3])
        #expect(try space.architecture(nasLib: [0, 1, 2, 3, 4, 0]).genes == [1, 0, 2, 3, 4, 1])
        for architecture in Self.all.prefix(700) {
            let codes = try space.nasLibCodes(of: architecture)
            #expect(try space.architecture(nasLib: codes) == architecture)
        }
        #expect(throws: SpaceError.self) { try space.architecture(nnlqp: 15_625) }
        #expect(throws: SpaceError.self) { try space.architecture(nasLib: [5, 0, 0, 0, 0, 0]) }
    }

    @Test(
        "every NNLQP number is the architecture the table says",
        .enabled(
            if: PublicData.has("nnlqp_nb201_gtx1660.csv"), "needs nnlqp_nb201_gtx1660.csv in GNOMON_DATA"))
    func nnlqp() throws {
        let rows = try PublicData.rows("nnlqp_nb201_gtx1660.csv")
        #expect(rows.count == 2000)
        for row in rows {
            let number = try #require(Int(row["nnlqp_id"] ?? ""))
            #expect(try NASBench201().architecture(nnlqp: number) == NASBench201().parse(row["ops"] ?? ""))
        }
    }

    @Test("341 cells are disconnected; 9,444 live tuples, 8,686 encodings, 5,256 graphs remain")
    func counts() {
        var (connected, tuples, encodings): (Int, Set<[Int]>, Set<CellGraph>) = (0, [], [])
        var graphs: Set<[Int]> = []
        for architecture in Self.all {
            let graph = CellGraph(codes: architecture.genes)
            guard graph.isConnected else { continue }
            connected += 1
            tuples.insert(CellGraph.liveCodes(architecture.genes))
            if encodings.insert(graph).inserted, let small = SmallGraph.operators(architecture.genes) {
                graphs.insert(small.canonical())
            }
        }
        #expect(Self.all.count == 15_625)
        #expect(connected == 15_284)
        #expect(tuples.count == 9_444)
        #expect(encodings.count == 8_686)
        #expect(graphs.count == 5_256)
    }

    @Test("the encoding of BRP-NAS has a global node and only live operators")
    func encoding() {
        let graph = CellGraph(codes: [3, 0, 1, 2, 0, 4])
        // 3x3 leads by a skip to the pool; 1x1 stands beside.
        #expect(graph.operations == [3, 0, 0, 2, 0, 4])
        #expect(graph.adjacency[0] == [1, 1, 1, 1, 1, 1, 1, 1, 1])
        #expect(graph.adjacency[1] == [0, 1, 1, 0, 0, 1, 0, 0, 0])
        #expect(graph.adjacency[2] == [0, 0, 1, 0, 0, 0, 0, 1, 0])
        #expect(graph.features[0] == [0, 0, 0, 0, 0, 1])
        #expect(graph.features[2] == [0, 1, 0, 0, 0, 0])
        #expect(graph.features[3] == [0, 0, 0, 0, 0, 0])
    }

    @Test("a disconnected cell has a network only as it is written")
    func disconnected() throws {
        let cell = Architecture([3, 3, 3, 0, 0, 0])
        #expect(try NASBench201().network(of: cell).prepared().nodes.isEmpty == false)
        for form in [SpaceForm.live, .latbench] {
            #expect(throws: SpaceError.self) {
                try NASBench201().network(of: cell, options: SpaceOptions(form: form))
            }
        }
    }

    @Test(
        "networks have one hash exactly where the graphs of their cells are isomorphic",
        arguments: [SpaceForm.latbench, .live, .published])
    func hashes(form: SpaceForm) throws {
        // The shortest network has all that differs; a sample unless GNOMON_SLOW_TESTS is 1.
        let space = NASBench201(cellsPerStage: 1)
        var hashes: [[Int]: NetworkHash] = [:]
        for (index, architecture) in Self.all.enumerated() where Self.isThorough || index % 23 == 0 {
            let codes = architecture.genes
            let small =
                form == .latbench
                ? SmallGraph.operators(codes) : SmallGraph.written(codes, prunes: form == .live)
            guard let small else { continue }
            let network = try space.network(of: architecture, options: SpaceOptions(form: form))
            let hash = try network.prepared().canonicalHash()
            let key = small.canonical()
            #expect(hashes[key] == nil || hashes[key] == hash, "\(codes) is split")
            hashes[key] = hash
        }
        #expect(Set(hashes.values).count == hashes.count)
        if Self.isThorough, form == .latbench { #expect(hashes.count == 5_256) }
    }

    @Test("as written there are as many graphs as the benchmark program expects")
    func writtenCounts() {
        var (live, whole): (Set<[Int]>, Set<[Int]>) = ([], [])
        var seen: Set<[Int]> = []
        for architecture in Self.all where Self.isThorough || architecture.genes[0] == 3 {
            if let graph = SmallGraph.written(architecture.genes, prunes: false) {
                whole.insert(graph.canonical())
            }
            guard seen.insert(CellGraph.liveCodes(architecture.genes)).inserted else { continue }
            if let graph = SmallGraph.written(architecture.genes, prunes: true) {
                live.insert(graph.canonical())
            }
        }
        // Over all cells, the numbers of different hashes that the benchmark of that name finds.
        #expect(live.count == (Self.isThorough ? 6333 : 2102))
        #expect(whole.count == (Self.isThorough ? 13_625 : 3125))
    }
}
