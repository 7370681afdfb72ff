/// ONNX Runtime's own operators on quantised numbers: values, scale and zero point for each operand.
enum QuantisedFamily {
    static let definitions: [OperatorDefinition] =
        [
            binary(.microsoftQLinearAdd, 7...8, [0, 3], .output(5)),
            binary(.microsoftQLinearMul, 7...8, [0, 3], .output(5)),
            binary(.microsoftQLinearWhere, 9...9, [0, 1, 4], .output(3)),
            binary(.microsoftMulInteger, 3...4, [0, 2], .output(1), type: .int32),
            same(.microsoftQLinearSigmoid, 4...5, .output(7, transcendentals: 1)),
            same(.microsoftQLinearLeakyRelu, 4...5, .output(6), [.float("alpha", 0.01)]),
            same(
                .microsoftQLinearSoftmax, 5...5, .output(9, transcendentals: 1),
                [.int("axis", -1), .int("opset", 13)]),
            reduction(.microsoftQLinearReduceMean, 4...5, nil),
            reduction(.microsoftReduceSumInteger, 1...1, .int32),
            OperatorDefinition(
                .microsoftQLinearConcat, 3...Int.max, attributes: [.int("axis")],
                infer: { (f) throws(GraphError) in try inferConcat(f) }, cost: .output(4)),
            OperatorDefinition(
                .microsoftQuantizeLinear, 2...3, attributes: [.int("axis", 1)],
                infer: { (f) in [Inferred(f.has(2) ? f.type(2) : .uint8, f.shape(0))] }, cost: .output(2)),
            OperatorDefinition(
                .microsoftDequantizeLinear, 2...3, attributes: [.int("axis", 1)],
                infer: { (f) in [Inferred(f.type(1), f.shape(0))] }, cost: .output(2)),
        ] + products

    private static let products: [OperatorDefinition] = [
        product(.microsoftDynamicQuantizeMatMul, 3...5, type: nil, bias: 4, other: 2, scale: 2),
        product(.microsoftMatMulIntegerToFloat, 4...7, type: nil, bias: 6, other: 2, scale: 3),
        product(.microsoftMatMulInteger16, 2...2, type: .int32, bias: nil, other: 0, scale: 0),
        packed(
            .microsoftMatMulNBits, 3...6,
            [.int("bits", 4), .int("accuracy_level", 0), .int("weight_prepacked")]),
        packed(
            .microsoftMatMulBnb4, 3...3, [.int("quant_type"), .int("training_mode", 0), .int("transB", 1)]),
        OperatorDefinition(
            .microsoftQGemm, 6...9, attributes: [.float("alpha", 1), .int("transA", 0), .int("transB", 0)],
            infer: { (f) throws(GraphError) in
                let type = f.has(8) ? f.type(8) : .float32
                guard let a = f.shape(0), let b = f.shape(3) else { return [Inferred(type, nil)] }
                return [
                    Inferred(
                        type,
                        try MatrixFamily.product(oriented(a, f.int("transA")), oriented(b, f.int("transB"))))
                ]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let a = c.facts.shape(0), let n = c.n, a.rank == 2,
                    let macs = try Checked.product(n, a.dims[c.facts.int("transA") != 0 ? 0 : 1].value)
                else { return nil }
                return Work(macs: macs, other: UInt64(n) * (c.facts.has(6) ? 3 : 2))
            }),
    ]

    private static func oriented(_ shape: Shape, _ transposed: Int) -> Shape {
        guard transposed != 0, shape.rank == 2 else { return shape }
        return Shape([shape.dims[1], shape.dims[0]])
    }

    private static func binary(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ slots: [Int], _ cost: CostRule,
        type: ElementType? = nil
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, arityOptional: Array(0..<inputs.lowerBound).filter { !slots.contains($0) },
            infer: { (f) throws(GraphError) in
                let type = type ?? f.type(slots[slots.count - 1])
                var shape: Shape?
                for slot in slots {
                    guard let next = f.shape(slot) else { return [Inferred(type, nil)] }
                    shape = try shape.map { (s) throws(GraphError) in try Shape.broadcast(s, next) } ?? next
                }
                return [Inferred(type, shape)]
            }, cost: cost)
    }

    private static func same(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ cost: CostRule, _ attributes: [AttributeRule] = []
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, attributes: attributes, arityOptional: [2],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: cost)
    }

    private static func reduction(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ type: ElementType?
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, attributes: [.ints("axes"), .int("keepdims", 1)],
            arityOptional: [2],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(type ?? f.type(0), nil)] }
                let axes = try InferRules.axes(f.ints("axes") ?? Array(0..<x.rank), rank: x.rank)
                let shape = ReductionFamily.reduced(x, axes: axes, keep: f.int("keepdims", 1) != 0)
                return [Inferred(type ?? f.type(0), shape)]
            }, cost: .input(1))
    }

    /// A matrix product of integers that ends in floats.
    private static func product(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, type: ElementType?, bias: Int?, other: UInt64,
        scale: Int
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs,
            infer: { (f) throws(GraphError) in
                try MatrixFamily.infer(f, right: 1, type: type ?? f.type(scale))
            },
            cost: .custom { (c) throws(GraphError) in
                guard var work = try MatrixFamily.cost(c, bias: false), let n = c.n else { return nil }
                let isBiased = bias.map { c.facts.has($0) } ?? false
                work.other = try Checked.multiply(UInt64(n), other + (isBiased ? 1 : 0))
                return work
            })
    }

    /// A product with weights packed in blocks of a few bits; N and K are attributes.
    private static func packed(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, _ extra: [AttributeRule]
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, attributes: [.int("K"), .int("N"), .int("block_size")] + extra,
            infer: { (f) throws(GraphError) in
                let inner = f.int("K")
                let outer = f.int("N")
                guard inner >= 1, outer >= 1 else { throw GraphError(.attribute, "K and N are needed") }
                guard let a = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                guard let last = a.dims.last, Dim.agree(last, .known(inner)) else {
                    throw GraphError(.shape, "the input has shape \(a), expected \(inner) on its last axis")
                }
                return [Inferred(f.type(0), Shape(a.dims.dropLast() + [.known(outer)]))]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let n = c.n, let macs = try Checked.product(n, c.facts.int("K")) else { return nil }
                return Work(macs: macs, other: c.facts.has(5) ? UInt64(n) : 0)
            })
    }

    private static func inferConcat(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let slots = stride(from: 2, to: facts.operands.count, by: 3)
        guard (facts.operands.count - 2) % 3 == 0 else {
            throw GraphError(.arity, "each part needs values, scale and zero point")
        }
        guard let first = facts.shape(2) else { return [Inferred(facts.type(2), nil)] }
        let axis = try InferRules.axis(facts.int("axis"), rank: first.rank)
        var dims = first.dims
        for slot in slots.dropFirst() {
            guard let next = facts.shape(slot) else { return [Inferred(facts.type(2), nil)] }
            guard next.rank == first.rank,
                (0..<first.rank).allSatisfy({ $0 == axis || Dim.agree(dims[$0], next.dims[$0]) })
            else { throw GraphError(.shape, "\(first) and \(next) cannot be joined along axis \(axis)") }
            if let a = dims[axis].value, let b = next.dims[axis].value {
                dims[axis] = .known(try Checked.add(a, b))
            } else {
                dims[axis] = .unknown
            }
        }
        return [Inferred(facts.type(2), Shape(dims))]
    }
}
