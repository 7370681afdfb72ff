extension ConvolutionFamily {
    /// Makes the window explicit; `output_shape` and `auto_pad` become pads.
    static func normaliseTransposed(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) {
        guard let x = facts.shape(0) else { return }
        let spatial = try Window.spatial(of: x)
        let automatic = facts.string("auto_pad", "NOTSET")
        node.attributes["auto_pad"] = .string("NOTSET")
        let given = node.ints("pads")
        try Window.normalise(
            &node, facts, spatial: spatial, kernelFrom: facts.shape(1), automatic: "NOTSET",
            isTransposed: true)
        guard let window = Window(node) else { return }
        let extra = facts.ints("output_padding") ?? Array(repeating: 0, count: window.rank)
        guard extra.count == window.rank, extra.allSatisfy({ $0 >= 0 }) else {
            throw GraphError(.shape, "output_padding \(extra) does not fit \(window.rank) spatial axes")
        }
        node.set("output_padding", ints: extra)
        var target = facts.ints("output_shape")
        if let full = target, full.count == window.rank + 2 { target = Array(full.dropFirst(2)) }
        if target == nil, automatic.hasPrefix("SAME"), given == nil {
            target = try zip(spatial, window.strides).mapChecked { (dim, stride) throws(GraphError) in
                guard let size = dim.value else { return -1 }
                return try Checked.multiply(size, stride)
            }
        }
        guard let target else { return }
        guard target.count == window.rank else {
            throw GraphError(.shape, "output_shape \(target) does not fit \(window.rank) spatial axes")
        }
        var pads = window.padsBegin + window.padsEnd
        for axis in 0..<window.rank {
            guard let size = spatial[axis].value, target[axis] >= 0 else { continue }
            let free = try transposedSize(size, window, axis: axis, extra: extra[axis], pads: 0)
            let total = try Checked.subtract(free, target[axis])
            let small = total / 2
            pads[axis] = automatic == "SAME_UPPER" ? small : total - small
            pads[axis + window.rank] = total - pads[axis]
        }
        try Window.checkPads(pads)
        node.set("pads", ints: pads)
    }

    static func inferTransposed(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        guard let x = facts.shape(0), let w = facts.shape(1) else { return [Inferred(facts.type(0), nil)] }
        guard x.rank >= 3, w.rank == x.rank else {
            throw GraphError(
                .shape, "the input has shape \(x) and the weight \(w); both need one rank of at least 3")
        }
        let group = facts.int("group", 1)
        guard group >= 1 else { throw GraphError(.shape, "group is \(group), expected at least 1") }
        if case .known(let inputs) = x.dims[1] {
            guard inputs % group == 0 else {
                throw GraphError(.shape, "group \(group) does not divide \(inputs) input channels")
            }
            guard Dim.agree(w.dims[0], x.dims[1]) else {
                throw GraphError(.shape, "the weight \(w) is not for \(inputs) input channels")
            }
        }
        guard let window = Window(facts.node) else { return [Inferred(facts.type(0), nil)] }
        let extra = facts.ints("output_padding") ?? Array(repeating: 0, count: window.rank)
        let channels = try w.dims[1].map { (size) throws(GraphError) in try Checked.multiply(size, group) }
        if let b = facts.shape(2), b.rank != 1 || !Dim.agree(b.dims[0], channels) {
            throw GraphError(.shape, "the bias has shape \(b), the output \(channels.value ?? 0) channels")
        }
        var dims = [x.dims[0], channels]
        for axis in 0..<window.rank {
            let pads = try Checked.add(window.padsBegin[axis], window.padsEnd[axis])
            dims.append(
                try x.dims[axis + 2].map { (size) throws(GraphError) in
                    try transposedSize(size, window, axis: axis, extra: extra[axis], pads: pads)
                })
        }
        return [Inferred(facts.type(0), Shape(dims))]
    }

    private static func transposedSize(
        _ size: Int, _ window: Window, axis: Int, extra: Int, pads: Int
    ) throws(GraphError) -> Int {
        let moved = try Checked.multiply(window.strides[axis], Swift.max(size - 1, 0))
        let covered = try Checked.add(moved, window.extent(axis))
        let result = try Checked.subtract(Checked.add(covered, extra), pads)
        guard result >= 0 else {
            throw GraphError(.shape, "the output of axis \(axis + 2) would have the size \(result)")
        }
        return size == 0 ? 0 : result
    }

    static func transposedCost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let i = cost.i, let w = cost.facts.shape(1)?.sizes, let n = cost.n,
            let macs = try Checked.product(i, w[1], Shape.product(w.dropFirst(2)))
        else { return nil }
        return Work(macs: macs, other: cost.facts.has(2) ? UInt64(n) : 0)
    }
}

extension Sequence {
    /// `map` with a body that throws this room's error.
    func mapChecked<Result>(
        _ body: (Element) throws(GraphError) -> Result
    ) throws(GraphError) -> [Result] {
        var result: [Result] = []
        for element in self { result.append(try body(element)) }
        return result
    }
}
