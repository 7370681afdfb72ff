extension Network {
    /// The trained tensors live nodes read, each once, in order of first use.
    ///
    /// A constant computed from others stands for the stored ones it is computed from, so that a gathered or
    /// expanded table counts once at its stored size.
    /// - Complexity: O(nodes + edges).
    public func parameterTensors() -> [TensorID] {
        var walk = ParameterWalk(network: self, isWhole: true)
        for index in nodes.indices where nodes[index].state == .live { walk.visit(nodes[index]) }
        return walk.found
    }

    /// What live nodes read, parameters of operators and stored statistics left out.
    func tensorsReadAsData() -> Set<TensorID> {
        var result: Set<TensorID> = []
        for index in nodes.indices where nodes[index].state == .live {
            guard let kind = nodes[index].op.kind else { continue }
            let definition = OperatorCatalog.definition(of: kind)
            for case let (slot, input?) in nodes[index].inputs.enumerated()
            where !definition.isParameter(slot: slot) && !definition.isBuffer(slot: slot) {
                result.insert(input)
            }
        }
        return result
    }

    /// The trained tensors behind the operands of one node, each once.
    func parameterTensors(of node: Node) -> [TensorID] {
        var walk = ParameterWalk(network: self, isWhole: false)
        walk.visit(node)
        return walk.found
    }
}

/// A search from nodes back to the constants a file stores.
private struct ParameterWalk {
    let network: Network
    private(set) var found: [TensorID] = []
    private var seen: Set<TensorID> = []
    /// Which tensors were seen, by index, where the whole network is walked.
    private var isSeen: [Bool]

    init(network: Network, isWhole: Bool) {
        self.network = network
        isSeen = isWhole ? [Bool](repeating: false, count: network.tensors.count) : []
    }

    /// Notes a tensor.
    ///
    /// - Returns: Whether it is seen for the first time.
    private mutating func note(_ id: TensorID) -> Bool {
        if isSeen.isEmpty { return seen.insert(id).inserted }
        if isSeen[id.index] { return false }
        isSeen[id.index] = true
        return true
    }

    /// Adds what the operands of a live node are made of.
    mutating func visit(_ node: Node) {
        var waiting: [TensorID] = []
        collect(node, into: &waiting, isRead: true)
        // A list instead of recursion: chains of folded nodes may be long.
        while let producer = waiting.popLast().flatMap({ network[$0].producer }) {
            collect(network[producer], into: &waiting, isRead: false)
        }
    }

    /// Adds the stored operands of a node, and puts the computed ones aside.
    ///
    /// What a node fills memory with is stored nowhere; it counts where a live node reads it as it is.
    private mutating func collect(_ node: Node, into waiting: inout [TensorID], isRead: Bool) {
        if !node.bodies.isEmpty {
            for input in node.capturedParameters() { consider(input, isRead: isRead, into: &waiting) }
            return
        }
        let definition = node.op.kind.map { OperatorCatalog.definition(of: $0) }
        for slot in node.inputs.indices {
            guard let input = node.inputs[slot], network.tensors[input.index].role == .constant else {
                continue
            }
            guard definition?.isParameter(slot: slot) != true, definition?.isBuffer(slot: slot) != true
            else { continue }
            consider(input, isRead: isRead, into: &waiting)
        }
    }

    private mutating func consider(_ input: TensorID, isRead: Bool, into waiting: inout [TensorID]) {
        guard network.tensors[input.index].role == .constant else { return }
        if let producer = network.tensors[input.index].producer?.index {
            let isFill = network.nodes[producer].op.kind == .constantOfShape
            if !network.nodes[producer].inputs.isEmpty, !(isRead && isFill) {
                if !isFill, note(input) { waiting.append(input) }
                return
            }
        }
        let type = network.tensors[input.index].elementType
        if type != .int64, type != .bool, network.tensors[input.index].shape?.elements ?? 0 > 1, note(input) {
            found.append(input)
        }
    }
}
