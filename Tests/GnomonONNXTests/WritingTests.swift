import Foundation
import GnomonGraph
import GnomonONNX
import Testing

@Suite("Writing models")
struct WritingTests {
    @Test("What was written reads back as it was, with real weights")
    func roundTrip() throws {
        let model = try ONNXReader.read(bytes: smallModel())
        let bytes = try ONNXWriter.data(model.network, source: model.source, weights: .copied)
        let again = try ONNXReader.read(bytes: bytes).network
        #expect(again.nodes.map(\.op) == model.network.nodes.map(\.op))
        #expect(again.nodes.map(\.attributes) == model.network.nodes.map(\.attributes))
        #expect(again.nodes.map(\.name) == model.network.nodes.map(\.name))
        for tensor in model.network.tensors {
            let other = try again.tensor(named: tensor.name)
            #expect(other.shape == tensor.shape)
            #expect(other.payload == tensor.payload)
            #expect(other.elementType == tensor.elementType)
        }
        #expect(try ONNXWriter.data(again, weights: .copied) == bytes)
    }

    @Test("With numbers for names, they lead back to the network")
    func ids() throws {
        let network = try ONNXReader.read(bytes: smallModel()).network
        let again = try ONNXReader.read(
            bytes: try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 1))
        ).network
        #expect(again.nodes.map(\.name) == ["n0", "n1"])
        #expect(again.inputs.map { again[$0].name } == network.inputs.map { "t\($0.index)" })
        #expect(again.outputs.map { again[$0].name } == network.outputs.map { "t\($0.index)" })
    }

    @Test("Synthetic weights depend on the seed alone, and are neither zero nor subnormal")
    func synthetic() throws {
        let network = try ONNXReader.read(bytes: smallModel()).network
        func weights(_ seed: UInt64) throws -> [Double] {
            let bytes = try ONNXWriter.data(network, weights: .synthetic(seed: seed))
            guard
                case .floats(let values) = try ONNXReader.read(bytes: bytes).network.tensor(named: "w")
                    .payload
            else { return [] }
            return values
        }
        let one = try weights(1)
        #expect(one.count == 16)
        #expect(one == (try weights(1)))
        #expect(one != (try weights(2)))
        #expect(one.allSatisfy { abs($0) > 1e-4 && abs($0) < 10 })
    }

    private func chain(state: NodeState = .removed) -> Network {
        var network = Network(opset: 20)
        for name in ["x", "i", "y"] {
            network.tensors.append(Tensor(name: name, elementType: .float32, shape: Shape([2])))
        }
        network.tensors[0].role = .input
        network.tensors[1].producer = NodeID(0)
        network.tensors[2].producer = NodeID(1)
        network.nodes = [
            Node(
                name: "same", op: .unknown(domain: "", type: "Identity"), inputs: [TensorID(0)],
                outputs: [TensorID(1)], state: state),
            Node(
                name: "act", op: .unknown(domain: "", type: "Relu"), inputs: [TensorID(1)],
                outputs: [TensorID(2)]),
        ]
        network.inputs = [TensorID(0)]
        network.outputs = [TensorID(2)]
        return network
    }

    @Test("Removed nodes are other names of their inputs, dead ones are left out")
    func removed() throws {
        let again = try ONNXReader.read(bytes: try ONNXWriter.data(chain(), weights: .absent)).network
        #expect(again.nodes.map(\.name) == ["act"])
        #expect(again.nodes[0].inputs == [again.inputs[0]])
    }

    @Test("A removed node at the end gives its output name to the node before, or becomes a copy of an input")
    func removedOutputs() throws {
        var network = chain(state: .live)
        network.nodes[1].state = .removed
        let renamed = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent)).network
        #expect(renamed.nodes.map(\.name) == ["same"])
        #expect(renamed.outputs.map { renamed[$0].name } == ["y"])
        network.nodes[0].state = .removed
        let copied = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent)).network
        #expect(copied.nodes.map(\.op.typeName) == ["Identity"])
        #expect(copied.outputs.map { copied[$0].name } == ["y"])
    }

    @Test("An output twice, a constant as output and nodes out of order are written correctly")
    func oddGraphs() throws {
        var network = chain(state: .live)
        network.tensors.append(
            Tensor(
                name: "k", elementType: .float32, shape: Shape([1]), role: .constant, payload: .floats([2])))
        network.outputs = [TensorID(2), TensorID(3), TensorID(1)]
        network.nodes.swapAt(0, 1)
        network.tensors[1].producer = NodeID(1)
        network.tensors[2].producer = NodeID(0)
        let again = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .copied)).network
        #expect(again.nodes.map(\.name).prefix(2) == ["same", "act"])
        #expect(again.outputs.map { again[$0].name } == ["y", "k", "i"])
    }

    @Test("Empty and equal names become unique")
    func uniqueNames() throws {
        var network = chain(state: .live)
        for index in network.tensors.indices { network.tensors[index].name = index == 0 ? "" : "same" }
        let again = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent)).network
        #expect(Set(again.tensors.map(\.name)).count == 3)
        #expect(again.nodes.count == 2)
    }

    private func adding(_ tensor: Tensor) -> Network {
        var network = chain(state: .live)
        network.tensors.append(tensor)
        network.nodes[1].op = .unknown(domain: "", type: "Add")
        network.nodes[1].inputs.append(TensorID(3))
        return network
    }

    @Test("Filled constants are expanded when small and made by a node when huge")
    func filled() throws {
        let small = adding(
            Tensor(name: "k", elementType: .float16, shape: Shape([3]), role: .constant, payload: .fill(0.5)))
        let one = try ONNXReader.read(bytes: try ONNXWriter.data(small, weights: .copied)).network
        #expect(try one.tensor(named: "k").payload == .floats([0.5, 0.5, 0.5]))
        let huge = adding(
            Tensor(
                name: "k", elementType: .float32, shape: Shape([1 << 30]), role: .constant,
                payload: .fill(0.5)))
        let bytes = try ONNXWriter.data(huge, weights: .copied)
        #expect(bytes.count < 1000)
        #expect(try ONNXReader.read(bytes: bytes).network.nodes.first?.op.typeName == "ConstantOfShape")
    }

    @Test(
        "Every narrow type survives",
        arguments: [ElementType.int4, .uint4, .int2, .uint2, .int8, .uint16, .bool, .int64])
    func integers(type: ElementType) throws {
        let values: [Int64] = [1, 0, 1, 1, 0]
        let network = adding(
            Tensor(
                name: "k", elementType: type, shape: Shape([5]), role: .constant, payload: .integers(values)))
        let again = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .copied)).network
        #expect(try again.tensor(named: "k").payload == .integers(values))
    }

    @Test("Values nobody has are an error for copies, made up otherwise")
    func missing() throws {
        for (payload, code) in [
            (Payload.external, ONNXError.Code.externalData), (.absent, .missingValues),
            (.fileRange(offset: 0, count: 8), .missingValues),
        ] {
            let network = adding(
                Tensor(name: "k", elementType: .float32, shape: Shape([2]), role: .constant, payload: payload)
            )
            #expect { try ONNXWriter.data(network, weights: .copied) } throws: {
                ($0 as? ONNXError)?.code == code
            }
            let made = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .synthetic(seed: 3)))
                .network
            guard case .floats(let values) = try made.tensor(named: "k").payload else {
                Issue.record("no values")
                continue
            }
            #expect(values.allSatisfy { abs($0) > 1e-4 })
            let none = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent)).network
            #expect(try none.tensor(named: "k").payload == .absent)
        }
    }

    @Test("A model beyond 2 GiB is refused before anything is written")
    func tooBig() throws {
        let network = adding(
            Tensor(
                name: "k", elementType: .float32, shape: Shape([1 << 29]), role: .constant, payload: .absent))
        #expect { try ONNXWriter.data(network, weights: .synthetic(seed: 0)) } throws: {
            ($0 as? ONNXError)?.code == .tooBig
        }
    }

    @Test(
        "Newer operator sets are lowered to the usual one unless something needs them; own attributes stay behind"
    )
    func opsets() throws {
        var network = chain(state: .live)
        network.opset = 27
        network.nodes[1].attributes = ["gnomon.note": .int(1), "axis": .int(0)]
        let lowered = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent))
        #expect(lowered.opsets == ["": 20])
        #expect(lowered.irVersion == 10)
        #expect(lowered.network.nodes[1].attributes == ["axis": .int(0)])
        network.tensors[0].elementType = .int4
        #expect(try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent)).opsets == ["": 27])
        network.tensors[0].elementType = .float32
        network.nodes[1].op = .unknown(domain: "com.microsoft", type: "FusedThing")
        network.opset = 13
        let foreign = try ONNXReader.read(bytes: try ONNXWriter.data(network, weights: .absent))
        #expect(foreign.opsets == ["": 13, "com.microsoft": 1])
    }

    @Test("A file appears complete or not at all")
    func files() throws {
        let folder = try TemporaryFolder()
        let model = try ONNXReader.read(bytes: smallModel())
        let path = folder.path("out.onnx")
        try ONNXWriter.write(model.network, source: model.source, weights: .copied, toPath: path)
        #expect(try ONNXReader.read(path: path).network.nodes.count == 2)
        #expect(throws: ONNXError.self) {
            try ONNXWriter.write(model.network, weights: .copied, toPath: folder.path("no/such/folder.onnx"))
        }
        let bad = adding(
            Tensor(name: "k", elementType: .float32, shape: Shape([2]), role: .constant, payload: .external))
        #expect(throws: ONNXError.self) {
            try ONNXWriter.write(bad, weights: .copied, toPath: folder.path("bad.onnx"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.onnx"])
    }
}
