import GnomonGraph
import GnomonNative

extension TorchOperators {
    static let unary = simple([
        .relu: "relu", .sigmoid: "sigmoid", .tanh: "tanh", .erf: "erf", .hardSwish: "hardswish",
        .mish: "mish", .softplus: "softplus", .softsign: "softsign", .abs: "abs", .neg: "neg",
        .sign: "sign", .ceil: "ceil", .floor: "floor", .round: "round", .reciprocal: "reciprocal",
        .sqrt: "sqrt", .exp: "exp", .log: "log", .sin: "sin", .cos: "cos", .tan: "tan", .asin: "asin",
        .acos: "acos", .atan: "atan", .sinh: "sinh", .cosh: "cosh", .asinh: "asinh", .acosh: "acosh",
        .atanh: "atanh", .not: "logical_not", .bitwiseNot: "bitwise_not", .isNaN: "isnan",
    ])

    static let binary: Table = simple([
        .add: "add", .sub: "sub", .mul: "mul", .div: "div", .pow: "pow", .max: "max_of", .min: "min_of",
        .sum: "sum_of", .mean: "mean_of", .and: "logical_and", .or: "logical_or", .xor: "logical_xor",
        .bitwiseAnd: "bitwise_and", .bitwiseOr: "bitwise_or", .bitwiseXor: "bitwise_xor", .equal: "eq",
        .greater: "gt", .greaterOrEqual: "ge", .less: "lt", .lessOrEqual: "le", .whereSelect: "where",
    ]).merging([
        .mod: { (l, n) throws(RuntimeError) in l.emit("mod", n, lists: [[n.int("fmod") ?? 0]]) },
        .bitShift: { (l, n) throws(RuntimeError) in
            l.emit(n.string("direction") == "LEFT" ? "bitwise_left_shift" : "bitwise_right_shift", n)
        },
        .pRelu: { (l, n) throws(RuntimeError) in
            let x = try l.inputSizes(n)
            let slope = try l.sizes(n.input(1), of: n)
            // One slope a channel is what ATen's own function takes; other shapes are broadcast.
            let isPerChannel =
                slope.count == x.count - 1 && x.count >= 2 && slope.first == x[1]
                && slope.dropFirst().allSatisfy { $0 == 1 }
            l.emit("prelu", n, lists: [[isPerChannel ? 1 : 0]])
        },
    ]) { first, _ in first }

    static let activations: Table = [
        .leakyRelu: { (l, n) throws(RuntimeError) in
            l.emit("leaky_relu", n, numbers: [number(n, "alpha", 0.01)])
        },
        .elu: { (l, n) throws(RuntimeError) in l.emit("elu", n, numbers: [number(n, "alpha", 1), 1]) },
        .selu: { (l, n) throws(RuntimeError) in
            l.emit("elu", n, numbers: [number(n, "alpha", 1.673_263_2), number(n, "gamma", 1.050_701)])
        },
        .celu: { (l, n) throws(RuntimeError) in l.emit("celu", n, numbers: [number(n, "alpha", 1)]) },
        .thresholdedRelu: { (l, n) throws(RuntimeError) in
            l.emit("threshold", n, numbers: [number(n, "alpha", 1)])
        },
        .hardSigmoid: { (l, n) throws(RuntimeError) in
            let (alpha, beta) = (number(n, "alpha", 0.2), number(n, "beta", 0.5))
            // PyTorch's own has a sixth, which files round.
            let isOwn = abs(alpha - 1.0 / 6) < 1e-6 && beta == 0.5
            l.emit("hardsigmoid", n, lists: [[isOwn ? 1 : 0]], numbers: [alpha, beta])
        },
        .swish: { (l, n) throws(RuntimeError) in l.emit("swish", n, numbers: [number(n, "alpha", 1)]) },
        .microsoftQuickGelu: { (l, n) throws(RuntimeError) in
            l.emit("swish", n, numbers: [number(n, "alpha", 1.702)])
        },
        .gelu: { (l, n) throws(RuntimeError) in
            l.emit("gelu", n, lists: [[n.string("approximate") == "tanh" ? 1 : 0]])
        },
        .microsoftGelu: { (l, n) throws(RuntimeError) in l.emit("gelu", n, lists: [[0]]) },
        .shrink: { (l, n) throws(RuntimeError) in
            l.emit("shrink", n, numbers: [number(n, "bias", 0), number(n, "lambd", 0.5)])
        },
        .clip: { (l, n) throws(RuntimeError) in try clip(&l, n) },
        .hardmax: { (l, n) throws(RuntimeError) in try softmax("hardmax", &l, n) },
        .isInf: { (l, n) throws(RuntimeError) in
            l.emit("isinf", n, lists: [[n.int("detect_negative") ?? 1, n.int("detect_positive") ?? 1]])
        },
    ]

    /// A float attribute.
    static func number(_ node: Node, _ name: String, _ standard: Double) -> Double {
        node.float(name).map { Double($0) } ?? standard
    }

    /// Bounds are numbers where they are known, as in PyTorch.
    private static func clip(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let low = l.numbers(n.input(1))?.first
        let high = l.numbers(n.input(2))?.first
        let isKnown = (n.input(1) == nil || low != nil) && (n.input(2) == nil || high != nil)
        guard isKnown else { return l.emit("clip", n, lists: [[0, 0]], numbers: [0, 0]) }
        l.emit(
            "clip", n, inputs: [n.input(0)?.index], lists: [[low == nil ? 0 : 1, high == nil ? 0 : 1]],
            numbers: [low ?? 0, high ?? 0])
    }

    static let conversions: Table = [
        .cast: cast, .castLike: cast,
        .quantizeLinear: { (l, n) throws(RuntimeError) in
            let type = l.type(n.output(0))
            let range: (Double, Double)
            switch type {
            case 2: range = (0, 255)
            case 3: range = (-128, 127)
            case 4: range = (0, 65535)
            case 5: range = (-32768, 32767)
            default: throw l.refusal(n, "quantised to a type without a range here")
            }
            let place = try quantisation(l, n)
            l.emit("quantize", n, lists: [place + [type]], numbers: [range.0, range.1])
        },
        .dequantizeLinear: { (l, n) throws(RuntimeError) in
            l.emit("dequantize", n, lists: [try quantisation(l, n)])
        },
        .dynamicQuantizeLinear: simple("dynamic_quantize"),
    ]

    private static let cast: Rule = { (l, n) throws(RuntimeError) in
        l.emit("cast", n, inputs: [n.input(0)?.index], lists: [[l.type(n.output(0))]])
    }

    /// Axis and block of the scales.
    private static func quantisation(_ l: TorchLowering, _ n: Node) throws(RuntimeError) -> [Int] {
        let rank = try l.inputSizes(n).count
        let isScalar = try l.sizes(n.input(1), of: n).reduce(1, *) == 1
        let axis = isScalar ? 0 : try l.axis(n, rank: rank, standard: 1)
        return [axis, n.int("block_size") ?? 0]
    }
}
