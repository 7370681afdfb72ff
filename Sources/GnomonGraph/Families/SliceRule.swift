/// Slicing: starts, ends, axes and steps in four constant inputs.
enum SliceRule {
    static func normalise(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        let old = node.ints("axes")
        InferRules.moveToInput(&node, "starts", slot: 1, &pool)
        InferRules.moveToInput(&node, "ends", slot: 2, &pool)
        guard let starts = node.ints("starts")?.count ?? facts.shape(1)?.sizes?.first else { return }
        guard starts <= Limits.rank else { throw GraphError(.shape, "\(starts) starts are more than axes") }
        let given = old ?? facts.knownIntegers(3) ?? (node.input(3) == nil ? Array(0..<starts) : nil)
        if let given {
            var axes = given
            if let rank = facts.shape(0)?.rank { axes = try InferRules.axes(given, rank: rank) }
            if node.input(3) == nil || axes != given { node.setInput(3, pool.integers(axes)) }
        }
        if node.input(4) == nil { node.setInput(4, pool.integers(Array(repeating: 1, count: starts))) }
    }

    static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        guard let axes = facts.knownIntegers(3) else {
            return [Inferred(facts.type(0), Shape(Array(repeating: Dim.unknown, count: x.rank)))]
        }
        var dims = x.dims
        for (index, raw) in axes.enumerated() {
            let axis = try InferRules.axis(raw, rank: x.rank)
            guard let size = x.dims[axis].value, let range = try range(facts, index, size: size) else {
                dims[axis] = isWhole(facts, index) ? dims[axis] : .unknown
                continue
            }
            if case .bounded = x.dims[axis] {
                dims[axis] = .bounded(range.count)
            } else {
                dims[axis] = .known(range.count)
            }
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    /// Whether a slice of a free axis takes all of it.
    private static func isWhole(_ facts: NodeFacts, _ index: Int) -> Bool {
        guard let start = entry(facts, 1, index), let end = entry(facts, 2, index),
            let step = entry(facts, 4, index)
        else { return false }
        return start == 0 && step == 1 && end >= Int(Int32.max)
    }

    private static func entry(_ facts: NodeFacts, _ slot: Int, _ index: Int) -> Int? {
        guard let values = facts.integers(slot), index < values.count, let value = values[index] else {
            return nil
        }
        return Int(value)
    }

    /// First element, step and count along an axis; nil if an entry is unknown.
    static func range(
        _ facts: NodeFacts, _ index: Int, size: Int
    ) throws(GraphError) -> (start: Int, step: Int, count: Int)? {
        guard let start = entry(facts, 1, index), let end = entry(facts, 2, index),
            let step = entry(facts, 4, index)
        else { return nil }
        guard step != 0 else { throw GraphError(.parameter, "a step is 0") }
        let lowest = step > 0 ? 0 : -1
        let highest = step > 0 ? size : size - 1
        func clamped(_ value: Int, from lowest: Int) -> Int {
            let positive = value < 0 ? (value < -size ? lowest : value + size) : value
            return Swift.min(Swift.max(positive, lowest), highest)
        }
        let first = clamped(start, from: 0)
        let last = clamped(end, from: lowest)
        let distance = step > 0 ? last - first : first - last
        let stride = step == Int.min ? Int.max : abs(step)
        let count = distance <= 0 ? 0 : (distance - 1) / stride + 1
        return (first, step, count)
    }
}
