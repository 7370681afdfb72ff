/// Fourier transforms and the windows that go with them.
enum SignalFamily {
    static let definitions: [OperatorDefinition] =
        [OperatorKind.hannWindow, .hammingWindow, .blackmanWindow].map { window($0) } + [
            OperatorDefinition(
                .dft, 1...3, parameters: [1, 2], attributes: [.int("inverse", 0), .int("onesided", 0)],
                legacy: [.int("axis")],
                normalise: { (n, f, pool) in
                    // Version 20 made the axis an input and moved its default.
                    guard f.opset < 20 else { return }
                    n.setInput(2, pool.scalar(Double(n.int("axis") ?? 1), type: .int64))
                },
                infer: { (f) throws(GraphError) in try inferTransform(f) },
                cost: .custom { (c) throws(GraphError) in
                    guard let axis = try axis(c.facts), let length = try length(c.facts, axis: axis) else {
                        return nil
                    }
                    return try transformCost(c.n, length: length)
                }),
            OperatorDefinition(
                .stft, 2...4, parameters: [1, 3], attributes: [.int("onesided", 1)],
                infer: { (f) throws(GraphError) in try inferShort(f) },
                cost: .custom { (c) throws(GraphError) in
                    guard let length = frameLength(c.facts) else { return nil }
                    return try transformCost(c.n, length: length)
                }),
            OperatorDefinition(
                .melWeightMatrix, 5...5, parameters: [0, 1, 2, 3, 4],
                attributes: [.int("output_datatype", 1)],
                infer: { (f) in
                    let bins: Dim = f.knownIntegers(1)?.first.map { .known($0 / 2 + 1) } ?? .unknown
                    let bands: Dim = f.knownIntegers(0)?.first.map { .known($0) } ?? .unknown
                    return [
                        Inferred(ConstantFamily.type(f, "output_datatype") ?? .float32, Shape([bins, bands]))
                    ]
                }, cost: .output(1)),
        ]

    private static func window(_ kind: OperatorKind) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1, parameters: [0], attributes: [.int("output_datatype", 1), .int("periodic", 1)],
            infer: { (f) in
                let size: Dim = f.knownIntegers(0)?.first.map { .known($0) } ?? .unknown
                return [Inferred(ConstantFamily.type(f, "output_datatype") ?? .float32, Shape([size]))]
            }, cost: .output(1, transcendentals: 1))
    }

    /// 5 n log2(length), the count of the radix-2 transform (Cooley and Tukey 1965,
    /// doi:10.1090/S0025-5718-1965-0178586-1).
    private static func transformCost(_ n: Int?, length: Int) throws(GraphError) -> Work? {
        let stages = length <= 1 ? 0 : Int.bitWidth - (length - 1).leadingZeroBitCount
        return try Checked.product(5, n, stages).map { Work(other: $0) }
    }

    private static func axis(_ facts: NodeFacts) throws(GraphError) -> Int? {
        guard let x = facts.shape(0) else { return nil }
        guard x.rank >= 2 else {
            throw GraphError(.shape, "the signal has shape \(x), expected rank 2 at least")
        }
        guard facts.has(2) else { return x.rank - 2 }
        guard let given = facts.knownIntegers(2)?.first else { return nil }
        let axis = try InferRules.axis(given, rank: x.rank)
        guard axis < x.rank - 1 else {
            throw GraphError(.shape, "axis \(given) of \(x) holds the parts of the complex numbers")
        }
        return axis
    }

    /// The number of points along the axis, padded or cut as asked.
    private static func length(_ facts: NodeFacts, axis: Int) throws(GraphError) -> Int? {
        if facts.has(1) { return facts.knownIntegers(1)?.first }
        guard let size = facts.shape(0)?.dims[axis].value else { return nil }
        let isHalf = facts.int("inverse") != 0 && facts.int("onesided") != 0
        return isHalf ? try Checked.multiply(2, Swift.max(size - 1, 0)) : size
    }

    private static func inferTransform(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        let axis = try axis(facts)
        let isInverse = facts.int("inverse") != 0
        let isHalf = facts.int("onesided") != 0
        var dims = x.dims
        dims[x.rank - 1] = .known(isInverse && isHalf ? 1 : 2)
        guard let axis else {
            for index in 0..<(x.rank - 1) { dims[index] = .unknown }
            return [Inferred(facts.type(0), Shape(dims))]
        }
        let points = try length(facts, axis: axis)
        if let points, points < 1 { throw GraphError(.parameter, "a transform of \(points) points") }
        dims[axis] = points.map { .known(isHalf && !isInverse ? $0 / 2 + 1 : $0) } ?? .unknown
        return [Inferred(facts.type(0), Shape(dims))]
    }

    private static func frameLength(_ facts: NodeFacts) -> Int? {
        facts.has(3) ? facts.knownIntegers(3)?.first : facts.shape(2)?.dims.first?.value
    }

    private static func inferShort(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0) else { return [Inferred(facts.type(0), nil)] }
        guard x.rank >= 2 else { throw GraphError(.shape, "the signal has shape \(x), expected rank 2 or 3") }
        guard facts.has(2) || facts.has(3) else {
            throw GraphError(.arity, "neither a window nor a frame length is given")
        }
        var frames = Dim.unknown
        var bins = Dim.unknown
        if let length = frameLength(facts) {
            guard length >= 1 else { throw GraphError(.parameter, "a frame of \(length)") }
            bins = .known(facts.int("onesided", 1) != 0 ? length / 2 + 1 : length)
            if let step = facts.knownIntegers(1)?.first {
                guard step >= 1 else { throw GraphError(.parameter, "the step between frames is \(step)") }
                frames = try x.dims[1].map { (size) throws(GraphError) in
                    guard size >= length else {
                        throw GraphError(.shape, "a frame of \(length) does not fit a signal of \(size)")
                    }
                    return (size - length) / step + 1
                }
            }
        }
        return [Inferred(facts.type(0), Shape([x.dims[0], frames, bins, .known(2)]))]
    }
}
