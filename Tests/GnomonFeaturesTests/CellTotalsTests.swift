import GnomonFeatures
import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Totals of NAS-Bench-201 cells")
struct CellTotalsTests {
    let cells = [[0, 0, 0, 0, 0, 0], [2, 2, 3, 0, 1, 4], [3, 3, 3, 3, 3, 3], [4, 1, 0, 2, 3, 4]]

    /// Operations as the benchmark counts them: a multiply-accumulate, a rectified number and each of the pixels of a
    /// pooling are one, a normalised number is two.
    func operations(_ network: Network) throws -> Double {
        var total = Double(try network.totalCost().macs)
        for node in network.nodes {
            guard let output = node.outputs.first.flatMap({ $0 }), let size = network[output].shape?.elements
            else {
                continue
            }
            switch node.op.kind {
            case .batchNormalization: total += 2 * Double(size)
            case .relu: total += Double(size)
            case .averagePool:
                let window = PoolingParameters(node, in: network)?.kernel ?? []
                total += Double(window.reduce(size, *))
            default: break
            }
        }
        return total
    }

    /// What training changes: means and variances of normalisations are no parameters.
    func trained(_ network: Network) -> Double {
        var count = 0
        for node in network.nodes {
            for (slot, input) in node.inputs.enumerated() {
                guard let input, network[input].payload == .absent else { continue }
                if node.op.kind == .batchNormalization, slot > 2 { continue }
                count += network[input].shape?.elements ?? 0
            }
        }
        return Double(count)
    }

    @Test("Operations and parameters grow by as much as those of our own networks")
    func slopes() throws {
        let space = NASBench201()
        let empty = CellTotals(Architecture(cells[0]))
        let emptyNetwork = try space.network(of: Architecture(cells[0])).prepared()
        let base = try operations(emptyNetwork)
        #expect(empty.operations == 0 && empty.parameters == 0)
        // Our network without any operator in its cells has the published 7.943872 million, but for the pooling at the
        // end, which is counted differently.
        #expect(abs(base / 7_943_872 - 1) < 1e-3)
        for genes in cells.dropFirst() {
            let totals = CellTotals(Architecture(genes))
            let network = try space.network(of: Architecture(genes)).prepared()
            #expect(try operations(network) - base == totals.operations)
            #expect(trained(network) - trained(emptyNetwork) == totals.parameters)
        }
    }

    @Test("Totals follow the published formula of counts")
    func formula() {
        for genes in cells {
            let (small, large, pools) = (
                Double(genes.count { $0 == 2 }), Double(genes.count { $0 == 3 }),
                Double(genes.count { $0 == 4 })
            )
            let totals = CellTotals(Architecture(genes))
            #expect(
                abs(totals.operations - (4_362_240 * small + 35_819_520 * large + 1_290_240 * pools)) < 1e-6)
            #expect(abs(totals.parameters - (28_000 * small + 243_040 * large)) < 1e-6)
        }
    }

    @Test("The longest path goes through the heaviest operators that are connected")
    func path() {
        #expect(CellTotals(Architecture([3, 3, 3, 3, 3, 3])).path == 4.5)
        #expect(CellTotals(Architecture([0, 0, 3, 0, 3, 3])).path == 0)
        #expect(abs(CellTotals(Architecture([1, 2, 4, 3, 0, 2])).path - 2) < 1e-12)
        #expect(CellTotals(Architecture([0, 0, 0, 1, 0, 0])).path == 0.05)
    }

    @Test("Dead operators are in the raw counts and in none of the live ones")
    func dead() {
        let totals = CellTotals(Architecture([3, 0, 0, 2, 0, 0]))
        #expect(totals.counts == [4, 0, 1, 1, 0])
        #expect(totals.liveCounts == [0, 0, 1, 0, 0])
    }

    @Test("Every cell has a place for each edge, live edge and pair of edges")
    func places() {
        for genes in cells {
            let places = CellTotals(Architecture(genes)).places
            #expect(places.count == 27)
            #expect(places.prefix(6).enumerated().allSatisfy { $0.element / 5 == $0.offset })
            #expect(places[6..<12].enumerated().allSatisfy { ($0.element - 30) / 5 == $0.offset })
            #expect(places[12...].enumerated().allSatisfy { ($0.element - 60) / 25 == $0.offset })
        }
        #expect(CellTotals(Architecture(cells[1])).analytic.count == CellTotals.analyticNames.count)
        #expect(CellTotals(Architecture(cells[1])).products.count == 34)
    }
}
