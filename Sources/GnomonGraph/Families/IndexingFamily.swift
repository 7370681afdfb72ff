/// Operators that read or write at computed positions.
enum IndexingFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .gather, 2...2, traffic: .taken, attributes: [.int("axis", 0)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let indices = f.shape(1) else { return [Inferred(f.type(0), nil)] }
                let axis = try InferRules.axis(f.int("axis"), rank: x.rank)
                return [Inferred(f.type(0), Shape(x.dims[..<axis] + indices.dims + x.dims[(axis + 1)...]))]
            }, cost: .free, fold: Fold.gather),
        OperatorDefinition(
            .gatherElements, 2...2, traffic: .taken, attributes: [.int("axis", 0)],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) in [Inferred(f.type(0), f.shape(1))] }, cost: .free),
        OperatorDefinition(
            .gatherND, 2...2, traffic: .taken, attributes: [.int("batch_dims", 0)],
            infer: { (f) throws(GraphError) in try inferGatherND(f) }, cost: .free),
        scatter(.scatter, [.int("axis", 0)]),
        scatter(.scatterElements, [.int("axis", 0), .string("reduction", "none")]),
        scatter(.scatterND, [.string("reduction", "none")]),
        OperatorDefinition(
            .eyeLike, 1...1, traffic: .taken, attributes: [.int("dtype"), .int("k", 0)],
            infer: { (f) in
                [Inferred(ConstantFamily.type(f, "dtype") ?? f.type(0), f.shape(0))]
            }, cost: .free),
        OperatorDefinition(
            .oneHot, 3...3, parameters: [1, 2], attributes: [.int("axis", -1)],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(f.type(2), nil)] }
                let axis = try InferRules.axis(f.int("axis", -1), rank: x.rank + 1)
                var dims = x.dims
                let depth = f.operand(1)?.numbers?.doubles.first ?? nil
                dims.insert(
                    depth.flatMap { Int(exactly: $0.rounded(.down)) }.map { .known($0) } ?? .unknown, at: axis
                )
                return [Inferred(f.type(2), Shape(dims))]
            }, cost: .free),
        OperatorDefinition(
            .compress, 2...2, attributes: [.int("axis")],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                guard let raw = f.node.int("axis") else {
                    return [Inferred(f.type(0), Shape([x.elements.map { .bounded($0) } ?? .unknown]))]
                }
                let axis = try InferRules.axis(raw, rank: x.rank)
                var dims = x.dims
                dims[axis] = dims[axis].value.map { .bounded($0) } ?? .unknown
                return [Inferred(f.type(0), Shape(dims))]
            }, cost: .free),
        OperatorDefinition(
            .unique, 1...1, outputs: 1...4, attributes: [.int("axis"), .int("sorted", 1)],
            infer: { (f) throws(GraphError) in
                let bound: Dim = f.shape(0)?.elements.map { .bounded($0) } ?? .unknown
                let indices = Inferred(.int64, Shape([bound]))
                guard let axis = f.node.int("axis"), let x = f.shape(0) else {
                    return [
                        Inferred(f.type(0), f.isGiven("axis") ? nil : Shape([bound])), indices, indices,
                        indices,
                    ]
                }
                let positive = try InferRules.axis(axis, rank: x.rank)
                var dims = x.dims
                dims[positive] = dims[positive].value.map { .bounded($0) } ?? .unknown
                let along = Inferred(.int64, Shape([dims[positive]]))
                return [Inferred(f.type(0), Shape(dims)), along, along, along]
            }, cost: .free),
        OperatorDefinition(
            .nonZero, 1...1,
            infer: { (f) in
                guard let x = f.shape(0) else { return [Inferred(.int64, nil)] }
                if let count = Fold.nonZeroCount(f) {
                    return [Inferred(.int64, Shape([Swift.max(x.rank, 1), count]))]
                }
                let bound: Dim = x.elements.map { .bounded($0) } ?? .unknown
                return [Inferred(.int64, Shape([.known(Swift.max(x.rank, 1)), bound]))]
            }, cost: .free, fold: Fold.nonZero),
    ]

    private static func scatter(_ kind: OperatorKind, _ attributes: [AttributeRule]) -> OperatorDefinition {
        OperatorDefinition(
            kind, 3...3, attributes: attributes,
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) },
            cost: .custom { (c) throws(GraphError) in
                guard c.facts.string("reduction", "none") != "none" else { return Work.none }
                return c.facts.shape(2)?.elements.map { Work(other: UInt64($0)) }
            }, fold: kind == .scatterND ? Fold.scatter : nil)
    }

    static func inferGatherND(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let indices = facts.shape(1), let depth = indices.dims.last?.value
        else {
            return [Inferred(facts.type(0), nil)]
        }
        let batch = facts.int("batch_dims")
        guard batch >= 0, batch < indices.rank, depth >= 0, depth <= x.rank, batch + depth <= x.rank else {
            throw GraphError(.shape, "indices of shape \(indices) do not fit an input of shape \(x)")
        }
        return [Inferred(facts.type(0), Shape(indices.dims.dropLast() + x.dims[(batch + depth)...]))]
    }
}
