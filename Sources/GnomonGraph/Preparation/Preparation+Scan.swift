extension Preparation {
    /// A scan: its body runs once for each slice of its last inputs.
    mutating func inferScan(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let body = try onlyBody(node)
        let isBatched = node.int(ControlFamily.batched) == 1
        let first = isBatched ? 1 : 0
        let own = node.inputs.count - node.captureCount
        guard let scanned = node.int("num_scan_inputs"), scanned >= 1, first + scanned <= own else {
            throw GraphError(.attribute, "num_scan_inputs does not fit its \(own) inputs")
        }
        let carried = own - first - scanned
        var start: [BodyValue] = []
        for slot in first..<(first + carried) {
            var value = try value(slot, node, facts, varies: true)
            if isBatched { try Preparation.removeAxis(0, of: &value) }
            start.append(value)
        }
        var trips = Dim.unknown
        var batch = Dim.known(1)
        var slices: [BodyValue] = []
        let axes = node.ints("scan_input_axes") ?? []
        for position in 0..<scanned {
            var value = try value(first + carried + position, node, facts, varies: true)
            var axis = isBatched ? 1 : (position < axes.count ? axes[position] : 0)
            if let shape = value.shape {
                axis = try InferRules.axis(axis, rank: shape.rank)
                trips = try Preparation.same(trips, shape.dims[axis])
                if isBatched { batch = shape.dims[0] }
            }
            try Preparation.removeAxis(axis, of: &value)
            if isBatched { try Preparation.removeAxis(0, of: &value) }
            slices.append(value)
        }
        let steady = try fixedPoint(
            body, lead: [], start: start, tail: slices + (try captured(node, facts)), results: 0, trips: nil)
        guard steady.body.outputs.count >= node.outputs.count else {
            throw GraphError(
                .arity, "its body has \(steady.body.outputs.count) outputs, expected \(node.outputs.count)")
        }
        node.bodies = [steady.body.network]
        if let count = trips.value, let times = batch.value {
            node.set(ControlFamily.trips, int: try Checked.multiply(count, times))
        }
        return try Preparation.scanned(
            steady, carried, trips, isBatched ? batch : nil, axes: node.ints("scan_output_axes") ?? [])
    }

    private static func scanned(
        _ steady: SteadyBody, _ carried: Int, _ trips: Dim, _ batch: Dim?, axes: [Int]
    ) throws(GraphError) -> [Inferred] {
        var results: [Inferred] = []
        for value in steady.state {
            var result = value.inferred
            if let batch { result.shape = result.shape.map { Shape([batch] + $0.dims) } }
            results.append(result)
        }
        for (position, output) in steady.body.outputs.dropFirst(carried).enumerated() {
            guard var dims = output.shape?.dims else {
                results.append(Inferred(output.type, nil))
                continue
            }
            if let batch {
                dims = [batch, trips] + dims
            } else {
                let axis = position < axes.count ? axes[position] : 0
                dims.insert(trips, at: try InferRules.axis(axis, rank: dims.count + 1))
            }
            results.append(Inferred(output.type, Shape(dims)))
        }
        return results
    }

    private static func removeAxis(_ axis: Int, of value: inout BodyValue) throws(GraphError) {
        guard var dims = value.shape?.dims else { return }
        guard dims.indices.contains(axis) else {
            throw GraphError(.shape, "axis \(axis) is outside a tensor of rank \(dims.count)")
        }
        dims.remove(at: axis)
        value.shape = Shape(dims)
    }

    private static func same(_ left: Dim, _ right: Dim) throws(GraphError) -> Dim {
        guard Dim.agree(left, right) else {
            throw GraphError(.shape, "its scan inputs have different lengths")
        }
        return Dim.merged(left, right)
    }

    /// A body that runs once for each element of a sequence.
    mutating func inferSequenceMap(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let body = try onlyBody(node)
        guard case .sequence(let elements)? = facts.operand(0)?.container else {
            throw GraphError(.elementType, "input 0 is no sequence")
        }
        var given: [BodyValue] = []
        for slot in 0..<(node.inputs.count - node.captureCount) {
            var value = try value(slot, node, facts, varies: true)
            if case .sequence = value.container { value.container = .tensor }
            given.append(value)
        }
        let prepared = try prepare(body, given + (try captured(node, facts)))
        guard prepared.outputs.count >= node.outputs.count else {
            throw GraphError(
                .arity, "its body has \(prepared.outputs.count) outputs, expected \(node.outputs.count)")
        }
        node.bodies = [prepared.network]
        if let count = elements?.count { node.set(ControlFamily.trips, int: count) }
        return prepared.outputs.map { output in
            let shapes = elements.map { Array(repeating: output.shape, count: $0.count) }
            return Inferred(sequenceOf: output.type, shapes, common: output.shape)
        }
    }
}
