/// ONNX Runtime's own operators on channels in blocks, as its optimised models hold them.
///
/// Shapes stay those of NCHW; channels are padded up to the block of the machine that wrote the file, which the
/// weights show.
enum BlockedLayoutFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .blockedConv, 2...4,
            attributes: ConvolutionFamily.windowAttributes
                + [.string("activation", ""), .floats("activation_params")],
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try ConvolutionFamily.normalise(&n, f, weight: 1) },
            infer: { (f) throws(GraphError) in try inferConvolution(f) },
            cost: .custom { (c) throws(GraphError) in try ConvolutionFamily.cost(c, weight: 1, bias: 2) }),
        pool(.blockedMaxPool, [.int("storage_order", 0)]),
        pool(.blockedAveragePool, [.int("count_include_pad", 0)]),
        PoolingFamily.global(.blockedGlobalMaxPool), PoolingFamily.global(.blockedGlobalAveragePool),
        OperatorDefinition(
            .blockedReorderInput, 1...1, attributes: [.int("channels_last", 0)],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                _ = try Window.spatial(of: x)
                return [Inferred(f.type(0), f.int("channels_last") == 0 ? x : ChannelsLastFamily.first(x))]
            }, cost: .free),
        OperatorDefinition(
            .blockedReorderOutput, 1...1, attributes: [.int("channels"), .int("channels_last", 0)],
            infer: { (f) throws(GraphError) in
                guard var x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                _ = try Window.spatial(of: x)
                if let channels = f.node.int("channels"), channels > 0 {
                    if let padded = x.dims[1].value, padded < channels {
                        throw GraphError(.shape, "\(channels) channels are wanted of \(x)")
                    }
                    x.dims[1] = .known(channels)
                }
                return [Inferred(f.type(0), f.int("channels_last") == 0 ? x : ChannelsLastFamily.last(x))]
            }, cost: .free),
        OperatorDefinition(
            .blockedUpsample, 1...1,
            attributes: [
                .string("coordinate_transformation_mode", "asymmetric"), .string("mode", "nearest"),
                .ints("scales"),
            ],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let scales = f.ints("scales") else {
                    return InferRules.sameAsInput(f)
                }
                guard scales.count == x.rank, scales.allSatisfy({ $0 >= 1 }) else {
                    throw GraphError(.parameter, "scales \(scales) do not fit \(x)")
                }
                var dims = x.dims
                for axis in dims.indices {
                    dims[axis] = try dims[axis].map { (size) throws(GraphError) in
                        try Checked.multiply(size, scales[axis])
                    }
                }
                return [Inferred(f.type(0), Shape(dims))]
            },
            cost: .custom { (c) throws(GraphError) in
                if c.facts.string("mode", "nearest") == "nearest" { return Work.none }
                return try Checked.product(c.n, 8).map { Work(other: $0) }
            }),
    ]

    private static func pool(_ kind: OperatorKind, _ extra: [AttributeRule]) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1, attributes: PoolingFamily.window + extra, legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try PoolingFamily.normalise(&n, f) },
            infer: { (f) throws(GraphError) in try PoolingFamily.infer(f) },
            cost: .custom { (c) throws(GraphError) in try PoolingFamily.cost(c) })
    }

    /// As a plain convolution, but channels of input and weight may be padded differently.
    private static func inferConvolution(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let w = facts.shape(1), let window = Window(facts.node) else {
            return [Inferred(facts.type(0), nil)]
        }
        guard x.rank == w.rank, facts.int("group", 1) >= 1 else {
            throw GraphError(.shape, "the input has shape \(x) and the weight \(w), expected one rank")
        }
        var dims = [x.dims[0], w.dims[0]]
        for axis in 0..<window.rank {
            dims.append(
                try x.dims[axis + 2].map { (size) throws(GraphError) in try window.output(size, axis: axis) })
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }
}
