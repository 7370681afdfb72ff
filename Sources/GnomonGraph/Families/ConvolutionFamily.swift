/// Convolutions: a kernel moved over one to three spatial axes.
enum ConvolutionFamily {
    static let windowAttributes: [AttributeRule] = [
        .ints("kernel_shape"), .ints("strides"), .ints("dilations"), .ints("pads"), .int("group", 1),
    ]
    static let paddingLegacy: [AttributeRule] = [.string("auto_pad")]

    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .conv, 2...3, attributes: windowAttributes, legacy: paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f, weight: 1) },
            infer: { (f) throws(GraphError) in try infer(f, weight: 1, bias: 2, type: f.type(0)) },
            cost: .convolution(weight: 1, bias: 2)),
        OperatorDefinition(
            .microsoftFusedConv, 2...4,
            attributes: windowAttributes + [.string("activation", ""), .floats("activation_params")],
            legacy: paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f, weight: 1) },
            infer: { (f) throws(GraphError) in try infer(f, weight: 1, bias: 2, type: f.type(0)) },
            cost: .custom { (c) throws(GraphError) in try cost(c, weight: 1, bias: 2) }),
        OperatorDefinition(
            .convInteger, 2...4, attributes: windowAttributes, legacy: paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f, weight: 1) },
            infer: { (f) throws(GraphError) in try infer(f, weight: 1, bias: nil, type: .int32) },
            cost: .convolution(weight: 1, bias: nil)),
        OperatorDefinition(
            .qLinearConv, 8...9, attributes: windowAttributes, legacy: paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f, weight: 3) },
            infer: { (f) throws(GraphError) in try infer(f, weight: 3, bias: 8, type: f.type(7)) },
            cost: .convolution(weight: 3, bias: 8)),
        OperatorDefinition(
            .deformConv, 3...5, attributes: windowAttributes + [.int("offset_group", 1)],
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f, weight: 1) },
            infer: { (f) throws(GraphError) in try infer(f, weight: 1, bias: 3, type: f.type(0)) },
            cost: .custom { (c) throws(GraphError) in try deformableCost(c) }),
        OperatorDefinition(
            .convTranspose, 2...3,
            attributes: windowAttributes + [.ints("output_padding")],
            legacy: paddingLegacy + [.ints("output_shape")],
            normalise: { (n, f, _) throws(GraphError) in try normaliseTransposed(&n, f) },
            infer: { (f) throws(GraphError) in try inferTransposed(f) },
            cost: .custom { (c) throws(GraphError) in try transposedCost(c) }),
    ]

    /// Makes kernel, strides, dilations and pads explicit.
    static func normalise(_ node: inout Node, _ facts: NodeFacts, weight: Int) throws(GraphError) {
        guard let x = facts.shape(0) else { return }
        try Window.normalise(
            &node, facts, spatial: Window.spatial(of: x), kernelFrom: facts.shape(weight))
    }

    static func infer(
        _ facts: NodeFacts, weight: Int, bias: Int?, type: ElementType
    ) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let w = facts.shape(weight) else { return [Inferred(type, nil)] }
        try check(facts, x: x, w: w)
        let channels = w.dims[0]
        if let bias, let b = facts.shape(bias), b.rank != 1 || !Dim.agree(b.dims[0], channels) {
            throw GraphError(
                .shape, "the bias has shape \(b), expected \(channels.value.map(String.init) ?? "?")")
        }
        guard let window = Window(facts.attributes) else { return [Inferred(type, nil)] }
        guard window.rank == x.rank - 2 else {
            throw GraphError(.shape, "a kernel of \(window.rank) axes does not fit the input \(x)")
        }
        var dims: [Dim] = []
        dims.reserveCapacity(x.rank)
        dims.append(x.dims[0])
        dims.append(channels)
        for axis in 0..<window.rank {
            dims.append(
                try x.dims[axis + 2].map { (size) throws(GraphError) in try window.output(size, axis: axis) })
        }
        return [Inferred(type, Shape(dims))]
    }

    /// Whether groups and channels fit.
    private static func check(_ facts: NodeFacts, x: Shape, w: Shape) throws(GraphError) {
        guard x.rank >= 3, w.rank == x.rank else {
            throw GraphError(
                .shape, "the input has shape \(x) and the weight \(w); both need one rank of at least 3")
        }
        let group = facts.int("group", 1)
        guard group >= 1 else { throw GraphError(.shape, "group is \(group), expected at least 1") }
        if case .known(let outputs) = w.dims[0], outputs % group != 0 {
            throw GraphError(.shape, "group \(group) does not divide \(outputs) output channels")
        }
        guard case .known(let inputs) = x.dims[1], case .known(let perGroup) = w.dims[1] else { return }
        guard inputs % group == 0 else {
            throw GraphError(.shape, "group \(group) does not divide \(inputs) input channels")
        }
        guard inputs / group == perGroup else {
            throw GraphError(
                .shape,
                "the weight \(w) is for \(perGroup) channels a group, but the input has \(inputs) / \(group)")
        }
    }

    static func cost(_ cost: CostFacts, weight: Int, bias: Int?) throws(GraphError) -> Work? {
        guard let w = cost.facts.shape(weight), w.rank > 1, let n = cost.n, n >= 0 else { return nil }
        var macs = UInt64(n)
        for dim in w.dims.dropFirst() {
            guard let size = dim.value.flatMap({ UInt64(exactly: $0) }) else { return nil }
            macs = try Checked.multiply(macs, size)
        }
        let biased = bias.map { cost.facts.has($0) } ?? false
        var work = Work(macs: macs, other: biased ? UInt64(n) : 0)
        if !cost.facts.string("activation").isEmpty { work.other += UInt64(n) }
        if addsResidual.contains(cost.facts.kind), cost.facts.has(3) { work.other += UInt64(n) }
        return work
    }

    /// Convolutions whose fourth input is added to the result.
    private static let addsResidual: Set<OperatorKind> = [
        .microsoftFusedConv, .microsoftNhwcFusedConv, .blockedConv,
    ]

    private static func deformableCost(_ facts: CostFacts) throws(GraphError) -> Work? {
        guard var work = try cost(facts, weight: 1, bias: 3), let x = facts.facts.shape(0)?.sizes,
            let w = facts.facts.shape(1)?.sizes, let y = facts.outputShape()?.sizes
        else { return nil }
        let kernel = try Shape.product(w.dropFirst(2))
        let points = try Shape.product([y[0]] + y.dropFirst(2))
        guard let sampling = try Checked.product(8, x[1], kernel, points) else { return nil }
        work.other = try Checked.add(work.other, sampling)
        return work
    }
}
