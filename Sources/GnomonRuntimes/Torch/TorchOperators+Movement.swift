import GnomonGraph
import GnomonNative

extension TorchOperators {
    static let views: Table = [
        .reshape: reshape, .flatten: reshape, .squeeze: reshape, .unsqueeze: reshape,
        .microsoftExpandDims: reshape,
        .identity: identity,
        .dropout: { (l, n) throws(RuntimeError) in
            if n.output(1) != nil { throw l.refusal(n, "its mask is wanted") }
            l.emit("identity", n, inputs: [n.input(0)?.index])
        },
        .transpose: { (l, n) throws(RuntimeError) in
            let rank = try l.inputSizes(n).count
            l.emit("permute", n, lists: [n.ints("perm") ?? Array((0..<rank).reversed())])
        },
        .expand: { (l, n) throws(RuntimeError) in
            l.emit("expand", n, inputs: [n.input(0)?.index], lists: [try l.outputSizes(n)])
        },
        .split: { (l, n) throws(RuntimeError) in
            let axis = try l.axis(n, rank: try l.inputSizes(n).count)
            var sizes = l.integers(n.input(1)) ?? []
            if sizes.isEmpty {
                for output in n.outputs {
                    let shape = try l.sizes(output, of: n)
                    sizes.append(shape[axis])
                }
            }
            l.emit("split", n, inputs: [n.input(0)?.index], lists: [sizes, [axis]])
        },
        .slice: { (l, n) throws(RuntimeError) in try slice(&l, n) },
    ]

    private static let reshape: Rule = { (l, n) throws(RuntimeError) in
        l.emit("reshape", n, inputs: [n.input(0)?.index], lists: [try l.outputSizes(n)])
    }

    private static let identity: Rule = { (l, n) throws(RuntimeError) in
        l.emit("identity", n, inputs: [n.input(0)?.index], outputs: [n.output(0)?.index])
    }

    /// Positions are brought into the axis here, as ONNX says.
    private static func slice(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let sizes = try l.inputSizes(n)
        let starts = try l.required(n.input(1), of: n, "its positions")
        let ends = try l.required(n.input(2), of: n, "its positions")
        let axes = n.input(3) == nil ? Array(starts.indices) : try l.required(n.input(3), of: n, "its axes")
        let steps =
            n.input(4) == nil
            ? Array(repeating: 1, count: starts.count) : try l.required(n.input(4), of: n, "its steps")
        guard starts.count == ends.count, starts.count == axes.count, starts.count == steps.count else {
            throw l.refusal(n, "its positions do not fit together")
        }
        var cuts: [Int] = []
        for index in starts.indices {
            let axis = try l.axis(axes[index], rank: sizes.count, of: n)
            let size = sizes[axis]
            // No axis is longer than this, and the shim multiplies steps.
            let step = min(max(steps[index], -1 << 40), 1 << 40)
            // Far ends are written as the largest numbers there are.
            func place(_ given: Int, _ range: ClosedRange<Int>) -> Int {
                let limited = min(max(given, -1 << 40), 1 << 40)
                return min(max(limited < 0 ? limited + size : limited, range.lowerBound), range.upperBound)
            }
            guard step != 0 else { throw l.refusal(n, "a step of \(step)") }
            let range = step > 0 ? 0...size : -1...max(-1, size - 1)
            let start = place(starts[index], step > 0 ? range : 0...max(0, size - 1))
            cuts += [axis, start, place(ends[index], range), step]
        }
        l.emit("slice", n, inputs: [n.input(0)?.index], lists: [cuts])
    }

    static let movement: Table = [
        .concat: { (l, n) throws(RuntimeError) in
            l.emit("concat", n, lists: [[try l.axis(n, rank: try l.outputSizes(n).count)]])
        },
        .tile: { (l, n) throws(RuntimeError) in
            l.emit(
                "tile", n, inputs: [n.input(0)?.index],
                lists: [try l.required(n.input(1), of: n, "its repeats")])
        },
        .pad: { (l, n) throws(RuntimeError) in try pad(&l, n) },
        .depthToSpace: { (l, n) throws(RuntimeError) in
            l.emit(
                "depth_to_space", n,
                lists: [[n.int("blocksize") ?? 1, n.string("mode") == "CRD" ? 1 : 0]])
        },
        .spaceToDepth: { (l, n) throws(RuntimeError) in
            l.emit("space_to_depth", n, lists: [[n.int("blocksize") ?? 1]])
        },
        .trilu: { (l, n) throws(RuntimeError) in
            let k = n.input(1) == nil ? 0 : try l.required(n.input(1), of: n, "its diagonal").first ?? 0
            let name = n.int("upper") ?? 1 == 1 ? "triu" : "tril"
            l.emit(name, n, inputs: [n.input(0)?.index], lists: [[k]])
        },
    ]

    private static func pad(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let rank = try l.inputSizes(n).count
        let given = try l.required(n.input(1), of: n, "its pads")
        let axes = n.input(3) == nil ? Array(0..<rank) : try l.required(n.input(3), of: n, "its axes")
        guard given.count == 2 * axes.count else { throw l.refusal(n, "\(given.count) pads") }
        var pairs = [(Int, Int)](repeating: (0, 0), count: rank)
        for (index, axis) in axes.enumerated() {
            pairs[try l.axis(axis, rank: rank, of: n)] = (given[index], given[index + axes.count])
        }
        let names = ["constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"]
        guard let mode = names[n.string("mode") ?? "constant"] else { throw l.refusal(n, "its mode") }
        // ATen lists the last axis first, and other modes only take those that are padded.
        while mode != "constant" || pairs.count > rank, let first = pairs.first, first == (0, 0) {
            pairs.removeFirst()
        }
        guard !pairs.isEmpty else { return l.emit("identity", n, inputs: [n.input(0)?.index]) }
        var inputs = [n.input(0)?.index]
        let value = l.numbers(n.input(2))?.first
        if value == nil, let id = n.input(2) { inputs.append(id.index) }
        l.emit(
            "pad", n, inputs: inputs,
            lists: [pairs.reversed().flatMap { [$0.0, $0.1] }, mode.utf8.map { Int($0) }],
            numbers: [value ?? 0])
    }

    /// Values made of parameters alone, where they were too many to be folded.
    static let sources: Table = [
        .constantOfShape: { (l, n) throws(RuntimeError) in
            var value = 0.0
            if case .tensor(let tensor)? = n.attributes["value"] {
                switch tensor.payload {
                case .floats(let values): value = values.first ?? 0
                case .integers(let values): value = values.first.map { Double($0) } ?? 0
                case .fill(let number): value = number
                default: throw l.refusal(n, "its value is not known")
                }
            }
            l.emit(
                "full", n, inputs: [], lists: [try l.outputSizes(n), [l.type(n.output(0))]],
                numbers: [value])
        },
        .range: { (l, n) throws(RuntimeError) in
            var numbers: [Double] = []
            for slot in 0..<3 {
                guard let value = l.numbers(n.input(slot))?.first else {
                    throw l.refusal(n, "its ends depend on data")
                }
                numbers.append(value)
            }
            l.emit("range", n, inputs: [], lists: [[l.type(n.output(0))]], numbers: numbers)
        },
        .eyeLike: { (l, n) throws(RuntimeError) in
            l.emit(
                "eye", n, inputs: [],
                lists: [try l.outputSizes(n), [l.type(n.output(0)), n.int("k") ?? 0]])
        },
        .shape: { (l, n) throws(RuntimeError) in
            let sizes = try l.inputSizes(n)
            let start = min(max(n.int("start") ?? 0, 0), sizes.count)
            let end = min(max(n.int("end") ?? sizes.count, start), sizes.count)
            l.emit("identity", n, inputs: [l.bind(Array(sizes[start..<end]))])
        },
    ]
}
