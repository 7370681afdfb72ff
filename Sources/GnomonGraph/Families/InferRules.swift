/// Shape rules that many operators share.
enum InferRules {
    /// The output is like the first input.
    static func sameAsInput(_ facts: NodeFacts) -> [Inferred] {
        [Inferred(facts.type(0), facts.shape(0))]
    }

    /// All inputs broadcast together; comparisons give booleans.
    static func broadcast(_ facts: NodeFacts, type: ElementType? = nil) throws(GraphError) -> [Inferred] {
        let type = type ?? facts.type(0)
        guard var shape = facts.shape(0) else { return [Inferred(type, nil)] }
        for slot in 1..<Swift.max(facts.operands.count, 1) {
            guard let next = facts.shape(slot) else { return [Inferred(type, nil)] }
            if next == shape { continue }
            shape = try Shape.broadcast(shape, next)
        }
        return [Inferred(type, shape)]
    }

    /// An axis counted from the start.
    ///
    /// - Throws: `graph.shape` if the axis is outside the rank.
    static func axis(_ axis: Int, rank: Int, inclusive: Bool = false) throws(GraphError) -> Int {
        let upper = inclusive ? rank + 1 : rank
        let positive = axis < 0 ? axis + rank : axis
        guard positive >= 0, positive < upper else {
            throw GraphError(.shape, "axis \(axis) is outside a tensor of rank \(rank)")
        }
        return positive
    }

    /// A list of different axes counted from the start.
    static func axes(_ axes: [Int], rank: Int) throws(GraphError) -> [Int] {
        var result: [Int] = []
        var seen: UInt64 = 0
        for entry in axes {
            let axis = try axis(entry, rank: rank)
            guard seen >> UInt64(axis) & 1 == 0 else {
                throw GraphError(.shape, "axis \(axis) is listed twice")
            }
            seen |= 1 << UInt64(axis)
            result.append(axis)
        }
        return result
    }

    /// Counts the `axis` attribute of a node from the start, where the rank is known.
    static func normaliseAxis(
        _ node: inout Node, _ facts: NodeFacts, _ name: String = "axis", inclusive: Bool = false
    ) throws(GraphError) {
        guard let rank = facts.shape(0)?.rank, let given = node.int(name) else { return }
        let positive = try axis(given, rank: rank, inclusive: inclusive)
        if positive != given { node.set(name, int: positive) }
    }

    /// Turns a legacy integer-list attribute into a constant input.
    static func moveToInput(
        _ node: inout Node, _ name: String, slot: Int, _ pool: inout ConstantPool
    ) {
        guard let values = node.ints(name), node.input(slot) == nil else { return }
        node.setInput(slot, pool.integers(values))
    }
}
