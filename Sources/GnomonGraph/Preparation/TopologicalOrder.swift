extension Network {
    /// The place of a node in messages: its name and type, or its position where it has no name.
    public func place(of id: NodeID) -> String {
        Network.place(of: nodes[id.index], at: id.index)
    }

    /// The place in messages of a node that is not in the network yet.
    static func place(of node: Node, at index: Int) -> String {
        let name = node.name.isEmpty ? "#\(index)" : node.name.shown
        return "node \(name) (\(node.op.typeName.shown))"
    }

    /// Puts the nodes in topological order and sets every tensor's producer.
    ///
    /// Nodes that are in order already stay as they are. Otherwise Kahn's algorithm, without recursion.
    /// - Throws: `graph.duplicateName`, `graph.undefinedInput` or `graph.cycle`.
    /// - Complexity: O(nodes + edges).
    mutating func sortTopologically() throws(GraphError) {
        try setProducers()
        if isSorted { return }
        let order = try kahnOrder()
        nodes = order.map { nodes[$0] }
        try setProducers()
    }

    /// Checks that every id is within the arrays.
    func checkIDs() throws(GraphError) {
        guard nodes.count <= Limits.nodes else {
            throw GraphError(
                .limit, "the network has \(nodes.count) nodes, at most \(Limits.nodes) are supported")
        }
        func check(_ id: TensorID) throws(GraphError) {
            guard tensors.indices.contains(id.index) else {
                throw GraphError(.undefinedInput, "there is no tensor \(id.index)")
            }
        }
        for id in inputs { try check(id) }
        for id in outputs { try check(id) }
        for node in nodes {
            for case let id? in node.inputs { try check(id) }
            for case let id? in node.outputs { try check(id) }
        }
        for tensor in tensors {
            guard let shape = tensor.shape else { continue }
            guard shape.rank <= Limits.rank else {
                throw GraphError(
                    .shape, "rank \(shape.rank) is too large, at most \(Limits.rank) is supported",
                    at: "tensor \(tensor.name.shown)")
            }
            if tensor.role == .constant {
                for case .known(let size) in shape.dims where size < 0 {
                    throw GraphError(.shape, "a size is \(size)", at: "tensor \(tensor.name.shown)")
                }
                do { _ = try Shape.product(shape.sizes ?? []) } catch {
                    throw error.located(at: "tensor \(tensor.name.shown)")
                }
            }
        }
    }

    private mutating func setProducers() throws(GraphError) {
        for index in tensors.indices where tensors[index].producer != nil { tensors[index].producer = nil }
        var errors: [GraphError] = []
        for index in nodes.indices where errors.count < Limits.errors {
            for case let output? in nodes[index].outputs {
                if let other = tensors[output.index].producer {
                    errors.append(
                        GraphError(
                            .duplicateName,
                            "the tensor \(tensors[output.index].name.shown) is written by \(place(of: other)) as well",
                            at: place(of: NodeID(index))))
                } else if tensors[output.index].role == .input {
                    errors.append(
                        GraphError(
                            .duplicateName,
                            "the input \(tensors[output.index].name.shown) of the network is written",
                            at: place(of: NodeID(index))))
                } else {
                    tensors[output.index].producer = NodeID(index)
                }
            }
        }
        if let error = GraphError.first(of: errors) { throw error }
        for id in inputs where tensors[id.index].role == .activation { tensors[id.index].role = .input }
        try checkDefined()
    }

    private func checkDefined() throws(GraphError) {
        func isDefined(_ id: TensorID) -> Bool {
            tensors[id.index].producer != nil || tensors[id.index].role != .activation
        }
        var errors: [GraphError] = []
        for (index, node) in nodes.enumerated() where errors.count < Limits.errors {
            for case let input? in node.inputs where !isDefined(input) {
                errors.append(
                    GraphError(
                        .undefinedInput, "nothing defines the tensor \(tensors[input.index].name.shown)",
                        at: place(of: NodeID(index))))
            }
        }
        for output in outputs where !isDefined(output) {
            errors.append(
                GraphError(
                    .undefinedInput, "nothing defines the output \(tensors[output.index].name.shown)"))
        }
        if let error = GraphError.first(of: errors) { throw error }
    }

    private var isSorted: Bool {
        for (index, node) in nodes.enumerated() {
            for case let input? in node.inputs {
                if let producer = tensors[input.index].producer, producer.index >= index { return false }
            }
        }
        return true
    }

    private func kahnOrder() throws(GraphError) -> [Int] {
        var waiting = Array(repeating: 0, count: nodes.count)
        let readers = consumers()
        for (index, node) in nodes.enumerated() {
            for case let input? in node.inputs where tensors[input.index].producer != nil {
                waiting[index] += 1
            }
        }
        var order = nodes.indices.filter { waiting[$0] == 0 }
        order.reserveCapacity(nodes.count)
        var next = 0
        while next < order.count {
            let node = nodes[order[next]]
            next += 1
            for case let output? in node.outputs {
                for reader in readers[output.index] {
                    waiting[reader.index] -= 1
                    if waiting[reader.index] == 0 { order.append(reader.index) }
                }
            }
        }
        guard order.count == nodes.count else { throw cycleError(waiting) }
        return order
    }

    /// Walks backwards among the nodes still waiting until one comes again.
    private func cycleError(_ waiting: [Int]) -> GraphError {
        var current = waiting.firstIndex { $0 > 0 } ?? 0
        var path: [Int] = []
        var seen: [Int: Int] = [:]
        while seen[current] == nil {
            seen[current] = path.count
            path.append(current)
            let back = nodes[current].inputs.compactMap { $0 }
                .compactMap { tensors[$0.index].producer?.index }.first { waiting[$0] > 0 }
            guard let back else { break }
            current = back
        }
        let circle = path[(seen[current] ?? 0)...].reversed()
        let names = circle.prefix(10).map { place(of: NodeID($0)) }.joined(separator: " -> ")
        return GraphError(.cycle, "\(circle.count) nodes depend on each other in a circle: \(names)")
    }
}
