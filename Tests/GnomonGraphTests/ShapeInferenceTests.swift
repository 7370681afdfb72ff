import Testing

@testable import GnomonGraph

@Suite("Shape inference")
struct ShapeInferenceTests {
    /// The output shapes of one node on an input and constants.
    private func infer(
        _ kind: OperatorKind, _ x: [Int], weights: [[Int]] = [], parameters: [[Int64]?] = [],
        _ attributes: Attributes = [:], outputs: Int = 1, opset: Int = 21
    ) throws -> [Shape?] {
        var b = NetworkBuilder(opset: opset)
        var inputs: [TensorID?] = [b.input(x)]
        for sizes in weights { inputs.append(b.weight(sizes)) }
        for values in parameters { inputs.append(values.map { b.integers($0) }) }
        for output in b.nodes(kind, inputs, outputs: outputs, attributes) { b.output(output) }
        let network = try b.network.prepared()
        return network.outputs.map { network[$0].shape }
    }

    @Test("counts convolution outputs by kernel, stride, dilation and pads of each axis")
    func convolution() throws {
        let weight = [8, 4, 3, 5]
        #expect(try infer(.conv, [2, 4, 28, 280], weights: [weight]) == [Shape([2, 8, 26, 276])])
        let strided = try infer(
            .conv, [2, 4, 28, 280], weights: [weight],
            ["strides": .ints([1, 2]), "pads": .ints([1, 2, 1, 2]), "dilations": .ints([2, 1])])
        #expect(strided == [Shape([2, 8, 26, 140])])
        #expect(
            try infer(.conv, [1, 4, 50], weights: [[6, 2, 3]], ["group": .int(2)]) == [Shape([1, 6, 48])])
        #expect(try infer(.conv, [1, 4, 9, 9, 9], weights: [[6, 4, 3, 3, 3]]) == [Shape([1, 6, 7, 7, 7])])
    }

    @Test("counts transposed convolutions, with output padding and output shape")
    func transposed() throws {
        let weight = [4, 3, 3, 3]
        let stride: AttributeValue = .ints([2, 2])
        #expect(
            try infer(
                .convTranspose, [1, 4, 7, 7], weights: [weight], ["strides": stride, "group": .int(2)])
                == [Shape([1, 6, 15, 15])])
        let padded = try infer(
            .convTranspose, [1, 4, 7, 7], weights: [weight],
            ["strides": stride, "pads": .ints([1, 1, 1, 1]), "output_padding": .ints([1, 1])])
        #expect(padded == [Shape([1, 3, 14, 14])])
        let exact = try infer(
            .convTranspose, [1, 4, 7, 7], weights: [weight],
            ["strides": stride, "output_shape": .ints([14, 13])])
        #expect(exact == [Shape([1, 3, 14, 13])])
        let same = try infer(
            .convTranspose, [1, 4, 7, 7], weights: [weight],
            ["strides": stride, "auto_pad": .string("SAME_UPPER")])
        #expect(same == [Shape([1, 3, 14, 14])])
    }

    @Test("rounds pooling up only where the last window starts inside")
    func pooling() throws {
        let attributes: Attributes = [
            "kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "ceil_mode": .int(1),
        ]
        #expect(try infer(.maxPool, [1, 2, 14, 12], attributes) == [Shape([1, 2, 7, 6])])
        let narrow: Attributes = [
            "kernel_shape": .ints([1, 1]), "strides": .ints([2, 2]), "ceil_mode": .int(1),
        ]
        #expect(try infer(.maxPool, [1, 2, 4, 5], narrow) == [Shape([1, 2, 2, 3])])
        #expect(try infer(.globalAveragePool, [2, 3, 7, 9]) == [Shape([2, 3, 1, 1])])
        #expect(
            try infer(.maxPool, [1, 2, 8, 8], ["kernel_shape": .ints([2, 2])], outputs: 2)
                == [Shape([1, 2, 7, 7]), Shape([1, 2, 7, 7])])
    }

    @Test("multiplies matrices with vectors, batches and transposition")
    func matrices() throws {
        #expect(try infer(.matMul, [2, 1, 5, 3], weights: [[7, 3, 4]]) == [Shape([2, 7, 5, 4])])
        #expect(try infer(.matMul, [3], weights: [[7, 3, 4]]) == [Shape([7, 4])])
        #expect(try infer(.matMul, [5, 3], weights: [[3]]) == [Shape([5])])
        #expect(try infer(.matMul, [3], weights: [[3]]) == [Shape([Int]())])
        #expect(
            try infer(.gemm, [3, 5], weights: [[4, 3], [4]], ["transA": .int(1), "transB": .int(1)])
                == [Shape([5, 4])])
        #expect(
            try infer(.einsum, [2, 3, 4], weights: [[2, 5, 4]], ["equation": .string("bij,bkj->bik")])
                == [Shape([2, 3, 5])])
        #expect(
            try infer(.einsum, [2, 3, 4], weights: [[4, 5]], ["equation": .string("...j, jk -> ...k")])
                == [Shape([2, 3, 5])])
        #expect(
            try infer(.einsum, [3, 4], weights: [[4, 2]], ["equation": .string("zb,ba")]) == [Shape([2, 3])])
    }

    @Test("reshapes with copied, free and literal entries")
    func reshape() throws {
        #expect(try infer(.reshape, [2, 3, 4], parameters: [[0, -1]]) == [Shape([2, 12])])
        #expect(try infer(.reshape, [2, 3, 4], parameters: [[4, 0, 2]]) == [Shape([4, 3, 2])])
        #expect(throws: GraphError.self) {
            try infer(.reshape, [2, 3], parameters: [[0, 7]], ["allowzero": .int(1)])
        }
        #expect(try infer(.flatten, [2, 3, 4], ["axis": .int(0)]) == [Shape([1, 24])])
        #expect(try infer(.flatten, [2, 3, 4], ["axis": .int(-1)]) == [Shape([6, 4])])
        #expect(try infer(.squeeze, [1, 3, 1]) == [Shape([3])])
        #expect(try infer(.unsqueeze, [3], parameters: [[-1, 0]]) == [Shape([1, 3, 1])])
    }

    @Test("slices with negative ends, steps and clamping")
    func slice() throws {
        #expect(try infer(.slice, [10, 6], parameters: [[1], [Int64.max], [0], [3]]) == [Shape([3, 6])])
        #expect(try infer(.slice, [10, 6], parameters: [[-1], [Int64.min], [0], [-1]]) == [Shape([10, 6])])
        #expect(try infer(.slice, [10, 6], parameters: [[8], [2]]) == [Shape([0, 6])])
        #expect(try infer(.slice, [10, 6], parameters: [[2, 0], [-2, -1]]) == [Shape([6, 5])])
        #expect(try infer(.slice, [10], parameters: [[0], [10], nil, [Int64.max]]) == [Shape([1])])
    }

    @Test("moves, joins, splits and repeats")
    func movement() throws {
        #expect(try infer(.transpose, [2, 3, 4]) == [Shape([4, 3, 2])])
        #expect(
            try infer(.concat, [2, 3], weights: [[2, 5], [2, 1]], ["axis": .int(-1)]) == [Shape([2, 9])])
        #expect(
            try infer(.split, [7, 2], ["num_outputs": .int(3)], outputs: 3)
                == [Shape([3, 2]), Shape([3, 2]), Shape([1, 2])])
        #expect(try infer(.expand, [3, 1], parameters: [[2, 1, 4]]) == [Shape([2, 3, 4])])
        #expect(try infer(.tile, [3, 1], parameters: [[2, 4]]) == [Shape([6, 4])])
        #expect(try infer(.pad, [3, 4], parameters: [[1, 0, 0, -2]]) == [Shape([4, 2])])
        #expect(try infer(.pad, [3, 4], parameters: [[1, 2], nil, [-1]]) == [Shape([3, 7])])
        #expect(try infer(.depthToSpace, [1, 8, 2, 3], ["blocksize": .int(2)]) == [Shape([1, 2, 4, 6])])
        #expect(try infer(.spaceToDepth, [1, 2, 4, 6], ["blocksize": .int(2)]) == [Shape([1, 8, 2, 3])])
    }

    @Test("reduces, ranks and accumulates")
    func reduction() throws {
        #expect(try infer(.reduceMean, [2, 3, 4], parameters: [[-1]]) == [Shape([2, 3, 1])])
        #expect(try infer(.reduceSum, [2, 3, 4], ["keepdims": .int(0)]) == [Shape([Int]())])
        #expect(try infer(.reduceSum, [2, 3], ["noop_with_empty_axes": .int(1)]) == [Shape([2, 3])])
        #expect(try infer(.argMax, [2, 3, 4], ["axis": .int(1), "keepdims": .int(0)]) == [Shape([2, 4])])
        #expect(try infer(.topK, [2, 9], parameters: [[5]], outputs: 2) == [Shape([2, 5]), Shape([2, 5])])
    }

    @Test("gathers, scatters and counts what depends on data by its bound")
    func indexing() throws {
        var b = NetworkBuilder()
        let x = b.input([4, 5, 6])
        let indices = b.input([2, 3], .int64, name: "i")
        b.output(b.node(.gather, [x, indices], ["axis": .int(-2)]))
        b.output(b.node(.nonZero, [x]))
        b.output(b.node(.gatherND, [x, indices]))
        let network = try b.network.prepared()
        #expect(network.outputShape(0) == Shape([4, 2, 3, 6]))
        #expect(network.outputShape(1) == Shape([.known(3), .bounded(120)]))
        #expect(network.outputShape(2) == Shape([2]))
    }

    @Test("bounds the boxes that remain after suppression")
    func suppression() throws {
        var b = NetworkBuilder()
        let boxes = b.input([2, 100, 4])
        let scores = b.input([2, 3, 100], name: "s")
        let most = b.integers([20])
        b.output(b.node(.nonMaxSuppression, [boxes, scores, most]))
        let network = try b.network.prepared()
        #expect(network.outputShape() == Shape([.bounded(120), .known(3)]))
        #expect(try network.cost(of: NodeID(0))?.otherFLOPs == 8 * 100 * 20 * 3 * 2)
    }

    @Test("resizes by scales and by sizes, and samples on grids")
    func sampling() throws {
        #expect(
            try infer(.resize, [1, 2, 5, 5], parameters: [nil, nil, [1, 2, 7, 9]]) == [Shape([1, 2, 7, 9])])
        #expect(try infer(.gridSample, [1, 2, 5, 5], weights: [[1, 8, 9, 2]]) == [Shape([1, 2, 8, 9])])
        #expect(
            try infer(.resize, [1, 2, 5, 5], parameters: [nil, nil, [7, 9]], ["axes": .ints([2, 3])])
                == [Shape([1, 2, 7, 9])])
        let policies = [("not_larger", [1, 2, 7, 7]), ("not_smaller", [1, 2, 9, 9])]
        for (policy, expected) in policies {
            let attributes: Attributes = [
                "axes": .ints([2, 3]), "keep_aspect_ratio_policy": .string(policy),
            ]
            let found = try infer(.resize, [1, 2, 5, 5], parameters: [nil, nil, [7, 9]], attributes)
            #expect(found == [Shape(expected)])
        }
    }

    @Test("knows recurrent layers and attention")
    func sequences() throws {
        let lstm = try infer(
            .lstm, [7, 2, 10], weights: [[2, 80, 10], [2, 80, 20]],
            ["direction": .string("bidirectional"), "hidden_size": .int(20)], outputs: 3)
        #expect(lstm == [Shape([7, 2, 2, 20]), Shape([2, 2, 20]), Shape([2, 2, 20])])
        let attention = try infer(
            .attention, [2, 16, 64], weights: [[2, 32, 64], [2, 32, 64]],
            ["q_num_heads": .int(4), "kv_num_heads": .int(4)])
        #expect(attention == [Shape([2, 16, 64])])
    }

    @Test("broadcasts element by element and compares to truth values")
    func elementwise() throws {
        #expect(try infer(.add, [1, 64, 28, 28], weights: [[1, 64, 1, 1]]) == [Shape([1, 64, 28, 28])])
        #expect(try infer(.sum, [3, 1], weights: [[4], [2, 1, 1]]) == [Shape([2, 3, 4])])
        var b = NetworkBuilder()
        let x = b.input([2, 3])
        let y = b.node(.greater, [x, b.weight([3])])
        b.output(y)
        b.output(b.node(.whereSelect, [y, x, x]))
        let network = try b.network.prepared()
        #expect(network[network.outputs[0]].elementType == .bool)
        #expect(network[network.outputs[1]].elementType == .float32)
    }

    @Test("leaves unknown operators to the file and warns")
    func unknown() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 4])
        let y = b.tensor("y", .float32, Shape([1, 8]))
        b.network.nodes.append(
            Node(name: "odd", op: .unknown(domain: "org.example", type: "Odd"), inputs: [x], outputs: [y]))
        b.output(b.node(.relu, [y]))
        let network = try b.network.prepared()
        #expect(network.outputShape() == Shape([1, 8]))
        #expect(network.warnings.contains { $0.contains("org.example.Odd") })
        #expect(try network.cost(of: NodeID(0)) == nil)
    }

    @Test("believes itself, not a file that contradicts it")
    func contradiction() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 4])
        let y = b.node(.relu, [x])
        b.network[y].shape = Shape([1, 5])
        b.output(y)
        let network = try b.network.prepared()
        #expect(network.outputShape() == Shape([1, 4]))
        #expect(network.warnings.count == 1)
    }
}
