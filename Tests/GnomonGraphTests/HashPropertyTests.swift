import GnomonStatistics
import Testing

@testable import GnomonGraph

@Suite("The canonical hash of random networks")
struct HashPropertyTests {
    /// A network of a few operators wired at random, some results used several times, some weights shared.
    private func random(_ dice: inout SeededGenerator) -> Network {
        var builder = NetworkBuilder()
        var values = [builder.input([1, 4, 6, 6])]
        let shared = builder.weight([4, 4, 3, 3])
        for _ in 0..<Int.random(in: 4...9, using: &dice) {
            let x = values.randomElement(using: &dice) ?? values[0]
            let y = values.randomElement(using: &dice) ?? values[0]
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: values.append(builder.node(.add, [x, y]))
            case 1: values.append(builder.node(.relu, [x]))
            case 2: values.append(builder.node(.sub, [x, y]))
            case 3:
                let weight = Bool.random(using: &dice) ? shared : builder.weight([4, 4, 3, 3])
                values.append(builder.node(.conv, [x, weight], ["pads": .ints([1, 1, 1, 1])]))
            case 4: values.append(builder.node(.mul, [x, y]))
            default: values.append(builder.node(.softmax, [x], ["axis": .int(1)]))
            }
        }
        builder.output(values[values.count - 1])
        builder.output(values.randomElement(using: &dice) ?? values[0])
        return builder.network
    }

    /// The same network with other names, the tensors and nodes in another order.
    private func shuffled(_ network: Network, _ dice: inout SeededGenerator) -> Network {
        var result = network
        let order = Array(network.tensors.indices).shuffled(using: &dice)
        var place = Array(repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { place[old] = new }
        func moved(_ id: TensorID?) -> TensorID? { id.map { TensorID(place[$0.index]) } }
        result.tensors = order.map { old in
            var tensor = network.tensors[old]
            tensor.name = Bool.random(using: &dice) ? "" : "v\(UInt32.random(in: 0...9, using: &dice))"
            tensor.producer = nil
            return tensor
        }
        result.inputs = network.inputs.compactMap(moved)
        result.outputs = network.outputs.compactMap(moved)
        result.nodes = network.nodes.shuffled(using: &dice).map { node in
            var node = node
            node.name = ""
            node.inputs = node.inputs.map(moved)
            node.outputs = node.outputs.map(moved)
            return node
        }
        return result
    }

    @Test("is kept by 10,000 random renamings and reorderings")
    func kept() throws {
        var dice = SeededGenerator(seed: 11)
        var hashes: Set<NetworkHash> = []
        for _ in 0..<100 {
            let network = random(&dice)
            let hash = try network.prepared().canonicalHash()
            hashes.insert(hash)
            for _ in 0..<100 {
                let other = try shuffled(network, &dice).prepared().canonicalHash()
                guard other == hash else {
                    Issue.record("a renamed network has another hash: \(network.nodes.map(\.op.typeName))")
                    return
                }
            }
        }
        #expect(hashes.count > 95)
    }

    @Test("is changed by every other operator, attribute, edge, slot and shape")
    func changed() throws {
        var dice = SeededGenerator(seed: 12)
        for _ in 0..<60 {
            var network = random(&dice)
            // Every result is an output, so that nothing is dead.
            network.outputs = network.nodes.compactMap { $0.outputs[0] }
            let hash = try network.prepared().canonicalHash()
            for index in network.nodes.indices {
                for changed in variants(of: network, at: index) {
                    #expect(try changed.prepared().canonicalHash() != hash, "node \(index)")
                }
            }
            var wider = network
            wider[wider.inputs[0]].shape = Shape([2, 4, 6, 6])
            #expect(try wider.prepared().canonicalHash() != hash)
        }
    }

    /// Networks that differ in one thing at one node.
    private func variants(of network: Network, at index: Int) -> [Network] {
        let node = network.nodes[index]
        var result: [Network] = []
        func add(_ change: (inout Node) -> Void) {
            var copy = network
            change(&copy.nodes[index])
            result.append(copy)
        }
        switch node.op.kind {
        case .relu?: add { $0.op = .known(.exp) }
        case .add?: add { $0.op = .known(.sub) }
        case .softmax?: add { $0.attributes["axis"] = .int(2) }
        case .conv?:
            add {
                $0.attributes["group"] = .int(1); $0.attributes["dilations"] = .ints([1, 2])
            }
        case .sub? where node.inputs[0] != node.inputs[1]: add { $0.inputs.swapAt(0, 1) }
        default: break
        }
        return result.filter { (try? $0.prepared()) != nil }
    }
}
