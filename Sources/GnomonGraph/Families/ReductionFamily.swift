/// Reductions along axes, and what orders or accumulates along one.
enum ReductionFamily {
    static let definitions: [OperatorDefinition] =
        [OperatorKind.reduceSum, .reduceMean, .reduceMax, .reduceMin, .reduceProd, .reduceL1].map {
            reduction($0, .input(1))
        } + [
            reduction(.reduceL2, .input(2)), reduction(.reduceSumSquare, .input(2)),
            reduction(.reduceLogSum, .input(1)), reduction(.reduceLogSumExp, .input(3, transcendentals: 1)),
            index(.argMax), index(.argMin),
            cumulative(.cumSum), cumulative(.cumProd),
            OperatorDefinition(
                .topK, 1...2, outputs: 1...2, parameters: [1],
                attributes: [.int("axis", -1), .int("largest", 1), .int("sorted", 1)], legacy: [.int("k")],
                normalise: { (n, f, pool) throws(GraphError) in
                    if let k = n.int("k"), n.input(1) == nil { n.setInput(1, pool.integers([k])) }
                    try InferRules.normaliseAxis(&n, f)
                },
                infer: { (f) throws(GraphError) in try inferTop(f) },
                cost: .custom { (c) throws(GraphError) in try topCost(c) }),
        ]

    private static func reduction(_ kind: OperatorKind, _ cost: CostRule) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...2, parameters: [1], attributes: [.int("keepdims", 1), .int("noop_with_empty_axes", 0)],
            legacy: [.ints("axes")],
            normalise: { (n, f, pool) throws(GraphError) in try normalise(&n, f, &pool) },
            infer: { (f) throws(GraphError) in try infer(f) }, cost: cost, fold: Fold.reduce)
    }

    private static func index(_ kind: OperatorKind) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1, attributes: [.int("axis", 0), .int("keepdims", 1), .int("select_last_index", 0)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(.int64, nil)] }
                let axis = try InferRules.axis(f.int("axis"), rank: x.rank)
                return [Inferred(.int64, reduced(x, axes: [axis], keep: f.int("keepdims", 1) != 0))]
            }, cost: .input(1))
    }

    private static func cumulative(_ kind: OperatorKind) -> OperatorDefinition {
        OperatorDefinition(
            kind, 2...2, parameters: [1], attributes: [.int("exclusive", 0), .int("reverse", 0)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .input(1), fold: Fold.cumulative)
    }

    /// Axes become a constant input, counted from the start.
    static func normalise(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        let given = node.ints("axes") ?? facts.knownIntegers(1)
        guard let given else { return }
        var axes = given
        if let rank = facts.shape(0)?.rank { axes = try InferRules.axes(given, rank: rank) }
        if node.input(1) == nil {
            if !axes.isEmpty { node.setInput(1, pool.integers(axes)) }
        } else if axes != given {
            node.setInput(1, pool.integers(axes))
        }
    }

    static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let keep = facts.int("keepdims", 1) != 0
        guard let axes = try axes(facts, rank: x.rank) else {
            let shape = keep ? Shape(Array(repeating: Dim.unknown, count: x.rank)) : nil
            return [Inferred(facts.type(0), shape)]
        }
        return [Inferred(facts.type(0), reduced(x, axes: axes, keep: keep))]
    }

    /// The axes a reduction works on; nil if they are not known.
    static func axes(_ facts: NodeFacts, rank: Int) throws(GraphError) -> [Int]? {
        guard facts.has(1) else {
            return facts.int("noop_with_empty_axes") != 0 ? [] : Array(0..<rank)
        }
        guard let axes = facts.knownIntegers(1) else { return nil }
        if axes.isEmpty { return facts.int("noop_with_empty_axes") != 0 ? [] : Array(0..<rank) }
        return try InferRules.axes(axes, rank: rank)
    }

    static func reduced(_ shape: Shape, axes: [Int], keep: Bool) -> Shape {
        var dims: [Dim] = []
        for (index, dim) in shape.dims.enumerated() {
            if !axes.contains(index) { dims.append(dim) } else if keep { dims.append(.known(1)) }
        }
        return Shape(dims)
    }

    private static func inferTop(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil), Inferred(.int64, nil)] }
        let axis = try InferRules.axis(facts.int("axis", -1), rank: x.rank)
        var dims = x.dims
        if let k = facts.knownIntegers(1)?.first {
            if k < 0 || k > dims[axis].value ?? k {
                throw GraphError(.parameter, "k is \(k) on an axis of \(dims[axis].value ?? 0)")
            }
            dims[axis] = .known(k)
        } else {
            dims[axis] = dims[axis].value.map { .bounded($0) } ?? .unknown
        }
        return [Inferred(facts.type(0), Shape(dims)), Inferred(.int64, Shape(dims))]
    }

    private static func topCost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let axis = cost.facts.attributes.int("axis"), let dims = cost.outputShape()?.dims,
            dims.indices.contains(axis), let k = dims[axis].value
        else { return nil }
        // ⌈log2(k + 1)⌉ comparisons keep a heap of k.
        let depth = Int.bitWidth - k.leadingZeroBitCount
        return try Checked.product(cost.i, depth).map { Work(other: $0) }
    }
}
