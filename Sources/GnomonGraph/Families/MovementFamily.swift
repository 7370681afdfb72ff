/// Operators that copy elements to other places.
enum MovementFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .transpose, 1...1, attributes: [.ints("perm")],
            normalise: { (n, f, _) throws(GraphError) in
                guard n.ints("perm") == nil, let rank = f.shape(0)?.rank else { return }
                n.set("perm", ints: (0..<rank).reversed())
            },
            infer: { (f) throws(GraphError) in try inferTranspose(f) }, cost: .free, fold: Fold.transpose),
        OperatorDefinition(
            .concat, 1...Int.max, attributes: [.int("axis")],
            normalise: { (n, f, _) throws(GraphError) in
                guard n.int("axis") != nil else {
                    throw GraphError(.attribute, "the attribute `axis` is missing")
                }
                try InferRules.normaliseAxis(&n, f)
            },
            infer: { (f) throws(GraphError) in try inferConcat(f) }, cost: .free, fold: Fold.concat),
        OperatorDefinition(
            .split, 1...2, outputs: 1...Int.max, parameters: [1], traffic: .taken,
            attributes: [.int("axis", 0)], legacy: [.ints("split"), .int("num_outputs")],
            normalise: { (n, f, pool) throws(GraphError) in try normaliseSplit(&n, f, &pool) },
            infer: { (f) throws(GraphError) in try inferSplit(f) }, cost: .free, fold: Fold.split),
        OperatorDefinition(
            .slice, 1...5, parameters: [1, 2, 3, 4], traffic: .taken,
            legacy: [.ints("starts"), .ints("ends"), .ints("axes")],
            normalise: { (n, f, pool) throws(GraphError) in try SliceRule.normalise(&n, f, &pool) },
            infer: { (f) throws(GraphError) in try SliceRule.infer(f) }, cost: .free, fold: Fold.slice),
        OperatorDefinition(
            .pad, 1...4, parameters: [1, 2, 3], attributes: [.string("mode", "constant")],
            legacy: [.ints("pads"), .ints("paddings"), .float("value")],
            normalise: { (n, f, pool) throws(GraphError) in try PadRule.normalise(&n, f, &pool) },
            infer: { (f) throws(GraphError) in try PadRule.infer(f) }, cost: .free),
        OperatorDefinition(
            .expand, 2...2, parameters: [1], infer: { (f) throws(GraphError) in try inferExpand(f) },
            cost: .free, fold: Fold.expand),
        OperatorDefinition(
            .tile, 2...2, parameters: [1], infer: { (f) throws(GraphError) in try inferTile(f) },
            cost: .free, fold: Fold.tile),
        OperatorDefinition(
            .depthToSpace, 1...1, attributes: [.int("blocksize"), .string("mode", "DCR")],
            infer: { (f) throws(GraphError) in try inferBlocks(f, toSpace: true) }, cost: .free),
        OperatorDefinition(
            .spaceToDepth, 1...1, attributes: [.int("blocksize"), .string("mode")],
            infer: { (f) throws(GraphError) in try inferBlocks(f, toSpace: false) }, cost: .free),
        OperatorDefinition(
            .trilu, 1...2, parameters: [1], attributes: [.int("upper", 1)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .free, fold: Fold.triangle),
        OperatorDefinition(
            .reverseSequence, 2...2, attributes: [.int("batch_axis", 1), .int("time_axis", 0)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .free),
        OperatorDefinition(
            .centerCropPad, 2...2, parameters: [1], attributes: [.ints("axes")],
            infer: { (f) throws(GraphError) in try inferCrop(f) }, cost: .free),
        OperatorDefinition(
            .col2Im, 3...3, parameters: [1, 2],
            attributes: [.ints("dilations"), .ints("pads"), .ints("strides")],
            infer: { (f) throws(GraphError) in try inferColumns(f) }, cost: .input(1)),
    ]

    private static func inferTranspose(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let perm = facts.ints("perm") ?? (0..<x.rank).reversed()
        guard perm.sorted() == Array(0..<x.rank) else {
            throw GraphError(.shape, "perm \(perm) is not a permutation of the axes of \(x)")
        }
        return [Inferred(facts.type(0), Shape(perm.map { x.dims[$0] }))]
    }

    private static func inferConcat(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let first = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let axis = try InferRules.axis(facts.int("axis"), rank: first.rank)
        var dims = first.dims
        for slot in 1..<Swift.max(facts.operands.count, 1) {
            guard let next = facts.shape(slot) else { return [Inferred(facts.type(0), nil)] }
            guard next.rank == first.rank else {
                throw GraphError(.shape, "\(first) and \(next) have different ranks and cannot be joined")
            }
            for index in 0..<next.rank where index != axis {
                guard Dim.agree(dims[index], next.dims[index]) else {
                    throw GraphError(.shape, "\(first) and \(next) cannot be joined along axis \(axis)")
                }
                dims[index] = Dim.merged(dims[index], next.dims[index])
            }
            if let a = dims[axis].value, let b = next.dims[axis].value {
                let size = try Checked.add(a, b)
                if case .known = dims[axis], case .known = next.dims[axis] {
                    dims[axis] = .known(size)
                } else {
                    dims[axis] = .bounded(size)
                }
            } else {
                dims[axis] = .unknown
            }
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    /// The sizes of the parts become a constant input.
    private static func normaliseSplit(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        try InferRules.normaliseAxis(&node, facts)
        if node.input(1) != nil { return }
        if let sizes = node.ints("split"), !sizes.isEmpty {
            node.setInput(1, pool.integers(sizes))
            return
        }
        let parts = node.int("num_outputs") ?? node.outputs.count
        guard parts >= 1, parts <= Swift.max(node.outputs.count, 1) else {
            throw GraphError(.parameter, "\(parts) parts for \(node.outputs.count) outputs")
        }
        guard let x = facts.shape(0), let axis = node.int("axis"), let size = x.dims[axis].value else {
            return
        }
        let part = size / parts + (size % parts == 0 ? 0 : 1)
        guard part * (parts - 1) <= size, size % parts == 0 || facts.opset >= 18 else {
            throw GraphError(.shape, "axis \(axis) of \(x) cannot be split into \(parts) equal parts")
        }
        var sizes = Array(repeating: part, count: parts)
        sizes[parts - 1] = size - part * (parts - 1)
        node.setInput(1, pool.integers(sizes))
    }

    private static func inferSplit(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let count = facts.node.outputs.count
        guard let x = facts.shape(0) else {
            return Array(repeating: Inferred(facts.type(0), nil), count: count)
        }
        let axis = try InferRules.axis(facts.int("axis"), rank: x.rank)
        var results: [Inferred] = []
        let sizes = facts.knownIntegers(1)
        if let sizes {
            guard sizes.count == count, sizes.allSatisfy({ $0 >= 0 }) else {
                throw GraphError(.shape, "\(sizes.count) sizes for \(count) outputs")
            }
            let sum = try Shape.sum(sizes)
            guard Dim.agree(x.dims[axis], .known(sum)) else {
                throw GraphError(
                    .shape, "the parts add up to \(sum), but axis \(axis) of \(x) has another size")
            }
        }
        for index in 0..<count {
            var dims = x.dims
            dims[axis] = sizes.map { .known($0[index]) } ?? .unknown
            results.append(Inferred(facts.type(0), Shape(dims)))
        }
        return results
    }

    private static func inferExpand(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let wanted = facts.integers(1), wanted.count <= Limits.rank else {
            return [Inferred(facts.type(0), nil)]
        }
        for case let size? in wanted where size < 0 {
            throw GraphError(.shape, "the new shape contains \(size)")
        }
        let target = Shape(wanted.map { $0.map { .known(Int($0)) } ?? .unknown })
        return [Inferred(facts.type(0), try Shape.broadcast(x, target))]
    }

    private static func inferTile(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let repeats = facts.integers(1) else {
            return [Inferred(facts.type(0), facts.shape(0).map { Shape($0.dims.map { _ in .unknown }) })]
        }
        guard repeats.count == x.rank else {
            throw GraphError(.shape, "\(repeats.count) repeats for an input of shape \(x)")
        }
        var dims: [Dim] = []
        for (dim, count) in zip(x.dims, repeats) {
            guard let count else {
                dims.append(.unknown)
                continue
            }
            guard count >= 0 else { throw GraphError(.parameter, "a repeat is \(count)") }
            dims.append(
                count == 1
                    ? dim
                    : try dim.map { (size) throws(GraphError) in try Checked.multiply(size, Int(count)) })
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    private static func inferBlocks(_ facts: NodeFacts, toSpace: Bool) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let block = facts.int("blocksize", 0)
        guard x.rank == 4, block >= 1, block <= 1 << 20 else {
            throw GraphError(.shape, "an input of shape \(x) and blocks of \(block) are not possible")
        }
        let square = block * block
        func scaled(_ dim: Dim, by factor: Int, up: Bool) throws(GraphError) -> Dim {
            try dim.map { (size) throws(GraphError) in
                if up { return try Checked.multiply(size, factor) }
                guard size % factor == 0 else {
                    throw GraphError(.shape, "\(factor) does not divide \(size) of \(x)")
                }
                return size / factor
            }
        }
        return [
            Inferred(
                facts.type(0),
                Shape([
                    x.dims[0], try scaled(x.dims[1], by: square, up: !toSpace),
                    try scaled(x.dims[2], by: block, up: toSpace),
                    try scaled(x.dims[3], by: block, up: toSpace),
                ]))
        ]
    }

    private static func inferCrop(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let axes = try InferRules.axes(facts.ints("axes") ?? Array(0..<x.rank), rank: x.rank)
        var dims = x.dims
        let sizes = facts.integers(1)
        if let sizes, sizes.count != axes.count {
            throw GraphError(.shape, "\(sizes.count) sizes for \(axes.count) axes")
        }
        for (index, axis) in axes.enumerated() {
            dims[axis] = sizes?[index].map { .known(Int($0)) } ?? .unknown
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    private static func inferColumns(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let image = facts.knownIntegers(1), let block = facts.knownIntegers(2)
        else {
            return [Inferred(facts.type(0), nil)]
        }
        guard x.rank == 3, image.allSatisfy({ $0 >= 0 }), block.allSatisfy({ $0 >= 1 }) else {
            throw GraphError(.shape, "an input of shape \(x), image \(image) and blocks \(block) do not fit")
        }
        let area = try Shape.product(block)
        let channels = try x.dims[1].map { (size) throws(GraphError) in
            guard size % area == 0 else {
                throw GraphError(.shape, "blocks of \(area) do not divide \(size)")
            }
            return size / area
        }
        return [Inferred(facts.type(0), Shape([x.dims[0], channels] + image.map { .known($0) }))]
    }
}

extension Shape {
    /// The sum of sizes, refusing overflow.
    static func sum(_ sizes: [Int]) throws(GraphError) -> Int {
        var sum = 0
        for size in sizes { sum = try Checked.add(sum, size) }
        return sum
    }
}
