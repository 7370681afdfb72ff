import GnomonGraph
import GnomonONNX
import Testing

@Suite("Reading a graph")
struct ReadingTests {
    @Test("A small model arrives whole: nodes, attributes, shapes, values, versions")
    func small() throws {
        let model = try ONNXReader.read(bytes: smallModel())
        let network = model.network
        #expect(model.irVersion == 8)
        #expect(model.opsets == ["": 17])
        #expect(network.opset == 17)
        #expect(network.producer == "test 1")
        #expect(network.nodes.map(\.op.typeName) == ["Conv", "LeakyRelu"])
        #expect(network.nodes[0].op == .known(.conv))
        #expect(network.nodes[0].attributes["kernel_shape"] == .ints([1, 1]))
        #expect(network.nodes[0].attributes["auto_pad"] == .string("NOTSET"))
        #expect(network.nodes[0].attributes["group"] == .int(1))
        #expect(network.nodes[1].attributes["alpha"] == .float(0.25))
        #expect(network.nodes[0].inputs.count == 3)
        #expect(network.nodes[0].inputs[2] == nil)
        #expect(network.inputs.map { network[$0].name } == ["x"])
        #expect(network[network.inputs[0]].shape == Shape([1, 4, 2, 2]))
        #expect(try network.tensor(named: "c").shape == Shape([1, 4, 2, 2]))
        #expect(try network.tensor(named: "c").producer == NodeID(0))
        let weights = try network.tensor(named: "w")
        #expect(weights.role == .constant)
        #expect(weights.payload == .floats((0..<16).map { Double($0) / 8 + 0.5 }))
    }

    @Test("The digest is that of the bytes")
    func digest() throws {
        let source = try ModelSource(bytes: Array("abc".utf8))
        #expect(
            try source.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = try ModelSource(bytes: [UInt8](repeating: 0x61, count: 1_000_000))
        #expect(
            try long.sha256() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("Inputs without a size get a symbol, also for 0 and -1; named ones keep their name")
    func symbols() throws {
        let named = Proto().message(1, Proto().text(2, "batch")).message(1, Proto().int(1, 0))
            .message(1, Proto().int(1, -1)).message(1, Proto()).message(1, Proto().int(1, 7))
        let input = Proto().text(1, "x").message(2, Proto().message(1, Proto().int(1, 1).message(2, named)))
        let model = Proto.model(.graph([.node("Relu", ["x"], ["y"])], inputs: [input]))
        let network = try ONNXReader.read(bytes: model.bytes).network
        #expect(
            network[network.inputs[0]].shape
                == Shape([.symbol("batch"), .symbol("x[1]"), .symbol("x[2]"), .symbol("x[3]"), .known(7)]))
    }

    @Test("An initializer among the inputs is a constant, wherever it stands in the file")
    func initializerAmongInputs() throws {
        let graph = Proto.graph(
            [.node("Add", ["x", "w"], ["y"])], inputs: [.info("w", [1]), .info("x", [1])],
            initializers: [.tensor("w", [1], raw: little(Float(1).bitPattern))])
        let network = try ONNXReader.read(bytes: Proto.model(graph).bytes).network
        #expect(network.inputs.map { network[$0].name } == ["x"])
        #expect(try network.tensor(named: "w").role == .constant)
    }

    @Test("Nodes may stand in any order, names may be empty or equal, unknown operators are kept")
    func anyOrder() throws {
        let graph = Proto.graph([
            .node("Frobnicate", ["a"], ["y"], name: "same", domain: "org.example"),
            .node("Relu", ["x"], ["a"], name: "same"),
        ])
        let network = try ONNXReader.read(bytes: Proto.model(graph).bytes).network
        #expect(network.nodes[0].op == .unknown(domain: "org.example", type: "Frobnicate"))
        #expect(network.nodes.map(\.name) == ["same", "same"])
        #expect(network[try #require(network.nodes[0].inputs[0])].producer == NodeID(1))
    }

    @Test("A graph in two pieces merges")
    func merged() throws {
        let first = Proto().message(1, .node("Relu", ["x"], ["a"])).message(11, .info("x", [2]))
        let second = Proto().message(1, .node("Relu", ["a"], ["y"])).message(12, .info("y", [2]))
        let model = Proto().int(1, 8).message(7, first).message(8, Proto().int(2, 13)).message(7, second)
        let network = try ONNXReader.read(bytes: model.bytes).network
        #expect(network.nodes.count == 2)
        #expect(network.opset == 13)
    }

    @Test("Two definitions of a tensor are an error that names both")
    func duplicate() throws {
        let graph = Proto.graph([
            .node("Relu", ["x"], ["y"], name: "first"), .node("Tanh", ["x"], ["y"], name: "second"),
        ])
        let error = try #require(errorReading(.model(graph)))
        #expect(error.code.rawValue == "graph.duplicateName")
        #expect(error.message.contains("`first` (Relu)"))
        #expect(error.message.contains("`second` (Tanh)"))
        let input = Proto.graph([.node("Relu", ["x"], ["x"])])
        #expect(errorReading(.model(input))?.code.rawValue == "graph.duplicateName")
    }

    @Test("A tensor nothing defines is an error with the nearest name")
    func undefined() throws {
        let graph = Proto.graph([
            .node("Relu", ["x"], ["hidden_1"]), .node("Tanh", ["hiden_1"], ["y"], name: "bad"),
        ])
        let error = try #require(errorReading(.model(graph)))
        #expect(error.code.rawValue == "graph.undefinedInput")
        #expect(error.place.contains("bad"))
        #expect(error.hint.contains("`hidden_1`"))
        let output = Proto.graph([.node("Relu", ["x"], ["z"])])
        #expect(errorReading(.model(output))?.code.rawValue == "graph.undefinedInput")
    }

    @Test("Missing or old operator sets are errors, newer ones a warning")
    func opsets() throws {
        let graph = Proto.graph([.node("Relu", ["x"], ["y"])])
        #expect(errorReading(.model(opset: nil, graph))?.code == .opset)
        #expect(errorReading(.model(opset: 3, graph))?.code == .opset)
        #expect(errorReading(.model(opset: -1, graph))?.code == .opset)
        #expect(errorReading(.model(opset: 7, graph)) == nil)
        let newer = try ONNXReader.read(bytes: Proto.model(opset: 99, graph).bytes).network
        #expect(newer.warnings.contains { $0.contains("99") })
        #expect(newer.opset == 99)
    }

    @Test("A model without graph or outputs is an error")
    func nothing() {
        #expect(errorReading(Proto().int(1, 8).message(8, Proto().int(2, 17)))?.code == .malformed)
        let graph = Proto.graph([.node("Relu", ["x"], ["y"])], outputs: [])
        #expect(errorReading(.model(graph))?.code.rawValue == "graph.nothingToRun")
    }

    @Test("An attribute of the wrong type, or twice there, is an error")
    func badAttributes() {
        let wrong = Proto().text(1, "alpha").float(2, 1).int(20, 2)
        let one = Proto.graph([.node("LeakyRelu", ["x"], ["y"], [wrong])])
        #expect(errorReading(.model(one))?.code.rawValue == "graph.attribute")
        let twice = [Proto.attribute("axis", int: 1), Proto.attribute("axis", int: 1)]
        let two = Proto.graph([.node("Softmax", ["x"], ["y"], twice)])
        #expect(errorReading(.model(two))?.code.rawValue == "graph.attribute")
    }

    @Test("Attributes of old files without a type are understood by their field")
    func untyped() throws {
        let attributes = [
            Proto().text(1, "a").int(3, 5), Proto().text(1, "b").ints(8, [1, 2]),
            Proto().text(1, "c").texts(9, ["p", "q"]),
            Proto().text(1, "d").float(7, 1.5),
        ]
        let model = Proto.model(.graph([.node("Relu", ["x"], ["y"], attributes)]))
        let node = try ONNXReader.read(bytes: model.bytes).network.nodes[0]
        #expect(
            node.attributes == [
                "a": .int(5), "b": .ints([1, 2]), "c": .strings(["p", "q"]), "d": .floats([1.5]),
            ])
    }
}
