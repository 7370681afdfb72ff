import GnomonGraph
import GnomonONNX
import Testing

@Suite("Bodies and local functions")
struct ControlFlowTests {
    private func conditional(_ depth: Int) -> Proto {
        let relu = Proto.node("Relu", ["x"], ["r\(depth)"])
        let inner = depth == 0 ? relu : conditional(depth - 1)
        let result = depth == 0 ? "r0" : "i\(depth - 1)"
        let taken = Proto.graph([inner], inputs: [], outputs: [.info(result, nil)])
        let other = Proto.graph(
            [.node("Neg", ["x"], ["n\(depth)"])], inputs: [], outputs: [.info("n\(depth)", nil)])
        return .node(
            "If", ["c"], ["i\(depth)"], name: "if\(depth)",
            [.attribute("else_branch", graph: other), .attribute("then_branch", graph: taken)])
    }

    private func model(nested depth: Int) -> Proto {
        .model(
            .graph(
                [conditional(depth)], inputs: [.info("x", [1, 4]), .info("c", [], type: 9)],
                outputs: [.info("i\(depth)", [1, 4])]))
    }

    @Test("Bodies come then, else, and take outer tensors as inputs at the end")
    func bodies() throws {
        let network = try ONNXReader.read(bytes: model(nested: 1).bytes).network
        let node = network.nodes[0]
        #expect(node.bodies.count == 2)
        #expect(node.bodies[0].nodes.map(\.op.typeName) == ["If"])
        #expect(node.bodies[1].nodes.map(\.op.typeName) == ["Neg"])
        #expect(node.attributes["gnomon.captures"] == .int(2))
        #expect(node.inputs.compactMap { $0.map { network[$0].name } } == ["c", "c", "x"])
        for body in node.bodies { #expect(body.inputs.map { body[$0].name } == ["c", "x"]) }
    }

    @Test(
        "Bodies survive writing, with names kept and with numbers", arguments: [ONNXWriter.Names.kept, .ids])
    func written(names: ONNXWriter.Names) throws {
        let network = try ONNXReader.read(bytes: model(nested: 3).bytes).network
        let bytes = try ONNXWriter.data(network, names: names, weights: .copied)
        let again = try ONNXReader.read(bytes: bytes).network
        #expect(again.nodes[0].inputs.count == 3)
        #expect(again.nodes[0].bodies[0].nodes[0].bodies[1].nodes.map(\.op.typeName) == ["Neg"])
        #expect(try ONNXWriter.data(again, names: names, weights: .copied).count == bytes.count)
    }

    @Test("Nesting works to the limit and is refused beyond")
    func depth() {
        #expect(errorReading(model(nested: 23)) == nil)
        #expect(errorReading(model(nested: 25))?.code == .tooDeep)
        #expect(errorReading(model(nested: 200))?.code == .tooDeep)
    }

    @Test("A body cannot use a tensor of its sibling")
    func sibling() throws {
        let one = Proto.graph([.node("Relu", ["x"], ["secret"])], inputs: [], outputs: [.info("secret", nil)])
        let two = Proto.graph([.node("Neg", ["secret"], ["n"])], inputs: [], outputs: [.info("n", nil)])
        let node = Proto.node(
            "If", ["x"], ["y"],
            [.attribute("then_branch", graph: one), .attribute("else_branch", graph: two)])
        let error = try #require(errorReading(.model(.graph([node]))))
        #expect(error.code.rawValue == "graph.undefinedInput")
        #expect(error.message.contains("`secret`"))
    }

    private func function(_ name: String, inputs: [String] = ["a"], _ nodes: [Proto], more: Proto = Proto())
        -> Proto
    {
        Proto().text(1, name).texts(4, inputs).text(5, "b").messages(7, nodes).text(10, "local").raw(
            more.bytes)
    }

    @Test("Local functions are inlined, attribute references replaced, defaults used")
    func inlined() throws {
        let reference = Proto().text(1, "alpha").int(20, 1).text(21, "slope")
        let leaky = function(
            "F", [.node("LeakyRelu", ["a"], ["t"], name: "l", [reference]), .node("Relu", ["t"], ["b"])],
            more: Proto().message(11, Proto().text(1, "slope").float(2, 0.5).int(20, 1)))
        let graph = Proto.graph([
            .node("F", ["x"], ["h"], name: "one", domain: "local"),
            .node(
                "F", ["h"], ["y"], name: "two", domain: "local",
                [Proto().text(1, "slope").float(2, 0.125).int(20, 1)]),
        ])
        let network = try ONNXReader.read(bytes: Proto.model(functions: [leaky], graph).bytes).network
        #expect(network.nodes.map(\.op.typeName) == ["LeakyRelu", "Relu", "LeakyRelu", "Relu"])
        #expect(network.nodes.map { $0.attributes["alpha"] } == [.float(0.5), nil, .float(0.125), nil])
        #expect(network.nodes[0].name == "one/l")
        #expect(network.nodes[2].inputs == [network.nodes[1].outputs[0]])
        #expect(network[network.outputs[0]].producer == NodeID(3))
    }

    @Test("A function that hands its input through becomes a copy")
    func handedThrough() throws {
        let same = Proto().text(1, "F").text(4, "a").text(5, "a").text(10, "local")
        let graph = Proto.graph([.node("F", ["x"], ["y"], domain: "local")])
        let network = try ONNXReader.read(bytes: Proto.model(functions: [same], graph).bytes).network
        #expect(network.nodes.map(\.op.typeName) == ["Identity"])
    }

    @Test("Functions that call themselves are a cycle, printed as a chain")
    func recursive() throws {
        let f = function("F", [.node("G", ["a"], ["b"], domain: "local")])
        let g = function("G", [.node("F", ["a"], ["b"], domain: "local")])
        let graph = Proto.graph([.node("F", ["x"], ["y"], domain: "local")])
        let error = try #require(errorReading(.model(functions: [f, g], graph)))
        #expect(error.code.rawValue == "graph.cycle")
        #expect(error.message.contains("`local.F` -> `local.G` -> `local.F`"))
    }

    @Test("Calls of wrong arity, or without a required attribute, are errors")
    func arity() {
        let f = function("F", [.node("Relu", ["a"], ["b"])], more: Proto().text(6, "needed"))
        let call = { (inputs: [String], attributes: [Proto]) in
            errorReading(
                .model(functions: [f], .graph([.node("F", inputs, ["y"], domain: "local", attributes)])))?
                .code.rawValue
        }
        #expect(call(["x"], [.attribute("needed", int: 1)]) == nil)
        #expect(call(["x"], []) == "graph.arity")
        #expect(call(["x", "x"], [.attribute("needed", int: 1)]) == "graph.arity")
    }

    @Test("Functions that double at every level run into the limit of nodes, not of memory or time")
    func explosion() {
        let levels = (0..<40).map { level in
            Proto().text(1, "F\(level)").text(10, "local").messages(
                7, level == 0 ? [] : [0, 1].map { _ in .node("F\(level - 1)", [], [], domain: "local") })
        }
        let graph = Proto.graph([.node("F39", [], [], domain: "local"), .node("Relu", ["x"], ["y"])])
        #expect(errorReading(.model(functions: levels, graph))?.code == .limit)
    }

    @Test("Names inside a function that nothing defines are errors")
    func undefined() {
        let f = function("F", [.node("Add", ["a", "nowhere"], ["b"])])
        let graph = Proto.graph([.node("F", ["x"], ["y"], domain: "local")])
        #expect(errorReading(.model(functions: [f], graph))?.code.rawValue == "graph.undefinedInput")
    }
}
