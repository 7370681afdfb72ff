/// Padding: one begin and one end per axis in a constant input.
enum PadRule {
    static func normalise(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        InferRules.moveToInput(&node, "pads", slot: 1, &pool)
        if facts.opset < 11, let value = node.float("value"), value != 0, node.input(2) == nil {
            node.setInput(2, pool.scalar(Double(value), type: facts.type(0)))
        }
        guard node.input(3) != nil, let rank = facts.shape(0)?.rank,
            let pads = facts.knownIntegers(1), let given = facts.knownIntegers(3)
        else { return }
        let axes = try InferRules.axes(given, rank: rank)
        guard pads.count == axes.count * 2 else {
            throw GraphError(.shape, "\(pads.count) pads for \(axes.count) axes")
        }
        var full = Array(repeating: 0, count: rank * 2)
        for (index, axis) in axes.enumerated() {
            full[axis] = pads[index]
            full[axis + rank] = pads[index + axes.count]
        }
        node.setInput(1, pool.integers(full))
        node.setInput(3, nil)
    }

    static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        guard facts.has(1) else { throw GraphError(.arity, "the pads input is missing") }
        guard let pads = facts.integers(1), !facts.has(3) else {
            return [Inferred(facts.type(0), Shape(Array(repeating: Dim.unknown, count: x.rank)))]
        }
        guard pads.count == x.rank * 2 else {
            throw GraphError(.shape, "\(pads.count) pads for an input of shape \(x)")
        }
        var dims: [Dim] = []
        for (axis, dim) in x.dims.enumerated() {
            guard let begin = pads[axis], let end = pads[axis + x.rank] else {
                dims.append(.unknown)
                continue
            }
            if begin == 0, end == 0 {
                dims.append(dim)
                continue
            }
            dims.append(
                try dim.map { (size) throws(GraphError) in
                    let padded = try Checked.add(size, Checked.add(Int(begin), Int(end)))
                    guard padded >= 0 else {
                        throw GraphError(.shape, "pads remove more than axis \(axis) of \(x) has")
                    }
                    return padded
                })
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }
}
