extension Preparation {
    /// Puts the branch in the place of an `If` whose condition is known.
    ///
    /// - Returns: Whether that was done.
    mutating func replaced(_ node: Node, _ facts: NodeFacts) throws(GraphError) -> Bool {
        guard facts.kind == .ifElse, node.bodies.count == 2, let condition = facts.knownIntegers(0)?.first
        else { return false }
        var branch = node.bodies[condition != 0 ? 0 : 1]
        try branch.checkIDs()
        let outer = node.inputs.suffix(node.captureCount)
        guard branch.inputs.count == outer.count, branch.outputs.count >= node.outputs.count else {
            throw GraphError(
                .arity, "its branch has \(branch.outputs.count) outputs, expected \(node.outputs.count)")
        }
        for id in branch.inputs {
            branch[id].role = .input
            branch[id].payload = nil
        }
        try branch.sortTopologically()
        guard network.tensors.count + branch.tensors.count <= 4 * Limits.nodes else {
            throw GraphError(.limit, "the network with its branches has too many tensors")
        }
        var mapped = [TensorID?](repeating: nil, count: branch.tensors.count)
        for (inner, outside) in zip(branch.inputs, outer) { mapped[inner.index] = outside }
        for index in branch.tensors.indices where mapped[index] == nil {
            var tensor = branch.tensors[index]
            tensor.producer = nil
            mapped[index] = adopt(tensor)
        }
        var nodes = branch.nodes
        for index in nodes.indices {
            nodes[index].inputs = nodes[index].inputs.map { $0.flatMap { mapped[$0.index] } }
            nodes[index].outputs = nodes[index].outputs.map { $0.flatMap { mapped[$0.index] } }
        }
        for (inner, output) in zip(branch.outputs, node.outputs) {
            guard let output else { continue }
            nodes.append(Node(op: .known(.identity), inputs: [mapped[inner.index]], outputs: [output]))
        }
        insert(nodes)
        return true
    }

    /// Both branches, where the condition is not known before an input is.
    mutating func inferIf(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard node.bodies.count == 2 else {
            throw GraphError(.attribute, "it has \(node.bodies.count) branches, expected two")
        }
        let given = try captured(node, facts)
        let taken = try prepare(node.bodies[0], given)
        let other = try prepare(node.bodies[1], given)
        guard taken.outputs.count == other.outputs.count, taken.outputs.count >= node.outputs.count else {
            throw GraphError(
                .arity,
                "its branches have \(taken.outputs.count) and \(other.outputs.count) outputs, "
                    + "expected \(node.outputs.count)")
        }
        node.bodies = [taken.network, other.network]
        let place = Network.place(of: node, at: network.nodes.count)
        note("\(place): which branch is run depends on data; the cost is that of the dearer one")
        return zip(taken.outputs, other.outputs).map { Preparation.either($0, $1) }
    }

    /// What two branches return in one place: sizes that differ are bounded by the larger.
    private static func either(_ left: BodyValue, _ right: BodyValue) -> Inferred {
        var result = left.inferred
        if result.type == .undefined { result.type = right.type }
        if left.container != right.container { result.container = BodyValue.common(left, right) }
        guard let one = left.shape, let two = right.shape, one.rank == two.rank else {
            result.shape = nil
            return result
        }
        result.shape = Shape(
            zip(one.dims, two.dims).map { a, b in
                if a == b { return a }
                guard let a = a.value, let b = b.value else { return .unknown }
                return .bounded(max(a, b))
            })
        return result
    }
}

extension BodyValue {
    /// What is sure of a place that holds one or the other.
    static func common(_ left: BodyValue, _ right: BodyValue) -> TensorContainer {
        switch (left.container, right.container) {
        case (.sequence, .sequence): .sequence(nil)
        case (.optional(let content, _), .optional): .optional(content, isPresent: nil)
        default: left.container
        }
    }
}
