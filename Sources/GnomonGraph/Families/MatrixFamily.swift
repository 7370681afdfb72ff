/// Matrix products.
enum MatrixFamily {
    static let fusedAttributes: [AttributeRule] = [
        .float("alpha", 1), .int("transA", 0), .int("transB", 0), .int("transBatchA", 0),
        .int("transBatchB", 0),
    ]

    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .matMul, 2...2, infer: { (f) throws(GraphError) in try infer(f, right: 1, type: f.type(0)) },
            cost: .custom { (c) throws(GraphError) in try cost(c, bias: false) }),
        OperatorDefinition(
            .matMulInteger, 2...4, infer: { (f) throws(GraphError) in try infer(f, right: 1, type: .int32) },
            cost: .custom { (c) throws(GraphError) in try cost(c, bias: false) }),
        OperatorDefinition(
            .qLinearMatMul, 8...8,
            infer: { (f) throws(GraphError) in try infer(f, right: 3, type: f.type(7)) },
            cost: .custom { (c) throws(GraphError) in try cost(c, bias: false) }),
        OperatorDefinition(
            .gemm, 2...3,
            attributes: [.float("alpha", 1), .float("beta", 1), .int("transA", 0), .int("transB", 0)],
            infer: { (f) throws(GraphError) in try inferGemm(f) },
            cost: .custom { (c) throws(GraphError) in try gemmCost(c) }),
        OperatorDefinition(
            .microsoftFusedMatMul, 2...2,
            attributes: fusedAttributes,
            infer: { (f) throws(GraphError) in try inferFused(f) },
            cost: .custom { (c) throws(GraphError) in try fusedCost(c) }),
        OperatorDefinition(
            .einsum, 1...Int.max, attributes: [.string("equation")],
            infer: { (f) throws(GraphError) in try Einsum(f).infer(f.type(0)) },
            cost: .custom { (c) throws(GraphError) in try Einsum(c.facts).cost() }),
        OperatorDefinition(
            .det, 1...1,
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                guard x.rank >= 2, Dim.agree(x.dims[x.rank - 1], x.dims[x.rank - 2]) else {
                    throw GraphError(.shape, "the input has shape \(x), expected square matrices")
                }
                return [Inferred(f.type(0), Shape(Array(x.dims.dropLast(2))))]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let side = c.facts.shape(0)?.sizes?.last else { return nil }
                return try Checked.product(c.n, side, side, side).map { Work(macs: $0 / 3) }
            }),
    ]

    static func infer(_ facts: NodeFacts, right: Int, type: ElementType) throws(GraphError) -> [Inferred] {
        guard let a = facts.shape(0), let b = facts.shape(right) else { return [Inferred(type, nil)] }
        return [Inferred(type, try product(a, b))]
    }

    /// The shape of a matrix product under NumPy's rules: vectors lose their axis, leading axes broadcast.
    static func product(_ a: Shape, _ b: Shape) throws(GraphError) -> Shape {
        guard a.rank >= 1, b.rank >= 1 else {
            throw GraphError(.shape, "\(a) and \(b) cannot be multiplied: scalars have no axes")
        }
        let inner = b.rank == 1 ? b.dims[0] : b.dims[b.rank - 2]
        guard Dim.agree(a.dims[a.rank - 1], inner) else {
            throw GraphError(.shape, "\(a) and \(b) cannot be multiplied: the inner sizes differ")
        }
        let batch = try Shape.broadcast(Shape(Array(a.dims.dropLast(2))), Shape(Array(b.dims.dropLast(2))))
        var dims = batch.dims
        if a.rank >= 2 { dims.append(a.dims[a.rank - 2]) }
        if b.rank >= 2 { dims.append(b.dims[b.rank - 1]) }
        return Shape(dims)
    }

    /// MACs: every output element is a dot product over the inner axis.
    static func cost(_ cost: CostFacts, bias: Bool) throws(GraphError) -> Work? {
        guard let inner = cost.facts.shape(0)?.dims.last?.value else { return nil }
        return try Checked.product(cost.n, inner).map { Work(macs: $0) }
    }

    static func inferGemm(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let a = facts.shape(0), let b = facts.shape(1) else { return [Inferred(facts.type(0), nil)] }
        guard a.rank == 2, b.rank == 2 else {
            throw GraphError(.shape, "\(a) and \(b) are not two matrices")
        }
        let transA = facts.int("transA") != 0
        let transB = facts.int("transB") != 0
        guard Dim.agree(a.dims[transA ? 0 : 1], b.dims[transB ? 1 : 0]) else {
            throw GraphError(.shape, "\(a) and \(b) cannot be multiplied: the inner sizes differ")
        }
        let result = Shape([a.dims[transA ? 1 : 0], b.dims[transB ? 0 : 1]])
        if let c = facts.shape(2) {
            let sum = try Shape.broadcast(c, result)
            if sum.rank > 2 { throw GraphError(.shape, "\(c) cannot be broadcast to \(result)") }
        }
        return [Inferred(facts.type(0), result)]
    }

    static func gemmCost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let a = cost.facts.shape(0)?.sizes, a.count == 2, let n = cost.n,
            let macs = try Checked.product(n, a[cost.facts.int("transA") != 0 ? 0 : 1])
        else { return nil }
        var work = Work(macs: macs)
        if cost.facts.has(2) { work.other += UInt64(n) }
        if cost.facts.float("alpha", 1) != 1 { work.other += UInt64(n) }
        return work
    }

    static func inferFused(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard var a = facts.shape(0), var b = facts.shape(1),
            facts.int("transBatchA") == 0, facts.int("transBatchB") == 0
        else { return [Inferred(facts.type(0), nil)] }
        if facts.int("transA") != 0, a.rank >= 2 { a.dims.swapAt(a.rank - 1, a.rank - 2) }
        if facts.int("transB") != 0, b.rank >= 2 { b.dims.swapAt(b.rank - 1, b.rank - 2) }
        return [Inferred(facts.type(0), try product(a, b))]
    }

    static func fusedCost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let a = cost.facts.shape(0), let n = cost.n else { return nil }
        let axis = cost.facts.int("transA") != 0 && a.rank >= 2 ? a.rank - 2 : a.rank - 1
        guard axis >= 0, let macs = try Checked.product(n, a.dims[axis].value) else { return nil }
        return Work(macs: macs, other: cost.facts.float("alpha", 1) != 1 ? UInt64(n) : 0)
    }
}
