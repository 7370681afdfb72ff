import GnomonGraph
import Testing

@Suite("Real networks", .enabled(if: !Corpus.names.isEmpty, "no corpus; run Scripts/corpus"))
struct CorpusTests {
    @Test("is read and prepared with every shape and cost known", arguments: Corpus.names)
    func prepares(name: String) throws {
        let network = try Corpus.prepared(name)
        #expect(network.warnings.filter { $0.contains("unknown") || $0.contains("shape") } == [])
        for (index, node) in network.nodes.enumerated() where node.state == .live {
            for case let output? in node.outputs {
                #expect(network[output].shape?.elements != nil, "\(network.place(of: NodeID(index)))")
            }
            #expect(try network.cost(of: NodeID(index)) != nil, "\(network.place(of: NodeID(index)))")
        }
        let total = try network.totalCost()
        #expect(total.macs > 0)
        #expect(total.parameters > 0)
    }
}
