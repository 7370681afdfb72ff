import GnomonGraph

/// Which nodes of a network are written, in which order, and what stands for the tensors of the others.
struct EmittedGraph {
    let network: Network
    /// The nodes to write, each after those whose results it reads.
    private(set) var nodes: [Int] = []
    private var isEmitted: [Bool]

    init(_ network: Network) throws(ONNXError) {
        self.network = network
        isEmitted = [Bool](repeating: false, count: network.nodes.count)
        for index in network.nodes.indices where EmittedGraph.isWritten(network.nodes[index], network) {
            isEmitted[index] = true
            nodes.append(index)
        }
        if !isOrdered { try sort() }
    }

    /// Live nodes are written; a removed one only where it is more than another name for its input.
    private static func isWritten(_ node: Node, _ network: Network) -> Bool {
        switch node.state {
        case .live: return true
        case .dead: return false
        case .removed:
            guard case .some(.some(let output)) = node.outputs.first, network[output].role != .constant,
                case .some(.some(let input)) = node.inputs.first
            else { return false }
            let (from, to) = (network[input], network[output])
            if let before = from.shape, let after = to.shape, before != after { return true }
            return from.elementType != to.elementType && from.elementType != .undefined
                && to.elementType != .undefined
        }
    }

    /// The tensor that has the same values: removed nodes hand their first input through.
    func resolve(_ id: TensorID) -> TensorID {
        var current = id
        for _ in 0...network.nodes.count {
            guard let producer = network[current].producer, !isEmitted[producer.index],
                network[current].role != .constant, network[producer].state == .removed,
                case .some(.some(let input)) = network[producer].inputs.first
            else { return current }
            current = input
        }
        return current
    }

    /// Whether the node turns numbers into quantised ones or back.
    func isQuantiser(_ node: Node) -> Bool {
        ["QuantizeLinear", "DequantizeLinear"].contains(OperatorNames.names(node.op).type)
    }

    /// Whether a written node computes the tensor.
    func isComputed(_ id: TensorID) -> Bool {
        network[id].producer.map { isEmitted[$0.index] } ?? false
    }

    private var isOrdered: Bool {
        var seen = [Bool](repeating: false, count: network.nodes.count)
        for index in nodes {
            for case let input? in network.nodes[index].inputs {
                if let producer = network[resolve(input)].producer, isEmitted[producer.index],
                    !seen[producer.index]
                {
                    return false
                }
            }
            seen[index] = true
        }
        return true
    }

    /// Kahn's algorithm.
    private mutating func sort() throws(ONNXError) {
        var waiting = [Int](repeating: 0, count: network.nodes.count)
        var readers = [[Int]](repeating: [], count: network.nodes.count)
        for index in nodes {
            for case let input? in network.nodes[index].inputs {
                guard let producer = network[resolve(input)].producer, isEmitted[producer.index] else {
                    continue
                }
                waiting[index] += 1
                readers[producer.index].append(index)
            }
        }
        var order = nodes.filter { waiting[$0] == 0 }
        var next = 0
        while next < order.count {
            for reader in readers[order[next]] {
                waiting[reader] -= 1
                if waiting[reader] == 0 { order.append(reader) }
            }
            next += 1
        }
        guard order.count == nodes.count else {
            let stuck = nodes.first { waiting[$0] > 0 }.map { network.nodes[$0].name.shown } ?? ""
            throw ONNXError(graph: .cycle, "nodes depend on each other in a circle", at: "node \(stuck)")
        }
        nodes = order
    }
}
