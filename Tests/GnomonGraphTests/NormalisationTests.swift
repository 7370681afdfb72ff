import Testing

@testable import GnomonGraph

@Suite("Normalisation")
struct NormalisationTests {
    /// One small network in the attribute forms of an operator set.
    private func model(opset: Int) -> Network {
        var b = NetworkBuilder(opset: opset)
        var x = b.input([2, 8, 12, 12])
        if opset >= 11 {
            let low = b.floats([0], sizes: [])
            let high = b.floats([6], sizes: [])
            x = b.node(.clip, [x, low, high])
            let pads = b.integers([0, 0, 1, 1, 0, 0, 1, 1])
            x = b.node(.pad, [x, pads])
        } else {
            x = b.node(.clip, [x], ["min": .float(0), "max": .float(6)])
            x = b.node(.pad, [x], ["pads": .ints([0, 0, 1, 1, 0, 0, 1, 1])])
        }
        if opset >= 10 {
            let starts = b.integers([0])
            let ends = b.integers([4])
            let axes = b.integers([opset >= 13 ? -3 : 1])
            x = b.node(.slice, [x, starts, ends, axes])
        } else {
            x = b.node(.slice, [x], ["starts": .ints([0]), "ends": .ints([4]), "axes": .ints([1])])
        }
        let parts: [TensorID]
        if opset >= 18 {
            parts = b.nodes(.split, [x], outputs: 2, ["axis": .int(-1), "num_outputs": .int(2)])
        } else if opset >= 13 {
            let sizes = b.integers([7, 7])
            parts = b.nodes(.split, [x, sizes], outputs: 2, ["axis": .int(3)])
        } else {
            parts = b.nodes(.split, [x], outputs: 2, ["axis": .int(3), "split": .ints([7, 7])])
        }
        x = b.node(.add, parts)
        if opset >= 18 {
            let axes = b.integers([-1, 2])
            x = b.node(.reduceMean, [x, axes], ["keepdims": .int(0)])
        } else {
            x = b.node(.reduceMean, [x], ["axes": .ints([3, 2]), "keepdims": .int(0)])
        }
        if opset >= 13 {
            let axes = b.integers([2])
            x = b.node(.unsqueeze, [x, axes])
            x = b.node(.squeeze, [x, axes])
        } else {
            x = b.node(.unsqueeze, [x], ["axes": .ints([2])])
            x = b.node(.squeeze, [x], ["axes": .ints([2])])
        }
        x = opset >= 13 ? b.node(.softmax, [x]) : b.node(.softmax, [x], ["axis": .int(1)])
        b.output(x)
        return b.network
    }

    @Test(
        "gives one hash and one cost whatever operator set the file uses",
        arguments: [7, 9, 10, 11, 13, 17, 18, 20])
    func opsetsAgree(opset: Int) throws {
        let newest = try model(opset: 21).prepared()
        let network = try model(opset: opset).prepared()
        #expect(network.canonicalHash() == newest.canonicalHash())
        #expect(try network.totalCost() == newest.totalCost())
        #expect(network.outputShape() == Shape([2, 4]))
        #expect(network.opset == Network.canonicalOpset)
    }

    @Test("is done once: a prepared network is prepared")
    func idempotent() throws {
        for opset in [7, 11, 20] {
            let once = try model(opset: opset).prepared()
            #expect(try once.prepared() == once)
        }
    }

    @Test("writes every attribute of a convolution out")
    func convolutionDefaults() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 3, 9, 9])
        let w = b.weight([4, 3, 3, 3])
        b.output(b.node(.conv, [x, w], ["auto_pad": .string("SAME_UPPER"), "strides": .ints([2, 2])]))
        let network = try b.network.prepared()
        let node = network.nodes[0]
        #expect(node.attributes["auto_pad"] == nil)
        #expect(node.ints("kernel_shape") == [3, 3])
        #expect(node.ints("dilations") == [1, 1])
        #expect(node.ints("pads") == [1, 1, 1, 1])
        #expect(node.int("group") == 1)
        #expect(network.outputShape() == Shape([1, 4, 5, 5]))
    }

    @Test("puts the odd pad of SAME_UPPER last and of SAME_LOWER first")
    func samePads() throws {
        for (mode, pads) in [("SAME_UPPER", [0, 0, 1, 1]), ("SAME_LOWER", [1, 1, 0, 0])] {
            var b = NetworkBuilder()
            let x = b.input([1, 3, 8, 8])
            let w = b.weight([4, 3, 2, 2])
            b.output(b.node(.conv, [x, w], ["auto_pad": .string(mode)]))
            let network = try b.network.prepared()
            #expect(network.nodes[0].ints("pads") == pads)
            #expect(network.outputShape() == Shape([1, 4, 8, 8]))
        }
    }

    @Test("turns Upsample into Resize")
    func upsample() throws {
        var old = NetworkBuilder(opset: 7)
        let x = old.input([1, 3, 8, 8])
        old.output(old.node(.upsample, [x], ["scales": .floats([1, 1, 2, 2])]))
        let network = try old.network.prepared()
        #expect(network.liveKinds == [.resize])
        #expect(network.outputShape() == Shape([1, 3, 16, 16]))
        var ten = NetworkBuilder(opset: 10)
        let y = ten.input([1, 3, 8, 8])
        let scales = ten.floats([1, 1, 2, 2])
        ten.output(ten.node(.resize, [y, scales], ["mode": .string("nearest")]))
        #expect(try ten.network.prepared().canonicalHash() == network.canonicalHash())
        #expect(try network.prepared() == network)
    }

    @Test("keeps an old softmax over several axes apart from the new one")
    func oldSoftmax() throws {
        func network(opset: Int, axis: Int64) throws -> Network {
            var b = NetworkBuilder(opset: opset)
            let x = b.input([2, 3, 4])
            b.output(b.node(.softmax, [x], ["axis": .int(axis)]))
            return try b.network.prepared()
        }
        #expect(try network(opset: 11, axis: 1).nodes[0].int("coerced2D") == 1)
        #expect(try network(opset: 11, axis: 2).nodes[0].int("coerced2D") == nil)
        let last = try network(opset: 13, axis: -1).canonicalHash()
        #expect(try network(opset: 11, axis: 2).canonicalHash() == last)
        #expect(try network(opset: 11, axis: 1).canonicalHash() != last)
    }

    @Test("takes identities, dropout and casts to the same type out of the way")
    func aliases() throws {
        var b = NetworkBuilder()
        var x = b.input([1, 4])
        x = b.node(.identity, [x])
        x = b.node(.cast, [x], ["to": .int(1)])
        x = b.nodes(.dropout, [x], outputs: 2)[0]
        x = b.node(.relu, [x])
        b.output(b.node(.identity, [x]))
        let network = try b.network.prepared()
        #expect(network.liveKinds == [.relu])
        #expect(network.nodes[3].inputs == [network.inputs[0]])
        #expect(network.outputs == [network.nodes[3].outputs[0]])
        var plain = NetworkBuilder()
        let y = plain.input([1, 4])
        plain.output(plain.node(.relu, [y]))
        #expect(try plain.network.prepared().canonicalHash() == network.canonicalHash())
    }

    @Test("gives group normalisation one scale per channel")
    func groupScales() throws {
        var b = NetworkBuilder(opset: 18)
        let x = b.input([1, 8, 4, 4])
        let scale = b.weight([2])
        let bias = b.weight([2])
        b.output(b.node(.groupNormalization, [x, scale, bias], ["num_groups": .int(2)]))
        let network = try b.network.prepared()
        #expect(network.nodes[0].input(1).map { network[$0].shape } == Shape([8]))
    }
}
