import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite("The graphs of nasflat")
struct NASFLATGraphsTests {
    /// The arcs of a graph as (from, to).
    private func arcs(_ graphs: NASFLATGraphs, _ row: Int) -> [[Int]] {
        var result: [[Int]] = []
        for from in 0..<graphs.nodes {
            for to in 0..<graphs.nodes {
                let place = (row * graphs.nodes + to) * graphs.nodes + from
                if graphs.arcs[place] != 0 { result.append([from, to]) }
            }
        }
        return result
    }

    @Test(
        "A cell's nodes are its edges; none cuts, skip is contracted, dead nodes keep their codes alone",
        arguments: [
            ([3, 0, 1, 0, 4, 2], [[0, 1], [1, 5], [1, 6], [5, 7], [6, 7]]),
            ([1, 1, 1, 1, 1, 1], [[0, 7]]),
            ([3, 0, 0, 0, 0, 0], []),
            ([3, 0, 0, 2, 0, 0], [[0, 4], [4, 7]]),
            (
                [2, 2, 2, 2, 2, 2],
                [[0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 6], [3, 6], [4, 7], [5, 7], [6, 7]]
            ),
        ])
    func cells(genes: [Int], wanted: [[Int]]) throws {
        let pool = [Architecture([4, 4, 4, 4, 4, 4]), Architecture(genes)]
        let graphs = try #require(NASFLATGraphs(pool, of: NASBench201(), .corrected))
        #expect(arcs(graphs, 1) == wanted)
        #expect(Array(graphs.symbols[8...]) == [6] + genes + [5])
        #expect(graphs.nodes == 8 && graphs.operators == 5)
        #expect(arcs(graphs.selecting([1]), 0) == wanted)
    }

    @Test("Layers of FBNet are a chain between an input and an output")
    func chain() throws {
        let genes = (0..<22).map { $0 % 9 }
        let graphs = try #require(NASFLATGraphs([Architecture(genes)], of: FBNet(), .corrected))
        #expect(graphs.nodes == 24 && graphs.symbols == [10] + genes + [9])
        #expect(arcs(graphs, 0) == (0..<23).map { [$0, $0 + 1] })
        // A node looks at itself and at what it reads.
        let seen = graphs.attention(.corrected)
        for to in 0..<24 {
            for from in 0..<24 { #expect((seen[to * 24 + from] == 0) == (from == to || from == to - 1)) }
        }
    }

    @Test("As published, FBNet has no messages, and its first and last layers are not seen")
    func reference() throws {
        let genes = (0..<22).map { $0 % 9 }
        let graphs = try #require(NASFLATGraphs([Architecture(genes)], of: FBNet(), .reference))
        #expect(graphs.nodes == 22 && graphs.symbols == [10] + genes[1..<21] + [9])
        #expect(arcs(graphs, 0) == (0..<22).map { [$0, $0] })
        #expect(graphs.attention(.reference) == graphs.arcs)
    }

    @Test("Other spaces have none")
    func others() {
        #expect(NASFLATGraphs(ProxylessNAS().sample(2, seed: 1), of: ProxylessNAS(), .corrected) == nil)
    }
}
