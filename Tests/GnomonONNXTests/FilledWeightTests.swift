import Foundation
import GnomonGraph
import GnomonONNX
import Testing

@Suite("Weights that are all alike")
struct FilledWeightTests {
    private func model(opset: Int64 = 17) throws -> ONNXModel {
        let values = [UInt8](repeating: 1, count: 4 * 64 * 64 * 9)
        let graph = Proto.graph(
            [
                .node("Conv", ["x", "w"], ["c"]), .node("Reshape", ["c", "s"], ["r"]),
                .node("Gather", ["r", "i"], ["y"]),
            ],
            inputs: [.info("x", [1, 64, 8, 8])], outputs: [.info("y", nil)],
            initializers: [
                .tensor("w", [64, 64, 3, 3], raw: values),
                .tensor("s", [2], type: 7, raw: little(Int64(64)) + little(Int64(36))),
                .tensor("i", [3], type: 7, raw: [Int64(1), 2, 3].flatMap { little($0) }),
            ])
        return try ONNXReader.read(bytes: Proto.model(opset: opset, graph).bytes)
    }

    @Test("take no room in the file and keep the hash", arguments: [ONNXWriter.Weights.zeros, .constant])
    func small(weights: ONNXWriter.Weights) throws {
        let network = try model().network.prepared()
        let bytes = try ONNXWriter.data(network, weights: weights)
        #expect(bytes.count < 1500)
        let again = try ONNXReader.read(bytes: bytes).network
        #expect(again.nodes.first?.op.typeName == "ConstantOfShape")
        #expect(try again.prepared().canonicalHash() == network.canonicalHash())
        #expect(try again.prepared().totalCost() == network.totalCost())
    }

    @Test("are zeros, or near what synthetic ones are")
    func values() throws {
        let network = try model().network.prepared()
        func fill(_ weights: ONNXWriter.Weights) throws -> Payload? {
            let bytes = try ONNXWriter.data(network, weights: weights)
            let node = try ONNXReader.read(bytes: bytes).network.nodes[0]
            guard case .tensor(let tensor)? = node.attributes["value"] else { return nil }
            return tensor.payload
        }
        #expect(try fill(.zeros) == .floats([0]))
        guard case .floats(let values)? = try fill(.constant) else {
            Issue.record("no value")
            return
        }
        #expect(values.count == 1)
        #expect(values.allSatisfy { $0 > 0.01 && $0 < 0.1 })
    }

    @Test("leave shapes and indices as they are")
    func kept() throws {
        let again = try ONNXReader.read(bytes: ONNXWriter.data(model().network, weights: .zeros)).network
        #expect(try again.tensor(named: "s").payload == .integers([64, 36]))
        #expect(try again.tensor(named: "i").payload == .integers([1, 2, 3]))
    }

    @Test("are written out where the operator set has no such node")
    func old() throws {
        let bytes = try ONNXWriter.data(model(opset: 8).network, weights: .zeros)
        let again = try ONNXReader.read(bytes: bytes).network
        #expect(!again.nodes.contains { $0.op.typeName == "ConstantOfShape" })
        #expect(bytes.count > 4 * 64 * 64 * 9)
    }

    @Test("stand beside quantisers that older operator sets understand")
    func quantised() throws {
        let scale = Proto.tensor("s", [], raw: little(Float(0.5).bitPattern))
        let zero = Proto.tensor("z", [], type: 2, raw: [0])
        let graph = Proto.graph(
            [.node("QuantizeLinear", ["x", "s", "z"], ["y"])], outputs: [.info("y", [1, 4], type: 2)],
            initializers: [scale, zero])
        let network = try ONNXReader.read(bytes: Proto.model(opset: 13, graph).bytes).network.prepared()
        let again = try ONNXReader.read(bytes: ONNXWriter.data(network, weights: .copied)).network
        #expect(again.nodes[0].attributes["precision"] == nil)
        #expect(again.nodes[0].attributes["output_dtype"] == nil)
        #expect(try again.prepared().canonicalHash() == network.canonicalHash())
    }
}
