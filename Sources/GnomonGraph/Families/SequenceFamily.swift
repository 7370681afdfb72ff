/// Sequences and optionals of tensors: lists of shapes flow through them.
enum SequenceFamily {
    static let definitions: [OperatorDefinition] =
        [
            OperatorDefinition(
                .sequenceConstruct, 1...Int.max,
                infer: { (f) in
                    [Inferred(sequenceOf: f.type(0), f.operands.map { $0?.shape })]
                }, cost: .free),
            OperatorDefinition(
                .sequenceEmpty, 0...0, attributes: [.int("dtype", 1)],
                infer: { (f) in
                    [Inferred(sequenceOf: ConstantFamily.type(f, "dtype") ?? .float32, [])]
                }, cost: .free),
            OperatorDefinition(
                .sequenceAt, 2...2, parameters: [1], traffic: .taken,
                infer: { (f) throws(GraphError) in
                    try check(f)
                    guard let list = f.elements(0), let at = f.knownIntegers(1)?.first else {
                        return [Inferred(f.type(0), f.shape(0))]
                    }
                    return [Inferred(f.type(0), list[try position(at, in: list.count)])]
                }, cost: .free),
            OperatorDefinition(
                .sequenceInsert, 2...3, parameters: [2],
                infer: { (f) throws(GraphError) in try inferInsert(f) }, cost: .free),
            OperatorDefinition(
                .sequenceErase, 1...2, parameters: [1],
                infer: { (f) throws(GraphError) in
                    try check(f)
                    guard var list = f.elements(0), let at = f.has(1) ? f.knownIntegers(1)?.first : -1 else {
                        return [Inferred(sequenceOf: f.type(0), nil, common: f.shape(0))]
                    }
                    list.remove(at: try position(at, in: list.count))
                    return [Inferred(sequenceOf: f.type(0), list)]
                }, cost: .free),
            OperatorDefinition(
                .sequenceLength, 1...1, traffic: .none,
                infer: { (f) throws(GraphError) in
                    try check(f)
                    return [Inferred(.int64, Shape([Int]()))]
                }, cost: .free,
                fold: { (f, _) in [f.elements(0).map { .integers([Int64($0.count)]) }] }),
            OperatorDefinition(
                .splitToSequence, 1...2, parameters: [1], attributes: [.int("axis", 0), .int("keepdims", 1)],
                normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
                infer: { (f) throws(GraphError) in try inferSplit(f) }, cost: .free),
            OperatorDefinition(
                .concatFromSequence, 1...1, attributes: [.int("axis"), .int("new_axis", 0)],
                infer: { (f) throws(GraphError) in try inferConcat(f) }, cost: .free),
        ] + optionals

    private static let optionals: [OperatorDefinition] = [
        OperatorDefinition(
            .optional, 0...1, traffic: .none,
            infer: { (f) in
                var result = Inferred(f.type(0), f.shape(0))
                result.container = .optional(f.operand(0)?.container ?? .tensor, isPresent: f.has(0))
                return [result]
            }, cost: .free),
        OperatorDefinition(
            .optionalGetElement, 1...1, traffic: .none,
            infer: { (f) throws(GraphError) in
                if case .optional(_, false)? = f.operand(0)?.container {
                    throw GraphError(.parameter, "the optional is empty")
                }
                var result = Inferred(f.type(0), f.shape(0))
                result.container = f.operand(0)?.container.content ?? .tensor
                return [result]
            }, cost: .free),
        OperatorDefinition(
            .optionalHasElement, 0...1, traffic: .none, infer: { (_) in [Inferred(.bool, Shape([Int]()))] },
            cost: .free,
            fold: { (f, _) in
                guard let operand = f.operand(0) else { return [.integers([0])] }
                guard case .optional(_, let isPresent) = operand.container else { return [.integers([1])] }
                return [isPresent.map { .integers([$0 ? 1 : 0]) }]
            }),
    ]

    /// Refuses a tensor where a sequence is needed.
    private static func check(_ facts: NodeFacts) throws(GraphError) {
        guard case .sequence? = facts.operand(0)?.container else {
            throw GraphError(.elementType, "input 0 is no sequence")
        }
    }

    private static func position(_ index: Int, in count: Int, inclusive: Bool = false) throws(GraphError)
        -> Int
    {
        let position = index < 0 ? index + count : index
        guard position >= 0, position < count + (inclusive ? 1 : 0) else {
            throw GraphError(.parameter, "position \(index) is outside a sequence of \(count)")
        }
        return position
    }

    private static func inferInsert(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        try check(facts)
        guard var list = facts.elements(0), let at = facts.has(2) ? facts.knownIntegers(2)?.first : list.count
        else {
            let common = TensorContainer.common([facts.shape(0), facts.shape(1)])
            return [Inferred(sequenceOf: facts.type(1), nil, common: common)]
        }
        list.insert(facts.shape(1), at: try position(at, in: list.count, inclusive: true))
        return [Inferred(sequenceOf: facts.type(1), list)]
    }

    private static func inferSplit(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(sequenceOf: facts.type(0), nil)] }
        let axis = try InferRules.axis(facts.int("axis"), rank: x.rank)
        func part(_ size: Dim) -> Shape {
            var dims = x.dims
            dims[axis] = size
            if !facts.has(1), facts.int("keepdims", 1) == 0 { dims.remove(at: axis) }
            return Shape(dims)
        }
        guard case .known(let total) = x.dims[axis] else {
            return [
                Inferred(sequenceOf: facts.type(0), nil, common: part(facts.has(1) ? .unknown : .known(1)))
            ]
        }
        var sizes: [Int]
        if !facts.has(1) {
            guard total <= TensorContainer.tracked else {
                return [Inferred(sequenceOf: facts.type(0), nil, common: part(.known(1)))]
            }
            sizes = Array(repeating: 1, count: total)
        } else if let given = facts.knownIntegers(1) {
            sizes = given
            if facts.shape(1)?.rank == 0, let each = given.first {
                guard each >= 1 else { throw GraphError(.parameter, "parts of \(each)") }
                guard total / each <= TensorContainer.tracked else {
                    return [Inferred(sequenceOf: facts.type(0), nil, common: part(.unknown))]
                }
                sizes = Array(repeating: each, count: total / each)
                if total % each > 0 { sizes.append(total % each) }
            }
        } else {
            return [Inferred(sequenceOf: facts.type(0), nil, common: part(.unknown))]
        }
        guard sizes.allSatisfy({ $0 >= 0 }), try Shape.sum(sizes) == total else {
            throw GraphError(.shape, "the parts do not add up to axis \(axis) of \(x)")
        }
        return [Inferred(sequenceOf: facts.type(0), sizes.map { part(.known($0)) })]
    }

    private static func inferConcat(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        try check(facts)
        guard let given = facts.node.int("axis") else {
            throw GraphError(.attribute, "the attribute `axis` is missing")
        }
        guard let list = facts.elements(0), let first = list.first, let first else {
            guard var common = facts.shape(0), facts.int("new_axis") == 0 else {
                return [Inferred(facts.type(0), nil)]
            }
            common.dims[try InferRules.axis(given, rank: common.rank)] = .unknown
            return [Inferred(facts.type(0), common)]
        }
        let isNew = facts.int("new_axis") != 0
        let axis = try InferRules.axis(given, rank: first.rank + (isNew ? 1 : 0))
        var dims = first.dims
        for next in list.dropFirst() {
            guard let next else { return [Inferred(facts.type(0), nil)] }
            let fits =
                next.rank == first.rank
                && (0..<first.rank).allSatisfy {
                    (!isNew && $0 == axis) || Dim.agree(dims[$0], next.dims[$0])
                }
            guard fits else {
                throw GraphError(.shape, "\(first) and \(next) cannot be joined along axis \(axis)")
            }
            if isNew { continue }
            guard let a = dims[axis].value, let b = next.dims[axis].value else {
                dims[axis] = .unknown
                continue
            }
            dims[axis] = .known(try Checked.add(a, b))
        }
        if isNew { dims.insert(.known(list.count), at: axis) }
        return [Inferred(facts.type(0), Shape(dims))]
    }
}
