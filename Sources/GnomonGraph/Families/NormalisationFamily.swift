/// Normalisation layers.
enum NormalisationFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .batchNormalization, 5...5, outputs: 1...5, buffers: [3, 4],
            attributes: [.float("epsilon", 1e-5), .int("training_mode", 0)],
            legacy: [.int("spatial"), .float("momentum"), .int("is_test")],
            normalise: { (n, _, _) in
                // In inference there is one output; older files list statistics nobody reads.
                if n.int("training_mode") == 0 { n.outputs = Array(n.outputs.prefix(1)) }
            },
            infer: { (f) throws(GraphError) in
                let statistics = Inferred(f.type(3), f.shape(3))
                return try channelwise(f, slots: 1...4) + [statistics, statistics]
            }, cost: .output(2)),
        OperatorDefinition(
            .layerNormalization, 2...3, outputs: 1...3,
            attributes: [.int("axis", -1), .float("epsilon", 1e-5), .int("stash_type", 1)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in try overAxes(f) }, cost: .output(8)),
        OperatorDefinition(
            .rmsNormalization, 2...2,
            attributes: [.int("axis", -1), .float("epsilon", 1e-5), .int("stash_type", 1)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in try overAxes(f) }, cost: .output(4)),
        OperatorDefinition(
            .groupNormalization, 3...3,
            attributes: [.float("epsilon", 1e-5), .int("num_groups"), .int("stash_type", 1)],
            normalise: { (n, f, pool) throws(GraphError) in normaliseGroups(&n, f, &pool) },
            infer: { (f) throws(GraphError) in
                let groups = f.int("num_groups", 0)
                guard groups >= 1 else { throw GraphError(.parameter, "num_groups is \(groups)") }
                if let channels = f.shape(0)?.dims.dropFirst().first?.value, channels % groups != 0 {
                    throw GraphError(.shape, "\(groups) groups do not divide \(channels) channels")
                }
                return try channelwise(f, slots: 1...2)
            }, cost: .output(8)),
        OperatorDefinition(
            .instanceNormalization, 3...3, attributes: [.float("epsilon", 1e-5)],
            infer: { (f) throws(GraphError) in try channelwise(f, slots: 1...2) }, cost: .output(8)),
        OperatorDefinition(
            .lpNormalization, 1...1, attributes: [.int("axis", -1), .int("p", 2)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(3)),
        OperatorDefinition(
            .meanVarianceNormalization, 1...1, attributes: [.ints("axes")],
            normalise: { (n, f, _) throws(GraphError) in
                let given = n.ints("axes") ?? [0, 2, 3]
                guard let rank = f.shape(0)?.rank else { return }
                n.set("axes", ints: try InferRules.axes(given, rank: rank))
            },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(6)),
        OperatorDefinition(
            .lrn, 1...1,
            attributes: [.float("alpha", 1e-4), .float("beta", 0.75), .float("bias", 1), .int("size")],
            infer: { (f) throws(GraphError) in
                let size = f.int("size", 0)
                guard size >= 1 else { throw GraphError(.parameter, "size is \(size), expected at least 1") }
                return InferRules.sameAsInput(f)
            },
            cost: .custom { (c) throws(GraphError) in
                try Checked.product(c.n, Checked.add(c.facts.int("size"), 3)).map { Work(other: $0) }
            }),
    ]

    /// One value per channel in each of the slots.
    private static func channelwise(
        _ facts: NodeFacts, slots: ClosedRange<Int>
    ) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return InferRules.sameAsInput(facts) }
        guard x.rank >= 2 else { throw GraphError(.shape, "the input has shape \(x), expected channels") }
        for slot in slots {
            guard let scale = facts.shape(slot) else { continue }
            guard scale.rank == 1, Dim.agree(scale.dims[0], x.dims[1]) else {
                throw GraphError(.shape, "input \(slot) has shape \(scale), the data \(x)")
            }
        }
        return InferRules.sameAsInput(facts)
    }

    /// The output is like the input; the statistics have one value per row.
    static func overAxes(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        var results = InferRules.sameAsInput(facts)
        let statistics: ElementType = facts.int("stash_type", 1) == 1 ? .float32 : facts.type(0)
        guard let x = facts.shape(0) else {
            return results + Array(repeating: Inferred(statistics, nil), count: 2)
        }
        let axis = try InferRules.axis(facts.int("axis", -1), rank: x.rank)
        if let scale = facts.shape(1) {
            let sum = try Shape.broadcast(x, scale)
            if sum.rank != x.rank { throw GraphError(.shape, "the scale \(scale) does not fit \(x)") }
        }
        var dims = x.dims
        for index in axis..<x.rank { dims[index] = .known(1) }
        results += Array(repeating: Inferred(statistics, Shape(dims)), count: 2)
        return results
    }

    /// Before opset 21, scale and bias had one value per group.
    private static func normaliseGroups(_ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool) {
        guard facts.opset < 21, let channels = facts.shape(0)?.dims.dropFirst().first?.value else { return }
        for slot in 1...2 {
            guard let operand = facts.operand(slot), operand.isConstant,
                let size = operand.shape?.sizes?.first, size != channels
            else { continue }
            node.setInput(slot, pool.append(operand.type, sizes: [channels], .absent))
        }
    }
}
