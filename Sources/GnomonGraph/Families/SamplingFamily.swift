/// Operators that compute values between grid points.
enum SamplingFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .resize, 1...4, parameters: [1, 2, 3],
            attributes: [
                .int("antialias", 0), .ints("axes"), .string("coordinate_transformation_mode", "half_pixel"),
                .float("cubic_coeff_a", -0.75), .int("exclude_outside", 0), .float("extrapolation_value", 0),
                .string("keep_aspect_ratio_policy", "stretch"), .string("mode", "nearest"),
                .string("nearest_mode", "round_prefer_floor"),
            ],
            normalise: { (n, f, _) throws(GraphError) in normaliseResize(&n, f) },
            infer: { (f) throws(GraphError) in try inferResize(f) },
            cost: .custom { (c) throws(GraphError) in try resizeCost(c) }),
        OperatorDefinition(
            .upsample, 1...2, parameters: [1], attributes: [.string("mode", "nearest")],
            legacy: [.floats("scales")],
            normalise: { (n, f, pool) throws(GraphError) in try normaliseUpsample(&n, f, &pool) },
            infer: { (f) in [Inferred(f.type(0), nil)] }, cost: .output(1)),
        OperatorDefinition(
            .gridSample, 2...2,
            attributes: [
                .int("align_corners", 0), .string("mode", "linear"), .string("padding_mode", "zeros"),
            ],
            normalise: { (n, _, _) throws(GraphError) in
                // Opset 20 renamed the modes.
                if n.string("mode") == "bilinear" { n.attributes["mode"] = .string("linear") }
                if n.string("mode") == "bicubic" { n.attributes["mode"] = .string("cubic") }
            },
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let grid = f.shape(1) else { return [Inferred(f.type(0), nil)] }
                guard x.rank >= 3, grid.rank == x.rank else {
                    throw GraphError(.shape, "a grid of shape \(grid) does not fit an input of shape \(x)")
                }
                return [Inferred(f.type(0), Shape(Array(x.dims.prefix(2)) + grid.dims[1..<(grid.rank - 1)]))]
            },
            cost: .custom { (c) throws(GraphError) in
                guard var work = try interpolation(c, dimensions: (c.facts.shape(0)?.rank ?? 4) - 2),
                    let grid = c.facts.shape(1)?.sizes
                else { return nil }
                let points = try Shape.product(grid.dropLast())
                work.other = try Checked.add(work.other, Checked.multiply(UInt64(points), 6))
                return work
            }),
        OperatorDefinition(
            .affineGrid, 2...2, parameters: [1], attributes: [.int("align_corners", 0)],
            infer: { (f) throws(GraphError) in
                guard let size = f.knownIntegers(1), size.count >= 4 else {
                    return [Inferred(f.type(0), nil)]
                }
                return [Inferred(f.type(0), Shape([size[0]] + size.dropFirst(2) + [size.count - 2]))]
            }, cost: .output(6)),
    ]

    private static func normaliseResize(_ node: inout Node, _ facts: NodeFacts) {
        if facts.opset < 11 {
            // Opset 10 had the scales in the second slot and no choice of coordinates.
            let scales = node.input(1)
            node.inputs = [node.input(0), nil, scales]
            node.attributes["coordinate_transformation_mode"] = .string("asymmetric")
            node.attributes["nearest_mode"] = .string("floor")
        } else {
            if node.input(3) != nil { node.setInput(2, nil) }
            if node.string("coordinate_transformation_mode") != "tf_crop_and_resize" { node.setInput(1, nil) }
        }
        if node.string("mode") != "nearest" { node.attributes["nearest_mode"] = nil }
        if node.string("mode") != "cubic" { node.attributes["cubic_coeff_a"] = nil }
        if let axes = node.ints("axes"), let rank = facts.shape(0)?.rank, axes == Array(0..<rank) {
            node.attributes["axes"] = nil
        }
    }

    private static func normaliseUpsample(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        var scales = node.input(1)
        if scales == nil, let values = node.attributes["scales"], case .floats(let list) = values {
            scales = pool.floats(list)
        }
        guard let scales else { throw GraphError(.attribute, "the scales are missing") }
        let mode = node.string("mode") == "linear" || node.string("mode") == "bilinear" ? "linear" : "nearest"
        node.op = .known(.resize)
        node.inputs = [node.input(0), nil, scales]
        node.attributes = [
            "antialias": .int(0), "coordinate_transformation_mode": .string("asymmetric"),
            "exclude_outside": .int(0), "extrapolation_value": .float(0),
            "keep_aspect_ratio_policy": .string("stretch"), "mode": .string(mode),
        ]
        if mode == "nearest" { node.attributes["nearest_mode"] = .string("floor") }
    }

    private static func inferResize(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let axes = try InferRules.axes(facts.ints("axes") ?? Array(0..<x.rank), rank: x.rank)
        let bySize = facts.has(3)
        guard bySize || facts.has(2) else { throw GraphError(.arity, "neither scales nor sizes are given") }
        guard let numbers = facts.operand(bySize ? 3 : 2)?.numbers else {
            var dims = x.dims
            for axis in axes { dims[axis] = .unknown }
            return [Inferred(facts.type(0), Shape(dims))]
        }
        guard numbers.count == axes.count else {
            throw GraphError(.shape, "\(numbers.count) scales or sizes for \(axes.count) axes of \(x)")
        }
        var dims = x.dims
        if bySize, let sizes = numbers.integers {
            try setSizes(&dims, axes, sizes, policy: facts.string("keep_aspect_ratio_policy", "stretch"))
        } else {
            try scale(&dims, axes, numbers.doubles)
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    /// Sizes as given, or scaled alike so that none is larger, or none smaller, than given.
    private static func setSizes(
        _ dims: inout [Dim], _ axes: [Int], _ sizes: [Int64?], policy: String
    ) throws(GraphError) {
        var ratios: [Double] = []
        for (axis, size) in zip(axes, sizes) {
            if let size, size < 1 { throw GraphError(.parameter, "a size is \(size)") }
            if let size, let old = dims[axis].value, old > 0 { ratios.append(Double(size) / Double(old)) }
        }
        let ratio = policy == "not_larger" ? ratios.min() : policy == "not_smaller" ? ratios.max() : nil
        for (axis, size) in zip(axes, sizes) {
            if let ratio, policy != "stretch", let old = dims[axis].value, ratios.count == axes.count {
                let scaled = (Double(old) * ratio).rounded()
                guard scaled <= Double(Limits.elements) else {
                    throw GraphError(.overflow, "a size of \(scaled) is too large")
                }
                dims[axis] = .known(Int(scaled))
            } else {
                dims[axis] = policy == "stretch" ? size.map { .known(Int($0)) } ?? .unknown : .unknown
            }
        }
    }

    private static func scale(_ dims: inout [Dim], _ axes: [Int], _ scales: [Double?]) throws(GraphError) {
        for (axis, scale) in zip(axes, scales) {
            guard let scale else {
                dims[axis] = .unknown
                continue
            }
            guard scale.isFinite, scale > 0 else { throw GraphError(.parameter, "a scale is \(scale)") }
            if scale == 1 { continue }
            dims[axis] = try dims[axis].map { (size) throws(GraphError) in
                // Runtimes multiply in single precision.
                let scaled = Double((Float(size) * Float(scale)).rounded(.down))
                guard let result = Int(exactly: scaled), result <= Limits.elements else {
                    throw GraphError(.overflow, "a size of \(scaled) is too large")
                }
                return result
            }
        }
    }

    private static func resizeCost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let x = cost.facts.shape(0), let y = cost.outputShape() else { return nil }
        return try interpolation(cost, dimensions: zip(x.dims, y.dims).count { $0 != $1 })
    }

    /// Nearest is free; linear reads 2^d, cubic 4^d points for each output.
    private static func interpolation(_ cost: CostFacts, dimensions: Int) throws(GraphError) -> Work? {
        let factor: Int
        switch cost.facts.string("mode", "nearest") {
        case "nearest": return cost.n == nil ? nil : Work.none
        case "cubic": factor = 2 << (2 * Swift.min(Swift.max(dimensions, 0), 16))
        default: factor = 2 << Swift.min(Swift.max(dimensions, 0), 16)
        }
        return try Checked.product(cost.n, factor).map { Work(other: $0) }
    }
}
