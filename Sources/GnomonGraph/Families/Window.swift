/// The sliding window of a convolution or pooling, one entry per spatial axis.
///
/// It shares the lists of the node's attributes.
struct Window {
    private let attributes: Attributes
    /// Where the lists stand among the attributes: what is looked at several times on the way to a prediction copies none.
    private let kernelPlace: Int
    private let stridePlace: Int
    private let dilationPlace: Int
    /// The list of the pads before every axis, then those after every axis.
    private let padPlace: Int
    let rank: Int
    let ceil: Bool

    var isPointwise: Bool { (0..<rank).allSatisfy { kernel($0) == 1 } }
    var kernel: [Int] { (0..<rank).map { kernel($0) } }
    var strides: [Int] { (0..<rank).map { stride($0) } }
    var dilations: [Int] { (0..<rank).map { dilation($0) } }
    var padsBegin: [Int] { (0..<rank).map { padBegin($0) } }
    var padsEnd: [Int] { (0..<rank).map { padEnd($0) } }

    func kernel(_ axis: Int) -> Int { attributes.integer(at: kernelPlace, axis) }
    func stride(_ axis: Int) -> Int { attributes.integer(at: stridePlace, axis) }
    func dilation(_ axis: Int) -> Int { attributes.integer(at: dilationPlace, axis) }
    func padBegin(_ axis: Int) -> Int { attributes.integer(at: padPlace, axis) }
    func padEnd(_ axis: Int) -> Int { attributes.integer(at: padPlace, axis + rank) }

    /// The window of a node in canonical form; nil if its kernel is not known.
    init?(_ attributes: Attributes) {
        guard let kernel = attributes.integerList("kernel_shape"),
            let strides = attributes.integerList("strides"), strides.count == kernel.count,
            let dilations = attributes.integerList("dilations"), dilations.count == kernel.count,
            let pads = attributes.integerList("pads"), pads.count == kernel.count * 2
        else { return nil }
        self.attributes = attributes
        (kernelPlace, stridePlace) = (kernel.place, strides.place)
        (dilationPlace, padPlace) = (dilations.place, pads.place)
        rank = kernel.count
        ceil = attributes.int("ceil_mode") == 1
    }

    /// The elements the dilated kernel covers along an axis.
    func extent(_ axis: Int) throws(GraphError) -> Int {
        try Checked.add(Checked.multiply(dilation(axis), kernel(axis) - 1), 1)
    }

    /// Whether a node states its window in full, so that nothing is left to fill in.
    private static func isExplicit(_ node: Node, spatial: [Dim], weight: Shape?) -> Bool {
        let (attributes, rank) = (node.attributes, spatial.count)
        guard let kernel = attributes.integers("kernel_shape"), kernel.count == rank,
            let strides = attributes.integers("strides"), strides.count == rank,
            let dilations = attributes.integers("dilations"), dilations.count == rank,
            let pads = attributes.integers("pads"), pads.count == rank * 2
        else { return false }
        let usual = Int64(1)...Int64(1 << 20)
        for axis in 0..<rank {
            if let weight {
                guard weight.rank == rank + 2, weight.dims[axis + 2].value == Int(kernel[axis]) else {
                    return false
                }
            }
            guard usual.contains(kernel[axis]), usual.contains(strides[axis]),
                usual.contains(dilations[axis]), pads[axis] >= 0, pads[axis + rank] >= 0,
                pads[axis] <= usual.upperBound, pads[axis + rank] <= usual.upperBound
            else { return false }
        }
        return true
    }

    /// The output size along an axis.
    ///
    /// - Throws: `graph.shape` if the window does not fit into the padded input.
    func output(_ size: Int, axis: Int) throws(GraphError) -> Int {
        let before = padBegin(axis)
        let padded = try Checked.add(size, Checked.add(before, padEnd(axis)))
        let room = try Checked.subtract(padded, extent(axis))
        guard room >= 0 else {
            if size == 0 { return 0 }
            throw GraphError(
                .shape,
                "a window of \(try extent(axis)) does not fit axis \(axis + 2) of size \(size), \(padded) with pads"
            )
        }
        let stride = stride(axis)
        guard ceil else { return room / stride + 1 }
        var result = room / stride + (room % stride == 0 ? 0 : 1) + 1
        // The last window must start inside the input or the pads before it.
        if try Checked.multiply(result - 1, stride) >= Checked.add(size, before) { result -= 1 }
        return result
    }

    /// The axes after batch and channels.
    static func spatial(of shape: Shape) throws(GraphError) -> [Dim] {
        guard shape.rank >= 3 else {
            throw GraphError(
                .shape, "the input has shape \(shape), expected batch, channels and at least one axis")
        }
        return Array(shape.dims.dropFirst(2))
    }

    /// Writes kernel, strides, dilations and pads out in full and checks them.
    static func normalise(
        _ node: inout Node, _ facts: NodeFacts, spatial: [Dim], kernelFrom weight: Shape?,
        automatic: String? = nil, isTransposed: Bool = false
    ) throws(GraphError) {
        let rank = spatial.count
        let mode = automatic ?? facts.string("auto_pad", "NOTSET")
        if mode == "NOTSET", isExplicit(node, spatial: spatial, weight: weight) { return }
        let fromWeight = weight.flatMap {
            $0.rank == rank + 2 ? $0.sizes.map { Array($0.dropFirst(2)) } : nil
        }
        let kernel: [Int]
        if let given = node.ints("kernel_shape"), !given.isEmpty {
            kernel = given
            if let fromWeight, fromWeight != given {
                throw GraphError(.shape, "kernel_shape is \(given), but the weight has \(fromWeight)")
            }
        } else if let fromWeight {
            kernel = fromWeight
        } else if weight != nil || facts.operands.count > 1 {
            return
        } else {
            throw GraphError(.attribute, "kernel_shape is missing")
        }
        let ones = Array(repeating: 1, count: rank)
        let strides = nonEmpty(node.ints("strides")) ?? ones
        let dilations = nonEmpty(node.ints("dilations")) ?? ones
        for (name, values) in [("kernel_shape", kernel), ("strides", strides), ("dilations", dilations)] {
            guard values.count == rank else {
                throw GraphError(.shape, "\(name) has \(values.count) entries for \(rank) spatial axes")
            }
            if let bad = values.first(where: { $0 < 1 || $0 > Limits.elements }) {
                throw GraphError(.shape, "\(name) contains \(bad), expected at least 1")
            }
        }
        node.set("kernel_shape", ints: kernel)
        node.set("strides", ints: strides)
        node.set("dilations", ints: dilations)
        var pads = nonEmpty(node.ints("pads")) ?? Array(repeating: 0, count: rank * 2)
        guard pads.count == rank * 2 else {
            throw GraphError(.shape, "pads has \(pads.count) entries, expected \(rank * 2)")
        }
        try automaticPads(
            mode, &pads, spatial: spatial, kernel: kernel, strides: strides, dilations: dilations)
        try checkPads(pads)
        // Pads of a transposed convolution belong to its output: negative ones make that larger.
        for axis in 0..<rank where !isTransposed {
            guard let size = spatial[axis].value else { continue }
            let padded = try Checked.add(size, Checked.add(pads[axis], pads[axis + rank]))
            if pads[axis] < -size || pads[axis + rank] < -size || padded < 0 {
                throw GraphError(.shape, "pads \(pads) remove more than axis \(axis + 2) of size \(size)")
            }
        }
        node.set("pads", ints: pads)
    }

    /// Refuses pads beyond what any tensor has.
    static func checkPads(_ pads: [Int]) throws(GraphError) {
        if let bad = pads.first(where: { $0 < -Limits.elements || $0 > Limits.elements }) {
            throw GraphError(.overflow, "a pad of \(bad) is too large")
        }
    }

    private static func nonEmpty(_ values: [Int]?) -> [Int]? {
        guard let values, !values.isEmpty else { return nil }
        return values
    }

    /// Turns `auto_pad` into pads.
    private static func automaticPads(
        _ mode: String, _ pads: inout [Int], spatial: [Dim], kernel: [Int], strides: [Int], dilations: [Int]
    ) throws(GraphError) {
        let rank = spatial.count
        switch mode {
        case "NOTSET", "": return
        case "VALID": pads = Array(repeating: 0, count: rank * 2)
        case "SAME_UPPER", "SAME_LOWER":
            for axis in 0..<rank {
                guard let size = spatial[axis].value else { continue }
                let extent = try Checked.add(Checked.multiply(dilations[axis], kernel[axis] - 1), 1)
                let steps = size == 0 ? 0 : (size - 1) / strides[axis]
                let needed = try Checked.add(Checked.multiply(steps, strides[axis]), extent)
                let total = Swift.max(try Checked.subtract(needed, size), 0)
                pads[axis] = mode == "SAME_UPPER" ? total / 2 : total - total / 2
                pads[axis + rank] = total - pads[axis]
            }
        default: throw GraphError(.parameter, "auto_pad is \(mode.shown), which the standard does not know")
        }
    }
}

extension Window: Hashable {
    static func == (lhs: Window, rhs: Window) -> Bool {
        lhs.ceil == rhs.ceil && lhs.kernel == rhs.kernel && lhs.strides == rhs.strides
            && lhs.dilations == rhs.dilations && lhs.padsBegin == rhs.padsBegin && lhs.padsEnd == rhs.padsEnd
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(kernel)
        hasher.combine(strides)
    }
}
