/// Operators whose output is the memory of their input.
enum ViewFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .reshape, 1...2, parameters: [1], traffic: .none, attributes: [.int("allowzero", 0)],
            legacy: [.ints("shape")],
            normalise: { (n, _, pool) in InferRules.moveToInput(&n, "shape", slot: 1, &pool) },
            infer: { (f) throws(GraphError) in try inferReshape(f) }, cost: .free, fold: Fold.view),
        OperatorDefinition(
            .flatten, 1...1, traffic: .none, attributes: [.int("axis", 1)],
            normalise: { (n, f, _) throws(GraphError) in
                try InferRules.normaliseAxis(&n, f, inclusive: true)
            },
            infer: { (f) throws(GraphError) in try inferFlatten(f) }, cost: .free, fold: Fold.view),
        OperatorDefinition(
            .squeeze, 1...2, parameters: [1], traffic: .none, legacy: [.ints("axes")],
            normalise: { (n, f, pool) throws(GraphError) in
                try normaliseAxes(&n, f, &pool, extra: false)
            },
            infer: { (f) throws(GraphError) in try inferSqueeze(f) }, cost: .free, fold: Fold.view),
        OperatorDefinition(
            .unsqueeze, 1...2, parameters: [1], traffic: .none, legacy: [.ints("axes")],
            normalise: { (n, f, pool) throws(GraphError) in
                try normaliseAxes(&n, f, &pool, extra: true)
            },
            infer: { (f) throws(GraphError) in try inferUnsqueeze(f) }, cost: .free, fold: Fold.view),
        OperatorDefinition(
            .identity, 1...1, traffic: .none,
            infer: { (f) in
                var result = Inferred(f.type(0), f.shape(0))
                result.container = f.operand(0)?.container ?? .tensor
                return [result]
            }, cost: .free,
            fold: Fold.view),
        OperatorDefinition(
            .dropout, 1...3, outputs: 1...2, parameters: [1, 2], traffic: .none,
            legacy: [.float("ratio"), .int("is_test"), .int("seed")],
            infer: { (f) in
                // The mask was of the type of the data before it became a truth value.
                [Inferred(f.type(0), f.shape(0)), Inferred(f.opset < 10 ? f.type(0) : .bool, f.shape(0))]
            }, cost: .free, fold: Fold.dropout),
    ]

    private static func normaliseAxes(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool, extra: Bool
    ) throws(GraphError) {
        guard let given = node.ints("axes") ?? facts.knownIntegers(1) else { return }
        var axes = given
        if let rank = facts.shape(0)?.rank {
            axes = try InferRules.axes(given, rank: extra ? rank + given.count : rank).sorted()
        }
        if node.input(1) == nil || axes != given { node.setInput(1, pool.integers(axes)) }
    }

    private static func inferReshape(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let type = facts.type(0)
        guard facts.has(1) else { throw GraphError(.arity, "the shape input is missing") }
        guard let wanted = facts.integers(1) else {
            let rank = facts.shape(1)?.sizes?.first
            return [
                Inferred(
                    type,
                    rank.flatMap { $0 <= Limits.rank ? Shape(Array(repeating: .unknown, count: $0)) : nil })
            ]
        }
        guard wanted.count <= Limits.rank else {
            throw GraphError(.shape, "rank \(wanted.count) is too large")
        }
        let x = facts.shape(0)
        var dims: [Dim] = []
        var free: Int?
        for (index, value) in wanted.enumerated() {
            switch value {
            case nil: dims.append(.unknown)
            case .some(-1):
                guard free == nil else { throw GraphError(.shape, "the new shape has two entries -1") }
                free = index
                dims.append(.unknown)
            case .some(0) where facts.int("allowzero") == 0:
                guard let x else {
                    dims.append(.unknown)
                    continue
                }
                guard index < x.rank else {
                    throw GraphError(.shape, "entry \(index) of the new shape is 0, but the input is \(x)")
                }
                dims.append(x.dims[index])
            case let size?:
                guard size >= 0 else { throw GraphError(.shape, "the new shape contains \(size)") }
                dims.append(.known(Int(size)))
            }
        }
        guard let x else { return [Inferred(type, Shape(dims))] }
        return [Inferred(type, try solve(x, dims, free: free))]
    }

    /// Finds the size of the free axis, or checks that the element counts agree.
    private static func solve(_ x: Shape, _ dims: [Dim], free: Int?) throws(GraphError) -> Shape {
        var dims = dims
        // Axes that stand unchanged on both sides cancel out, so one free size need not spoil the rest.
        var left = x.dims
        var right = dims
        if let free { right.remove(at: free) }
        for dim in right {
            if case .symbol = dim, let twin = left.firstIndex(of: dim), let own = right.firstIndex(of: dim) {
                left.remove(at: twin)
                right.remove(at: own)
            }
        }
        let isBounded = left.contains { if case .bounded = $0 { true } else { false } }
        guard let total = Shape(left).elements, let rest = Shape(right).elements else {
            // A single unknown entry is as good as a free one when everything else is known.
            if let sizes = Shape(left).elements, free == nil {
                let open = dims.indices.filter { dims[$0] == .unknown }
                let others = Shape(right.filter { $0 != .unknown }).elements
                if open.count == 1, let others, others > 0, sizes % others == 0 {
                    dims[open[0]] = isBounded ? .bounded(sizes / others) : .known(sizes / others)
                }
            }
            return Shape(dims)
        }
        guard let free else {
            guard total == rest || isBounded else {
                throw GraphError(
                    .shape, "\(x) has \(total) elements, the new shape \(Shape(dims)) has \(rest)")
            }
            return Shape(dims)
        }
        guard rest > 0 else {
            dims[free] = .known(0)
            return Shape(dims)
        }
        guard total % rest == 0 || isBounded else {
            throw GraphError(.shape, "\(x) has \(total) elements, which \(Shape(right)) does not divide")
        }
        dims[free] = isBounded ? .bounded(total / rest) : .known(total / rest)
        return Shape(dims)
    }

    private static func inferFlatten(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), Shape([.unknown, .unknown]))] }
        let axis = try InferRules.axis(facts.int("axis", 1), rank: x.rank, inclusive: true)
        let dims = [try product(x.dims[..<axis]), try product(x.dims[axis...])]
        return [Inferred(facts.type(0), Shape(dims))]
    }

    /// The size of several axes together.
    static func product(_ dims: ArraySlice<Dim>) throws(GraphError) -> Dim {
        let open = dims.filter { $0.value == nil }
        let others = dims.filter { $0 != .known(1) }
        if others.count == 1, let only = others.first { return only }
        guard open.isEmpty else { return .unknown }
        let size = try Shape.product(dims.compactMap(\.value))
        let isBounded = dims.contains { if case .bounded = $0 { true } else { false } }
        return isBounded ? .bounded(size) : .known(size)
    }

    private static func inferSqueeze(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        guard facts.has(1) else {
            guard x.sizes != nil else { return [Inferred(facts.type(0), nil)] }
            return [Inferred(facts.type(0), Shape(x.dims.filter { $0 != .known(1) }))]
        }
        guard let given = facts.knownIntegers(1) else { return [Inferred(facts.type(0), nil)] }
        let axes = try InferRules.axes(given, rank: x.rank)
        for axis in axes {
            if case .known(let size) = x.dims[axis], size != 1 {
                throw GraphError(.shape, "axis \(axis) of \(x) has the size \(size) and cannot be squeezed")
            }
        }
        return [Inferred(facts.type(0), ReductionFamily.reduced(x, axes: axes, keep: false))]
    }

    private static func inferUnsqueeze(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard facts.has(1) else { throw GraphError(.arity, "the axes input is missing") }
        guard let x = facts.shape(0), let given = facts.knownIntegers(1) else {
            return [Inferred(facts.type(0), nil)]
        }
        guard x.rank + given.count <= Limits.rank else {
            throw GraphError(.shape, "rank \(x.rank + given.count) is too large")
        }
        let axes = try InferRules.axes(given, rank: x.rank + given.count)
        var dims = x.dims
        for axis in axes.sorted() { dims.insert(.known(1), at: axis) }
        return [Inferred(facts.type(0), Shape(dims))]
    }
}
