/// Operators that make tensors from nothing, or from sizes.
enum ConstantFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .constant, 0...0,
            attributes: [
                .tensor("value"), .tensor("sparse_value"), .float("value_float"), .floats("value_floats"),
                .int("value_int"),
                .ints("value_ints"), .string("value_string"), .strings("value_strings"),
            ],
            infer: { (f) throws(GraphError) in
                guard let value = f.node.constantValue else {
                    throw GraphError(.attribute, "the constant has no value")
                }
                return [Inferred(value.elementType, Shape(value.sizes))]
            }, cost: .free, fold: Fold.constant),
        OperatorDefinition(
            .constantOfShape, 1...1, parameters: [0], attributes: [.tensor("value")],
            infer: { (f) throws(GraphError) in
                var type = ElementType.float32
                if case .tensor(let value)? = f.node.attributes["value"] { type = value.elementType }
                guard let sizes = f.integers(0) else {
                    guard let rank = f.shape(0)?.sizes?.first, rank <= Limits.rank else {
                        return [Inferred(type, nil)]
                    }
                    return [Inferred(type, Shape(Array(repeating: .unknown, count: rank)))]
                }
                guard sizes.count <= Limits.rank, sizes.allSatisfy({ $0 ?? 0 >= 0 }) else {
                    throw GraphError(.shape, "the shape has a negative size or too many axes")
                }
                return [Inferred(type, Shape(sizes.map { $0.map { .known(Int($0)) } ?? .unknown }))]
            }, cost: .free, fold: Fold.filled),
        OperatorDefinition(
            .shape, 1...1, traffic: .none, attributes: [.int("start", 0), .int("end")],
            infer: { (f) in
                let range = f.shape(0).map { Fold.shapeRange(f, rank: $0.rank) }
                return [Inferred(.int64, Shape([range.map { .known($0.count) } ?? .unknown]))]
            }, cost: .free, fold: Fold.shape),
        OperatorDefinition(
            .size, 1...1, traffic: .none, infer: { (_) in [Inferred(.int64, Shape([Int]()))] }, cost: .free,
            fold: Fold.size),
        OperatorDefinition(
            .range, 3...3, parameters: [0, 1, 2],
            infer: { (f) throws(GraphError) in [Inferred(f.type(0), Shape([try rangeCount(f)]))] },
            cost: .free,
            fold: Fold.range),
        random(.randomNormal, like: false), random(.randomUniform, like: false),
        random(.randomNormalLike, like: true), random(.randomUniformLike, like: true),
        OperatorDefinition(
            .bernoulli, 1...1, random: true, attributes: [.int("dtype")], legacy: [.float("seed")],
            infer: { (f) in [Inferred(type(f, "dtype") ?? f.type(0), f.shape(0))] }, cost: .output(1)),
        OperatorDefinition(
            .multinomial, 1...1, random: true, attributes: [.int("dtype", 6), .int("sample_size", 1)],
            legacy: [.float("seed")],
            infer: { (f) in
                let rows = f.shape(0)?.dims.first ?? .unknown
                return [Inferred(type(f, "dtype") ?? .int32, Shape([rows, .known(f.int("sample_size", 1))]))]
            }, cost: .input(1)),
    ]

    private static func random(_ kind: OperatorKind, like: Bool) -> OperatorDefinition {
        let isNormal = kind == .randomNormal || kind == .randomNormalLike
        let limits: [AttributeRule] =
            isNormal ? [.float("mean", 0), .float("scale", 1)] : [.float("high", 1), .float("low", 0)]
        return OperatorDefinition(
            kind, like ? 1...1 : 0...0, random: true, traffic: .taken,
            attributes: limits + [.int("dtype"), .ints("shape")], legacy: [.float("seed")],
            infer: { (f) throws(GraphError) in
                if like { return [Inferred(type(f, "dtype") ?? f.type(0), f.shape(0))] }
                guard let sizes = f.ints("shape"), sizes.allSatisfy({ $0 >= 0 }) else {
                    throw GraphError(.attribute, "the attribute `shape` is missing or negative")
                }
                return [Inferred(type(f, "dtype") ?? .float32, Shape(sizes))]
            }, cost: .output(1))
    }

    /// An element type given by its number in an attribute.
    static func type(_ facts: NodeFacts, _ name: String) -> ElementType? {
        guard let raw = facts.node.int(name), raw > 0 else { return nil }
        return ElementType(rawValue: Int32(clamping: raw))
    }

    private static func rangeCount(_ facts: NodeFacts) throws(GraphError) -> Dim {
        if let step = facts.operand(2)?.numbers?.doubles.first, let step, step == 0 || !step.isFinite {
            throw GraphError(.parameter, "the step of a range is \(step)")
        }
        guard let start = facts.knownFloats(0)?.first, let limit = facts.knownFloats(1)?.first,
            let step = facts.knownFloats(2)?.first
        else { return .unknown }
        let count = ((limit - start) / step).rounded(.up)
        guard count.isFinite, count <= Double(Limits.elements) else {
            throw GraphError(.overflow, "a range of \(count) numbers is too large")
        }
        return .known(count <= 0 ? 0 : Int(count))
    }
}

extension Node {
    /// The value of a `Constant` node, whichever attribute holds it.
    var constantValue: ConstantTensor? {
        for value in attributes.values {
            switch value {
            case .tensor(let tensor): return tensor
            case .int(let number):
                return ConstantTensor(elementType: .int64, sizes: [], payload: .integers([number]))
            case .ints(let numbers):
                return ConstantTensor(
                    elementType: .int64, sizes: [numbers.count], payload: .integers(numbers))
            case .float(let number):
                return ConstantTensor(elementType: .float32, sizes: [], payload: .floats([Double(number)]))
            case .floats(let numbers):
                return ConstantTensor(
                    elementType: .float32, sizes: [numbers.count],
                    payload: .floats(numbers.map { Double($0) }))
            case .string: return ConstantTensor(elementType: .string, sizes: [], payload: .absent)
            case .strings(let texts):
                return ConstantTensor(elementType: .string, sizes: [texts.count], payload: .absent)
            }
        }
        return nil
    }
}
