import GnomonGraph
import GnomonNative

extension TorchOperators {
    static let indexing: Table = [
        .gather: { (l, n) throws(RuntimeError) in try gather(&l, n) },
        .gatherElements: { (l, n) throws(RuntimeError) in
            l.emit("gather_elements", n, lists: [[try l.axis(n, rank: try l.inputSizes(n).count)]])
        },
        .gatherND: { (l, n) throws(RuntimeError) in
            guard n.int("batch_dims") ?? 0 == 0 else { throw l.refusal(n, "batch axes") }
            l.emit("gather_nd", n)
        },
        .scatterND: { (l, n) throws(RuntimeError) in
            l.emit("scatter_nd", n, lists: [[try reduction(l, n)]])
        },
        .scatterElements: scatter, .scatter: scatter,
        .oneHot: { (l, n) throws(RuntimeError) in
            let depth = try l.required(n.input(1), of: n, "its depth").first ?? 0
            let axis = try l.axis(n, rank: try l.outputSizes(n).count, standard: -1)
            l.emit("one_hot", n, lists: [[axis, depth]])
        },
    ]

    private static let scatter: Rule = { (l, n) throws(RuntimeError) in
        let axis = try l.axis(n, rank: try l.inputSizes(n).count)
        l.emit("scatter_elements", n, lists: [[axis, try reduction(l, n)]])
    }

    private static func reduction(_ l: TorchLowering, _ n: Node) throws(RuntimeError) -> Int {
        let names = ["none", "add", "mul", "max", "min"]
        guard let index = names.firstIndex(of: n.string("reduction") ?? "none") else {
            throw l.refusal(n, "its reduction")
        }
        return index
    }

    /// One constant index is a view; several are counted from the start before they are bound.
    private static func gather(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let sizes = try l.inputSizes(n)
        let axis = try l.axis(n, rank: sizes.count)
        guard let known = l.integers(n.input(1)) else { return l.emit("gather", n, lists: [[axis, 0, 0]]) }
        let rank = try l.sizes(n.input(1), of: n).count
        let size = sizes[axis]
        guard known.allSatisfy({ $0 >= -size && $0 < size }) else {
            throw l.refusal(n, "an index is outside of its axis")
        }
        let counted = known.map { $0 < 0 ? $0 + size : $0 }
        if rank == 0, let index = counted.first {
            return l.emit("gather", n, inputs: [n.input(0)?.index], lists: [[axis, index, 1]])
        }
        guard rank == 1, counted != known else { return l.emit("gather", n, lists: [[axis, 0, 0]]) }
        l.emit("gather", n, inputs: [n.input(0)?.index, l.bind(counted)], lists: [[axis, 0, 0]])
    }

    static let reductions: Table = [
        .reduceSum: reducing("sum"), .reduceMean: reducing("mean"), .reduceMax: reducing("amax"),
        .reduceMin: reducing("amin"), .reduceProd: reducing("prod"), .reduceL1: reducing("norm1"),
        .reduceL2: reducing("norm2"), .reduceLogSum: reducing("log_sum"),
        .reduceLogSumExp: reducing("logsumexp"), .reduceSumSquare: reducing("sum_square"),
        .argMax: choosing("argmax"), .argMin: choosing("argmin"),
        .cumSum: cumulating("cumsum"), .cumProd: cumulating("cumprod"),
        .topK: { (l, n) throws(RuntimeError) in
            let axis = try l.axis(n, rank: try l.inputSizes(n).count, standard: -1)
            guard let written = n.output(0) ?? n.output(1) else { return }
            let count = try l.sizes(written, of: n)[axis]
            l.emit(
                "topk", n, inputs: [n.input(0)?.index],
                lists: [[count, axis, n.int("largest") ?? 1, n.int("sorted") ?? 1]])
        },
        .softmax: { (l, n) throws(RuntimeError) in try softmax("softmax", &l, n) },
        .logSoftmax: { (l, n) throws(RuntimeError) in try softmax("log_softmax", &l, n) },
    ]

    private static func reducing(_ name: String) -> Rule {
        { (l, n) throws(RuntimeError) in try reduce(name, &l, n) }
    }

    private static func choosing(_ name: String) -> Rule {
        { (l, n) throws(RuntimeError) in
            let axis = try l.axis(n, rank: try l.inputSizes(n).count)
            l.emit(name, n, lists: [[axis, n.int("keepdims") ?? 1, n.int("select_last_index") ?? 0]])
        }
    }

    private static func cumulating(_ name: String) -> Rule {
        { (l, n) throws(RuntimeError) in
            let given = try l.required(n.input(1), of: n, "its axis").first ?? 0
            let axis = try l.axis(given, rank: try l.inputSizes(n).count, of: n)
            l.emit(
                name, n, inputs: [n.input(0)?.index],
                lists: [[axis, n.int("exclusive") ?? 0, n.int("reverse") ?? 0]])
        }
    }

    private static func reduce(
        _ name: String, _ l: inout TorchLowering, _ n: Node
    ) throws(RuntimeError) {
        let rank = try l.inputSizes(n).count
        var axes = n.input(1) == nil ? [] : try l.required(n.input(1), of: n, "its axes")
        if axes.isEmpty {
            if n.int("noop_with_empty_axes") ?? 0 != 0 {
                throw l.refusal(n, "it reduces nothing")
            }
            axes = Array(0..<rank)
        }
        for index in axes.indices { axes[index] = try l.axis(axes[index], rank: rank, of: n) }
        // A scalar has nothing to reduce, and ATen takes an empty list for all axes: the same.
        if rank == 0 { axes = [] }
        l.emit(name, n, inputs: [n.input(0)?.index], lists: [axes, [n.int("keepdims") ?? 1]])
    }

    /// Softmax and its relatives; old operator sets join all axes from the given one on.
    static func softmax(_ name: String, _ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let axis = try l.axis(n, rank: try l.inputSizes(n).count, standard: -1)
        l.emit(name, n, lists: [[axis, n.int("coerced2D") ?? 0]])
    }

    static let normalisations: Table = [
        .batchNormalization: { (l, n) throws(RuntimeError) in
            guard n.int("training_mode") ?? 0 == 0, n.outputs.dropFirst().allSatisfy({ $0 == nil }) else {
                throw l.refusal(n, "it is in training")
            }
            l.emit("batch_norm", n, numbers: [number(n, "epsilon", 1e-5)])
        },
        .layerNormalization: { (l, n) throws(RuntimeError) in
            l.emit("layer_norm", n, lists: [try rows(l, n)], numbers: [number(n, "epsilon", 1e-5)])
        },
        .rmsNormalization: rms, .simplifiedLayerNormalization: rms,
        .instanceNormalization: { (l, n) throws(RuntimeError) in
            l.emit("instance_norm", n, numbers: [number(n, "epsilon", 1e-5)])
        },
        .groupNormalization: { (l, n) throws(RuntimeError) in
            l.emit(
                "group_norm", n, lists: [[n.int("num_groups") ?? 1]], numbers: [number(n, "epsilon", 1e-5)])
        },
        .lrn: { (l, n) throws(RuntimeError) in
            l.emit(
                "local_response", n, lists: [[n.int("size") ?? 1]],
                numbers: [number(n, "alpha", 1e-4), number(n, "beta", 0.75), number(n, "bias", 1)])
        },
        .meanVarianceNormalization: { (l, n) throws(RuntimeError) in
            l.emit("mean_variance", n, lists: [n.ints("axes") ?? [0, 2, 3]])
        },
        .lpNormalization: { (l, n) throws(RuntimeError) in
            let axis = try l.axis(n, rank: try l.inputSizes(n).count, standard: -1)
            l.emit("lp_norm", n, lists: [[axis, n.int("p") ?? 2]])
        },
    ]

    private static let rms: Rule = { (l, n) throws(RuntimeError) in
        guard n.outputs.dropFirst().allSatisfy({ $0 == nil }) else { throw l.refusal(n, "its deviations") }
        l.emit("rms_norm", n, lists: [try rows(l, n)], numbers: [number(n, "epsilon", 1e-5)])
    }

    /// The sizes that are normalised together: from the axis on.
    private static func rows(_ l: TorchLowering, _ n: Node) throws(RuntimeError) -> [Int] {
        let sizes = try l.inputSizes(n)
        return Array(sizes[try l.axis(n, rank: sizes.count, standard: -1)...])
    }
}
