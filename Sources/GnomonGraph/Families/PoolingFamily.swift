/// Pooling: a window moved over the spatial axes, or all of them at once.
enum PoolingFamily {
    static let window: [AttributeRule] = [
        .ints("kernel_shape"), .ints("strides"), .ints("dilations"), .ints("pads"), .int("ceil_mode", 0),
    ]

    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .maxPool, 1...1, outputs: 1...2, attributes: window + [.int("storage_order", 0)],
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f) },
            infer: { (f) throws(GraphError) in try infer(f) },
            cost: .custom { (c) throws(GraphError) in try cost(c) }),
        OperatorDefinition(
            .averagePool, 1...1, attributes: window + [.int("count_include_pad", 0)],
            legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f) },
            infer: { (f) throws(GraphError) in try infer(f) },
            cost: .custom { (c) throws(GraphError) in try cost(c) }),
        OperatorDefinition(
            .lpPool, 1...1, attributes: window + [.int("p", 2)], legacy: ConvolutionFamily.paddingLegacy,
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f) },
            infer: { (f) throws(GraphError) in try infer(f) },
            cost: .custom { (c) throws(GraphError) in try cost(c) }),
        global(.globalMaxPool), global(.globalAveragePool), global(.globalLpPool),
        OperatorDefinition(
            .maxUnpool, 2...3, parameters: [2],
            attributes: [.ints("kernel_shape"), .ints("strides"), .ints("pads")],
            infer: { (f) throws(GraphError) in try inferUnpool(f) }, cost: .output(1)),
        OperatorDefinition(
            .roiAlign, 3...3,
            attributes: [
                .string("coordinate_transformation_mode"), .string("mode", "avg"), .int("output_height", 1),
                .int("output_width", 1), .int("sampling_ratio", 0), .float("spatial_scale", 1),
            ],
            normalise: { (n, f, _) throws(GraphError) in
                guard n.attributes["coordinate_transformation_mode"] == nil else { return }
                let mode = f.opset < 16 ? "output_half_pixel" : "half_pixel"
                n.attributes["coordinate_transformation_mode"] = .string(mode)
            },
            infer: { (f) throws(GraphError) in
                try inferRegions(f, height: f.int("output_height", 1), width: f.int("output_width", 1))
            },
            cost: .custom { (c) throws(GraphError) in
                let ratio = c.facts.int("sampling_ratio", 0)
                let samples = ratio <= 0 ? 2 : ratio
                return try Checked.product(8, c.n, samples, samples).map { Work(other: $0) }
            }),
        OperatorDefinition(
            .maxRoiPool, 2...2, attributes: [.ints("pooled_shape"), .float("spatial_scale", 1)],
            infer: { (f) throws(GraphError) in
                guard let size = f.ints("pooled_shape"), size.count == 2 else {
                    throw GraphError(.attribute, "pooled_shape needs two entries")
                }
                return try inferRegions(f, height: size[0], width: size[1])
            }, cost: .input(1)),
    ]

    static func global(_ kind: OperatorKind) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1, attributes: kind == .globalLpPool ? [.int("p", 2)] : [],
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0) else { return [Inferred(f.type(0), nil)] }
                _ = try Window.spatial(of: x)
                let ones = Array(repeating: Dim.known(1), count: x.rank - 2)
                return [Inferred(f.type(0), Shape(Array(x.dims.prefix(2)) + ones))]
            }, cost: .input(1))
    }

    static func normalise(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) {
        guard let x = facts.shape(0) else { return }
        try Window.normalise(&node, facts, spatial: Window.spatial(of: x), kernelFrom: nil)
    }

    static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        var results = [Inferred(facts.type(0), nil), Inferred(.int64, nil)]
        guard let x = facts.shape(0), let window = Window(facts.node) else { return results }
        var dims = Array(x.dims.prefix(2))
        for axis in 0..<window.rank {
            dims.append(
                try x.dims[axis + 2].map { (size) throws(GraphError) in try window.output(size, axis: axis) })
        }
        results[0].shape = Shape(dims)
        results[1].shape = Shape(dims)
        return results
    }

    static func cost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let kernel = cost.facts.ints("kernel_shape"), let n = cost.n else { return nil }
        return try Checked.product(n, Shape.product(kernel)).map { Work(other: $0) }
    }

    private static func inferUnpool(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        if let sizes = facts.knownIntegers(2) { return [Inferred(facts.type(0), Shape(sizes))] }
        guard let x = facts.shape(0), !facts.has(2), let kernel = facts.ints("kernel_shape") else {
            return [Inferred(facts.type(0), nil)]
        }
        let rank = x.rank - 2
        let strides = facts.ints("strides") ?? Array(repeating: 1, count: kernel.count)
        let pads = facts.ints("pads") ?? Array(repeating: 0, count: kernel.count * 2)
        guard rank >= 1, kernel.count == rank, strides.count == rank, pads.count == rank * 2 else {
            throw GraphError(.shape, "kernel \(kernel), strides \(strides) and pads \(pads) do not fit \(x)")
        }
        var dims = Array(x.dims.prefix(2))
        for axis in 0..<rank {
            dims.append(
                try x.dims[axis + 2].map { (size) throws(GraphError) in
                    let moved = try Checked.multiply(Swift.max(size - 1, 0), strides[axis])
                    let pad = try Checked.add(pads[axis], pads[axis + rank])
                    return Swift.max(0, try Checked.subtract(Checked.add(moved, kernel[axis]), pad))
                })
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    private static func inferRegions(
        _ facts: NodeFacts, height: Int, width: Int
    ) throws(GraphError) -> [Inferred] {
        guard height >= 1, width >= 1 else {
            throw GraphError(.parameter, "an output of \(height)x\(width) is not possible")
        }
        guard let x = facts.shape(0), let regions = facts.shape(1) else {
            return [Inferred(facts.type(0), nil)]
        }
        guard x.rank == 4, regions.rank == 2 else {
            throw GraphError(
                .shape, "the input has shape \(x) and the regions \(regions), expected ranks 4 and 2")
        }
        return [Inferred(facts.type(0), Shape([regions.dims[0], x.dims[1], .known(height), .known(width)]))]
    }
}
