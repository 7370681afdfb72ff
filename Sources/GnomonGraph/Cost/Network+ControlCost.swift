extension Network {
    /// What a control-flow node takes: the dearer branch, or the body as often as it runs.
    ///
    /// - Returns: nil if the cost of a body or the number of trips is not known.
    func controlCost(_ node: Node, _ kind: OperatorKind) throws(GraphError) -> Cost? {
        var dearest: Cost?
        for body in node.bodies {
            guard let cost = try body.bodyCost() else { return nil }
            guard let other = dearest else {
                dearest = cost
                continue
            }
            if (cost.flops, cost.bytesRead) > (other.flops, other.bytesRead) { dearest = cost }
        }
        guard var cost = dearest else { return nil }
        if kind != .ifElse {
            guard let trips = node.trips else { return nil }
            try cost.multiply(by: UInt64(trips))
        }
        cost.parameters = try bodyParameters(of: node)
        for id in parameterTensors(of: node) {
            cost.parameters = try Checked.add(cost.parameters, UInt64(self[id].shape?.elements ?? 0))
        }
        return cost
    }

    /// The sum over all live nodes; nil if one of them is not known.
    private func bodyCost() throws(GraphError) -> Cost? {
        var total = Cost()
        for index in nodes.indices where nodes[index].state == .live {
            guard let cost = try cost(of: NodeID(index)) else { return nil }
            try total.add(cost)
        }
        return total
    }

    /// The trained numbers that the bodies of a node hold themselves.
    func bodyParameters(of node: Node) throws(GraphError) -> UInt64 {
        var total: UInt64 = 0
        for body in node.bodies {
            let given = Set(body.inputs)
            for id in body.parameterTensors() where !given.contains(id) {
                total = try Checked.add(total, UInt64(body[id].shape?.elements ?? 0))
            }
            for inner in body.nodes where inner.state == .live && !inner.bodies.isEmpty {
                total = try Checked.add(total, try body.bodyParameters(of: inner))
            }
        }
        return total
    }
}

extension Node {
    /// How often the body of a prepared loop runs in one inference; nil if that is not known, or for anything else.
    public var trips: Int? { int(ControlFamily.trips) }

    /// How many of the last inputs are tensors that the bodies use without being handed them.
    public var captureCount: Int { min(max(int(ControlFamily.captures) ?? 0, 0), inputs.count) }

    /// The captured inputs that a body reads as trained numbers.
    func capturedParameters() -> [TensorID] {
        let captured = inputs.suffix(captureCount)
        var result: [TensorID] = []
        for body in bodies {
            let trained = Set(body.parameterTensors())
            for (inner, outer) in zip(body.inputs.suffix(captured.count), captured)
            where trained.contains(inner) {
                if let outer { result.append(outer) }
            }
        }
        return result
    }
}

extension Cost {
    /// The cost of several runs.
    ///
    /// - Throws: `graph.overflow` if a product does not fit 64 bits.
    mutating func multiply(by count: UInt64) throws(GraphError) {
        macs = try Checked.multiply(macs, count)
        otherFLOPs = try Checked.multiply(otherFLOPs, count)
        transcendentals = try Checked.multiply(transcendentals, count)
        bytesRead = try Checked.multiply(bytesRead, count)
        bytesWritten = try Checked.multiply(bytesWritten, count)
        weightBytes = try Checked.multiply(weightBytes, count)
    }
}
