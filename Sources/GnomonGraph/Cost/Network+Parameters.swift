extension Network {
    /// The trained tensors live nodes read, each once, in order of first use.
    ///
    /// A constant computed from others stands for the stored ones it is computed from, so that a gathered or
    /// expanded table counts once at its stored size.
    /// - Complexity: O(nodes + edges).
    public func parameterTensors() -> [TensorID] {
        var walk = ParameterWalk(network: self)
        for node in nodes where node.state == .live { walk.visit(node) }
        return walk.found
    }

    /// The trained tensors behind the operands of one node, each once.
    func parameterTensors(of node: Node) -> [TensorID] {
        var walk = ParameterWalk(network: self)
        walk.visit(node)
        return walk.found
    }
}

/// A search from nodes back to the constants a file stores.
private struct ParameterWalk {
    let network: Network
    private(set) var found: [TensorID] = []
    private var seen: Set<TensorID> = []

    init(network: Network) { self.network = network }

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
        for case let (slot, input?) in node.inputs.enumerated() {
            guard definition?.isParameter(slot: slot) != true, definition?.isBuffer(slot: slot) != true
            else { continue }
            consider(input, isRead: isRead, into: &waiting)
        }
    }

    private mutating func consider(_ input: TensorID, isRead: Bool, into waiting: inout [TensorID]) {
        let tensor = network[input]
        guard tensor.role == .constant else { return }
        let producer = tensor.producer.map { network[$0] }
        let isMade = producer.map { $0.inputs.isEmpty || (isRead && $0.op.kind == .constantOfShape) }
        if isMade == false {
            if producer?.op.kind != .constantOfShape, seen.insert(input).inserted { waiting.append(input) }
        } else if tensor.elementType != .int64, tensor.elementType != .bool,
            tensor.shape?.elements ?? 0 > 1, seen.insert(input).inserted
        {
            found.append(input)
        }
    }
}
