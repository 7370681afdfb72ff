/// What a body is given for one of its inputs, or returns.
struct BodyValue: Equatable {
    var type: ElementType
    var shape: Shape?
    var container = TensorContainer.tensor
    var numbers: Numbers?
    /// The values, where the tensor outside is a constant.
    var payload: Payload?
    var isConstant = false

    static func == (left: BodyValue, right: BodyValue) -> Bool {
        left.type == right.type && left.shape == right.shape && left.container == right.container
    }

    var inferred: Inferred {
        var result = Inferred(type, shape)
        result.container = container
        return result
    }
}

/// A body prepared for what its inputs are, and what it returns.
struct PreparedBody {
    var network: Network
    var outputs: [BodyValue]
}

extension Preparation {
    /// Types and shapes of what a control-flow node returns, with its bodies prepared.
    mutating func inferControl(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        switch facts.kind {
        case .ifElse: try inferIf(&node, facts)
        case .loop: try inferLoop(&node, facts)
        case .scan: try inferScan(&node, facts)
        default: try inferSequenceMap(&node, facts)
        }
    }

    /// What is known of an input, as a body sees it.
    func value(_ slot: Int, _ node: Node, _ facts: NodeFacts, varies: Bool = false) throws(GraphError)
        -> BodyValue
    {
        guard let operand = facts.operand(slot) else {
            throw GraphError(.arity, "the required input \(slot) is absent")
        }
        var value = BodyValue(type: operand.type, shape: operand.shape, container: operand.container)
        if varies { return value }
        value.numbers = operand.numbers
        value.isConstant = operand.isConstant
        if operand.isConstant, let id = node.input(slot) { value.payload = network[id].payload }
        return value
    }

    /// The tensors that bodies use without being handed them.
    func captured(_ node: Node, _ facts: NodeFacts) throws(GraphError) -> [BodyValue] {
        var result: [BodyValue] = []
        for slot in (node.inputs.count - node.captureCount)..<node.inputs.count {
            result.append(try value(slot, node, facts))
        }
        return result
    }

    /// Prepares a body for what its inputs are.
    ///
    /// - Complexity: O(nodes + edges) of the body and those inside of it, counted in `visits`.
    mutating func prepare(_ body: Network, _ given: [BodyValue]) throws(GraphError) -> PreparedBody {
        guard depth < Limits.bodyDepth else {
            throw GraphError(.limit, "control flow is nested more than \(Limits.bodyDepth) deep")
        }
        guard body.inputs.count == given.count else {
            throw GraphError(.arity, "its body has \(body.inputs.count) inputs, expected \(given.count)")
        }
        var body = body
        try body.checkIDs()
        for (id, value) in zip(body.inputs, given) {
            if value.type != .undefined { body[id].elementType = value.type }
            body[id].shape = value.shape ?? body[id].shape.map(binding.bound)
            body[id].container = value.container
            body[id].payload = value.isConstant ? value.payload : nil
            body[id].role = value.isConstant ? .constant : .input
        }
        body.opset = network.opset
        body.warnings = []
        try body.sortTopologically()
        var around = binding
        around.warnings = []
        var inner = Preparation(body, around, depth: depth + 1)
        for (id, value) in zip(body.inputs, given) where value.numbers != nil {
            guard value.numbers?.count == body[id].shape?.elements else { continue }
            inner.values[id.index] = value.numbers
        }
        inner.visits = visits
        try inner.run()
        visits = inner.visits
        usedNames.formUnion(inner.usedNames)
        for name in inner.loops where !loops.contains(name) { loops.append(name) }
        for (type, count) in inner.unknownTypes { unknownTypes[type, default: 0] += count }
        _ = inner.close()
        for warning in inner.network.warnings { note(warning) }
        let outputs = inner.network.outputs.map { id in
            let tensor = inner.network[id]
            return BodyValue(
                type: tensor.elementType, shape: tensor.shape, container: tensor.container,
                numbers: inner.values[id.index], isConstant: tensor.role == .constant)
        }
        return PreparedBody(network: inner.network, outputs: outputs)
    }

    /// The only body of a loop.
    func onlyBody(_ node: Node) throws(GraphError) -> Network {
        guard node.bodies.count == 1, let body = node.bodies.first else {
            throw GraphError(.attribute, "it has \(node.bodies.count) bodies, expected one")
        }
        return body
    }
}
