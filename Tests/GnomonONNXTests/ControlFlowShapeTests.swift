import GnomonGraph
import GnomonONNX
import Testing

@Suite("Control flow in files")
struct ControlFlowShapeTests {
    /// A loop whose body uses a weight and a value of the graph around it.
    private func model(trips: Int64) -> Proto {
        let body = Proto.graph(
            [
                .node("MatMul", ["v", "w"], ["p"]), .node("Add", ["p", "x"], ["next"]),
                .node("Identity", ["c"], ["again"]),
            ],
            inputs: [.info("i", [], type: 7), .info("c", [], type: 9), .info("v", [2, 4])],
            outputs: [.info("again", nil, type: 9), .info("next", nil), .info("p", nil)])
        let loop = Proto.node(
            "Loop", ["m", "", "x"], ["last", "all"], name: "steps", [.attribute("body", graph: body)])
        return .model(
            .graph(
                [loop], inputs: [.info("x", [2, 4])],
                outputs: [.info("last", nil), .info("all", nil)],
                initializers: [
                    .tensor("w", [4, 4], raw: [UInt8](repeating: 0x3E, count: 64)),
                    .tensor("m", [], type: 7, raw: little(trips)),
                ]))
    }

    @Test("A loop is read, costed and written back with the same hash")
    func loop() throws {
        let network = try ONNXReader.read(bytes: model(trips: 3).bytes).network.prepared()
        #expect(network.outputs.map { network[$0].shape } == [Shape([2, 4]), Shape([3, 2, 4])])
        let cost = try network.totalCost()
        #expect(cost.macs == 3 * 2 * 4 * 4)
        #expect(cost.parameters == 16)
        for names in [ONNXWriter.Names.kept, .ids] {
            let bytes = try ONNXWriter.data(network, names: names, weights: .copied)
            let again = try ONNXReader.read(bytes: [UInt8](bytes)).network.prepared()
            #expect(again.canonicalHash() == network.canonicalHash())
            #expect(try again.totalCost() == cost)
        }
    }
}
