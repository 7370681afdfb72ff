import GnomonGraph
import GnomonNative

extension TorchOperators {
    static let matrices: Table = [
        .matMul: simple("matmul"),
        .det: simple("det"),
        .gemm: { (l, n) throws(RuntimeError) in
            l.emit(
                "gemm", n, lists: [[n.int("transA") ?? 0, n.int("transB") ?? 0]],
                numbers: [number(n, "alpha", 1), number(n, "beta", 1)])
        },
        .matMulInteger: simple("matmul_integer"),
        .einsum: { (l, n) throws(RuntimeError) in
            guard let equation = n.string("equation") else { throw l.refusal(n, "no equation") }
            l.emit("einsum", n, lists: [equation.utf8.filter { $0 != 0x20 }.map { Int($0) }])
        },
        .conv: { (l, n) throws(RuntimeError) in
            guard let conv = ConvolutionParameters(n, in: l.network) else {
                throw l.refusal(n, "its window is not known")
            }
            l.emit(
                "conv", n,
                lists: [conv.strides, conv.padsBegin, conv.padsEnd, conv.dilations, [conv.group]])
        },
        .attention: { (l, n) throws(RuntimeError) in try attention(&l, n) },
        .convTranspose: { (l, n) throws(RuntimeError) in try convTranspose(&l, n) },
    ]

    /// Heads have to be an axis of their own, and nothing is remembered from earlier.
    private static func attention(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let query = try l.inputSizes(n)
        let key = try l.sizes(n.input(1), of: n)
        let isPlain =
            query.count == 4 && key.count == 4 && n.inputs.dropFirst(4).allSatisfy { $0 == nil }
            && n.outputs.dropFirst().allSatisfy { $0 == nil } && number(n, "softcap", 0) == 0
        guard isPlain else { throw l.refusal(n, "a form ATen does not have") }
        let scale = number(n, "scale", 0)
        l.emit(
            "attention", n, outputs: [n.output(0)?.index],
            lists: [[n.int("is_causal") ?? 0, scale == 0 ? 0 : 1, query[1] == key[1] ? 0 : 1]],
            numbers: [scale])
    }

    /// ATen pads both ends alike; what that leaves too much is cut off behind, what it lacks is output padding.
    private static func convTranspose(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        guard let conv = ConvolutionParameters(n, in: l.network) else {
            throw l.refusal(n, "its window is not known")
        }
        let input = try l.inputSizes(n)
        let output = Array(try l.outputSizes(n).dropFirst(2))
        var extra: [Int] = []
        for axis in conv.kernel.indices {
            let (stride, dilation) = (conv.strides[axis], conv.dilations[axis])
            let plain =
                (input[axis + 2] - 1) * stride - 2 * conv.padsBegin[axis]
                + dilation * (conv.kernel[axis] - 1) + 1
            let lacking = max(0, output[axis] - plain)
            guard lacking < max(stride, dilation), conv.padsBegin[axis] >= 0 else {
                throw l.refusal(n, "pads that ATen does not have")
            }
            extra.append(lacking)
        }
        l.emit(
            "conv_transpose", n,
            lists: [conv.strides, conv.padsBegin, extra, conv.dilations, [conv.group], output])
    }

    static let pooling: Table = [
        .maxPool: { (l, n) throws(RuntimeError) in
            if n.output(1) != nil { throw l.refusal(n, "the indices of its maxima are wanted") }
            l.emit("max_pool", n, lists: try window(l, n))
        },
        .averagePool: { (l, n) throws(RuntimeError) in l.emit("avg_pool", n, lists: try window(l, n)) },
        .lpPool: { (l, n) throws(RuntimeError) in
            var lists = try window(l, n)
            // Sums, not means: the padding counts as zeros.
            lists[5][2] = 1
            l.emit("lp_pool", n, lists: lists, numbers: [Double(n.int("p") ?? 2)])
        },
        .globalAveragePool: { (l, n) throws(RuntimeError) in l.emit("mean", n, lists: try space(l, n)) },
        .globalMaxPool: { (l, n) throws(RuntimeError) in l.emit("amax", n, lists: try space(l, n)) },
        .globalLpPool: { (l, n) throws(RuntimeError) in
            l.emit("normp", n, lists: try space(l, n), numbers: [Double(n.int("p") ?? 2)])
        },
    ]

    /// All axes behind the channels, kept.
    private static func space(_ l: TorchLowering, _ n: Node) throws(RuntimeError) -> [[Int]] {
        [Array(2..<max(2, try l.inputSizes(n).count)), [1]]
    }

    /// The lists of a pooling.
    ///
    /// Where ATen's own pads and rounding do not give the shape wanted, the input is
    /// padded explicitly.
    private static func window(_ l: TorchLowering, _ n: Node) throws(RuntimeError) -> [[Int]] {
        guard let pool = PoolingParameters(n, in: l.network) else {
            throw l.refusal(n, "its window is not known")
        }
        let input = try l.inputSizes(n)
        let output = try l.outputSizes(n)
        if n.op.kind != .maxPool, pool.dilations.contains(where: { $0 != 1 }) {
            throw l.refusal(n, "ATen averages over dense windows only")
        }
        var isExplicit = false
        var overhang: [Int] = []
        for axis in pool.kernel.indices {
            let (size, wanted) = (input[axis + 2], output[axis + 2])
            let (before, after) = (pool.padsBegin[axis], pool.padsEnd[axis])
            let stride = pool.strides[axis]
            let extent = pool.dilations[axis] * (pool.kernel[axis] - 1) + 1
            let rest = size + before + after - extent
            var own = (rest + (pool.ceil ? stride - 1 : 0)) / stride + 1
            if pool.ceil, (own - 1) * stride >= size + before { own -= 1 }
            if before != after || before > pool.kernel[axis] / 2 || own != wanted { isExplicit = true }
            let missing = max(0, (wanted - 1) * stride - rest)
            overhang.append(missing)
            if (rest + missing) / stride + 1 != wanted, isExplicit {
                throw l.refusal(n, "an output size ATen does not have")
            }
        }
        return [
            pool.kernel, pool.strides, pool.padsBegin, pool.padsEnd, pool.dilations,
            [isExplicit ? 1 : 0, pool.ceil ? 1 : 0, pool.countsPadding ? 1 : 0], overhang,
        ]
    }

    static let recurrent: Table = [
        .lstm: { (l, n) throws(RuntimeError) in
            // ONNX has input, output, forget, cell; ATen input, forget, cell, output.
            try recurrent(&l, n, kind: 0, order: [0, 2, 3, 1], activations: ["sigmoid", "tanh", "tanh"])
        },
        .gru: { (l, n) throws(RuntimeError) in
            guard n.int("linear_before_reset") == 1 else {
                throw l.refusal(n, "ATen resets behind the matrix product only")
            }
            // ONNX has update, reset, hidden; ATen reset, update, new.
            try recurrent(&l, n, kind: 1, order: [1, 0, 2], activations: ["sigmoid", "tanh"])
        },
        .rnn: { (l, n) throws(RuntimeError) in
            let isRelu = strings(n, "activations").first?.lowercased() == "relu"
            try recurrent(
                &l, n, kind: isRelu ? 3 : 2, order: [0], activations: [isRelu ? "relu" : "tanh"])
        },
    ]

    private static func strings(_ node: Node, _ name: String) -> [String] {
        if case .strings(let values)? = node.attributes[name] { values } else { [] }
    }

    private static func recurrent(
        _ l: inout TorchLowering, _ n: Node, kind: Int, order: [Int], activations: [String]
    ) throws(RuntimeError) {
        let directions = n.string("direction") == "bidirectional" ? 2 : 1
        let given = strings(n, "activations").map { $0.lowercased() }
        let isUsual =
            n.string("direction") != "reverse" && n.int("layout") ?? 0 == 0 && n.input(7) == nil
            && n.float("clip") == nil && n.int("input_forget") ?? 0 == 0
            && (given.isEmpty || given == Array(repeating: activations, count: directions).flatMap { $0 })
        guard isUsual else { throw l.refusal(n, "a form ATen does not have") }
        if let lengths = n.input(4) {
            let steps = try l.inputSizes(n).first
            guard let known = l.integers(lengths), known.allSatisfy({ $0 == steps }) else {
                throw l.refusal(n, "sequences of different lengths")
            }
        }
        var weights: [Int?] = []
        for slot in 1...3 {
            guard let id = n.input(slot) else {
                weights.append(nil)
                continue
            }
            guard order.count > 1 else {
                weights.append(id.index)
                continue
            }
            let turned = l.newSlot()
            l.emit(
                "gates", n, inputs: [id.index], outputs: [turned], lists: [order, [slot == 3 ? 2 : 1]])
            weights.append(turned)
        }
        l.emit(
            "recurrent", n,
            inputs: [n.input(0)?.index] + weights + [n.input(5)?.index, n.input(6)?.index],
            lists: [[kind, directions]])
    }
}
