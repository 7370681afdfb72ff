import GnomonSpaces
import GnomonStatistics
import Testing

@testable import GnomonPredict

@Suite("What HELP reads")
struct HELPEncodingTests {
    @Test("a cell has one operator a node, in columns of its own, and a global node that reads all")
    func cell() {
        // None, skip, 1x1, 3x3, average pooling, none.
        #expect(HELPCellGraph.columns([0, 1, 2, 3, 4, 0]) == [0, 4, 5, 2, 3, 1, 4, 6, 7])
        let adjacency = HELPCellGraph(.strict).adjacency
        #expect(adjacency[8] == [1, 1, 1, 1, 1, 1, 1, 1, 1])
        #expect(adjacency[0] == [1, 0, 0, 0, 0, 0, 0, 0, 0])
        // The operator of edge 1>2 reads that of 0>1; the output reads those that lead to it.
        #expect(adjacency[3] == [0, 1, 0, 1, 0, 0, 0, 0, 0])
        #expect(adjacency[7] == [0, 0, 0, 0, 1, 1, 1, 1, 0])
        let published = HELPCellGraph(.reference).adjacency
        #expect(published[4] == [0, 1, 0, 0, 1, 0, 0, 0, 0])
        #expect(published[7] == [0, 0, 0, 1, 0, 1, 1, 1, 0])
    }

    @Test(
        "the rows that cells share and those of their own say what the whole graph says",
        arguments: HELPSettings.Mode.allCases)
    func contexts(mode: HELPSettings.Mode) {
        let graph = HELPCellGraph(mode)
        #expect(graph.contexts == 66)
        let inputs = graph.contextInputs()
        let mixing = graph.contextMixing()
        for cell in NASBench201().sample(40, seed: 3).map(\.genes) {
            let columns = HELPCellGraph.columns(cell)
            for node in 0..<HELPCellGraph.nodes {
                // A X by its definition.
                let wanted = (0..<8).map { column in
                    (0..<9).reduce(Float(0)) {
                        $0 + (columns[$1] == column ? Float(graph.adjacency[node][$1]) : 0)
                    }
                }
                let read = (0..<6).filter { graph.adjacency[node][$0] > 0 }.map { graph.place($0, cell) }
                #expect(graph.contextsRead(by: node, cell) == read)
                let found = graph.columnsRead(by: node, cell)
                #expect((0..<8).map { column in Float(found.count { $0 == column }) } == wanted)
                guard node < 6 else { continue }
                let place = graph.place(node, cell)
                #expect(Array(inputs[place * 8..<place * 8 + 8]) == wanted)
                let row = Array(mixing[place * 66..<place * 66 + 66])
                #expect(row.indices.filter { row[$0] == 1 } == read.sorted())
            }
        }
    }

    @Test("a block of FBNet is six bits: kernel, then expansion; a skip has none")
    func blocks() throws {
        let encoding = try HELPEncoding(FBNet(), .strict)
        let row = encoding.row(Architecture([0, 6, 8] + [Int](repeating: 8, count: 19)))
        #expect(row.count == 132 && encoding.width == 132)
        #expect(Array(row.prefix(18)) == [1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(row.dropFirst(18).allSatisfy { $0 == 0 })
    }

    @Test(
        "once-for-all networks are kernels, expansions and a resolution of 25; layers that are not there are zeros"
    )
    func onceForAll() throws {
        let space = OFAMobileNetV3()
        let encoding = try HELPEncoding(space, .strict)
        let text =
            String(repeating: "3575", count: 5) + ":" + String(repeating: "3466", count: 5) + ":24343:132"
        let row = encoding.row(try space.parse(text))
        #expect(row.count == 145 && encoding.width == 145)
        // The first unit has two layers, the second four.
        #expect(Array(row.prefix(12)) == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(row[12..<24]) == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0])
        #expect(Array(row[60..<72]) == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(row[120..<145]).firstIndex(of: 1) == 1 && row[120...].reduce(0, +) == 1)
        let small = try space.parse(text.replacing(":132", with: ":112"))
        #expect { try encoding.check(small, of: space) } throws: { "\($0)".contains("112 pixels") }
    }

    @Test(
        "a device's vector is its references' latencies from 0 to 1; what is missing comes from devices alike"
    )
    func vector() throws {
        #expect(HELPReferences.vector([2, 4, 3]) == [0, 1, 0.5])
        #expect(HELPReferences.vector([2, 2]) == [0, 0])
        var sources = TransferSources(
            space: NASBench201(), pool: NASBench201().sample(20, seed: 1), devices: ["a", "b"],
            rows: [Array(0..<20), Array(0..<20)], milliseconds: [])
        sources.milliseconds = [(0..<20).map { Double($0) + 1 }, (0..<20).map { 40 - Double($0) }]
        sources.references = [7, 3, 12]
        sources.referenceMilliseconds = [[8, 4, 13], [33, 37, 28]]
        var generator = SeededGenerator(seed: 1)
        let references = try HELPReferences(sources, count: 3, using: &generator)
        #expect(references.rows == [7, 3, 12])
        #expect(references.estimate([7: 80, 3: 40, 12: 130]) == [80, 40, 130])
        // Measured like the first device, where row 12 is 5 ms slower when row 7 is 4 ms slower than row 3.
        let estimate = references.estimate([7: 80, 3: 40])
        #expect(estimate[0] == 80 && estimate[1] == 40 && abs(estimate[2] - 130) < 2)
        // Nothing is known of any reference: as the devices have it on average, in the range of what was measured.
        let unknown = references.estimate([0: 10, 1: 20])
        #expect(unknown.allSatisfy { (10...20).contains($0) })
        // More than the task names are drawn from what all devices have.
        let more = try HELPReferences(sources, count: 6, using: &generator)
        #expect(more.rows.count == 6 && Set(more.rows).count == 6 && more.rows.prefix(3) == [7, 3, 12])
        #expect(more.milliseconds[0] == more.rows.map { Double($0) + 1 })
    }
}
