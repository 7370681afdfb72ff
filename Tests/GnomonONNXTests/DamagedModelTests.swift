import GnomonGraph
import GnomonONNX
import Testing

@Suite("Damaged models that once got through")
struct DamagedModelTests {
    @Test("A tensor without an element type is refused, as initializer and as attribute")
    func untyped() {
        let tensor = Proto().ints(1, [2]).text(8, "w")
        let added = Proto.graph([.node("Add", ["x", "w"], ["y"])], initializers: [tensor])
        #expect(errorReading(.model(added))?.code.rawValue == "graph.elementType")
        let value = Proto().text(1, "value").message(5, Proto().ints(1, [126])).int(20, 4)
        let filled = Proto.graph([.node("ConstantOfShape", ["x"], ["y"], [value])])
        #expect(errorReading(.model(filled))?.code.rawValue == "graph.elementType")
    }

    @Test("A body that is no graph is refused, and a graph the operator does not have is ignored")
    func bodies() throws {
        let body = Proto.graph([.node("Neg", ["x"], ["n"])], inputs: [], outputs: [.info("n", nil)])
        func model(_ attributes: [Proto]) -> Proto {
            .model(
                .graph(
                    [.node("If", ["c"], ["y"], attributes)],
                    inputs: [.info("x", [1, 4]), .info("c", [], type: 9)]))
        }
        let numbers = Proto().text(1, "then_branch").float(7, 1).int(20, 6)
        let found = errorReading(model([numbers, .attribute("else_branch", graph: body)]))
        #expect(found?.code.rawValue == "graph.attribute")
        let both = [Proto.attribute("then_branch", graph: body), .attribute("else_branch", graph: body)]
        let more = both + [Proto.attribute("other", graph: body)]
        #expect(try ONNXReader.read(bytes: model(more).bytes).network.nodes[0].bodies.count == 2)
    }
}
