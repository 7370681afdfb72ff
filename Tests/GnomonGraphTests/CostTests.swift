import Testing

@testable import GnomonGraph

@Suite("The cost of a node")
struct CostTests {
    private func cost(
        _ kind: OperatorKind, _ x: [Int], weights: [[Int]] = [], parameters: [[Int64]] = [],
        _ attributes: Attributes = [:], outputs: Int = 1
    ) throws -> Cost {
        var b = NetworkBuilder()
        var inputs: [TensorID?] = [b.input(x)]
        for sizes in weights { inputs.append(b.weight(sizes)) }
        for values in parameters { inputs.append(b.integers(values)) }
        for output in b.nodes(kind, inputs, outputs: outputs, attributes) { b.output(output) }
        return try #require(try b.network.prepared().cost(of: NodeID(0)))
    }

    @Test("counts groups, batch, every axis and the channel multiplier of a convolution")
    func convolution() throws {
        let pads: AttributeValue = .ints([1, 1, 1, 1])
        let plain = try cost(.conv, [1, 64, 28, 28], weights: [[64, 64, 3, 3]], ["pads": pads])
        #expect(plain.macs == 28 * 28 * 64 * 64 * 9)
        let grouped = try cost(
            .conv, [1, 64, 28, 28], weights: [[64, 2, 3, 3]], ["pads": pads, "group": .int(32)])
        #expect(grouped.macs * 32 == plain.macs)
        let eight = try cost(.conv, [8, 64, 28, 28], weights: [[64, 64, 3, 3]], ["pads": pads])
        #expect(eight.macs == plain.macs * 8)
        #expect(eight.parameters == plain.parameters)
        #expect(eight.bytesWritten == plain.bytesWritten * 8)
        let wide = try cost(.conv, [1, 64, 28, 280], weights: [[64, 64, 3, 3]], ["pads": pads])
        #expect(wide.macs == plain.macs * 10)
        let flat = try cost(
            .conv, [1, 64, 28, 28], weights: [[64, 64, 1, 7]], ["pads": .ints([0, 3, 0, 3])])
        #expect(flat.macs * 9 == plain.macs * 7)
        let multiplied = try cost(
            .conv, [1, 64, 28, 28], weights: [[128, 1, 3, 3]], ["pads": pads, "group": .int(64)])
        #expect(multiplied.macs == 28 * 28 * 128 * 9)
    }

    @Test("does not change when height and width change places")
    func swapped() throws {
        let first = try cost(
            .conv, [2, 4, 20, 30], weights: [[6, 4, 3, 5]],
            ["strides": .ints([1, 2]), "pads": .ints([1, 0, 1, 0])])
        let second = try cost(
            .conv, [2, 4, 30, 20], weights: [[6, 4, 5, 3]],
            ["strides": .ints([2, 1]), "pads": .ints([0, 1, 0, 1])])
        #expect(first == second)
    }

    @Test("of a 1x1 convolution is that of its matrix product")
    func pointwise() throws {
        let conv = try cost(.conv, [1, 32, 7, 7], weights: [[16, 32, 1, 1]])
        let product = try cost(.matMul, [49, 32], weights: [[32, 16]])
        #expect(conv == product)
    }

    @Test("counts the rows and the batch of matrix products")
    func matrices() throws {
        #expect(try cost(.matMul, [1, 16, 64], weights: [[64, 32]]).macs == 16 * 64 * 32)
        #expect(try cost(.matMul, [1, 512, 64], weights: [[64, 32]]).macs == 512 * 64 * 32)
        #expect(try cost(.matMul, [2, 12, 16, 64], weights: [[2, 12, 64, 16]]).macs == 24 * 16 * 64 * 16)
        let gemm = try cost(
            .gemm, [4, 8], weights: [[8, 2], [2]], ["alpha": .float(0.5)])
        #expect(gemm.macs == 64)
        #expect(gemm.otherFLOPs == 16)
        #expect(gemm.flops == 144)
        let einsum = try cost(
            .einsum, [2, 3, 4], weights: [[2, 5, 4]], ["equation": .string("bij,bkj->bik")])
        #expect(einsum.macs == 2 * 3 * 4 * 5)
    }

    @Test("is not zero for what some count as nothing")
    func notFree() throws {
        let kinds: [OperatorKind] = [.hardSwish, .softmax, .erf, .sigmoid, .gelu, .tanh, .exp, .relu]
        for kind in kinds { #expect(try cost(kind, [2, 8]).otherFLOPs > 0, "\(kind)") }
        #expect(try cost(.layerNormalization, [2, 8], weights: [[8]]).otherFLOPs == 128)
        #expect(try cost(.convTranspose, [1, 4, 7, 7], weights: [[4, 3, 2, 2]]).macs == 4 * 49 * 3 * 4)
        #expect(try cost(.softmax, [2, 8]).transcendentals == 16)
    }

    @Test("reads a broadcast operand at its own size and one read twice once")
    func broadcast() throws {
        let scaled = try cost(.mul, [1, 64, 28, 28], weights: [[1, 64, 1, 1]])
        #expect(scaled.bytesRead == UInt64(64 * 28 * 28 + 64) * 4)
        #expect(scaled.weightBytes == 256)
        var b = NetworkBuilder()
        let x = b.input([10])
        b.output(b.node(.mul, [x, x]))
        #expect(try b.network.prepared().cost(of: NodeID(0))?.bytesRead == 40)
    }

    @Test("moves no bytes for views and only what is taken for slices")
    func movement() throws {
        let view = try cost(.reshape, [4, 4], parameters: [[16]])
        #expect(view == Cost())
        let slice = try cost(.slice, [100, 4], parameters: [[0], [10]])
        #expect(slice.bytesRead == 160)
        #expect(slice.bytesWritten == 160)
        let pooled = try cost(.globalAveragePool, [1, 8, 7, 7])
        #expect(pooled.otherFLOPs == 8 * 49)
        #expect(try cost(.globalAveragePool, [1, 8, 28, 28]).otherFLOPs == 8 * 784)
    }

    @Test("rounds the bytes of types below a byte up")
    func subByte() throws {
        var b = NetworkBuilder()
        let x = b.input([3], .int4)
        b.output(b.node(.cast, [x], ["to": .int(1)]))
        let cost = try b.network.prepared().cost(of: NodeID(0))
        #expect(cost?.bytesRead == 2)
        #expect(cost?.bytesWritten == 12)
    }

    @Test("counts a shared weight once, and neither statistics nor axes as parameters")
    func parameters() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 4, 4, 4])
        let w = b.weight([4, 4, 1, 1])
        var y = b.node(.conv, [b.node(.conv, [x, w]), w])
        y = b.batchNorm(y, 4)
        y = b.node(.reduceMean, [y, b.integers([2, 3])])
        b.output(y)
        #expect(try b.network.prepared().totalCost().parameters == 16 + 8)
    }

    @Test("needs a transcendental for a power unless it is 1, 2 or 3")
    func power() throws {
        func curves(_ exponent: Double) throws -> UInt64? {
            var b = NetworkBuilder()
            let x = b.input([6])
            b.output(b.node(.pow, [x, b.floats([exponent], sizes: [])]))
            return try b.network.prepared().cost(of: NodeID(0))?.transcendentals
        }
        #expect(try curves(2) == 0)
        #expect(try curves(0.5) == 6)
    }

    @Test("that does not fit 64 bits is an error")
    func overflow() throws {
        var b = NetworkBuilder()
        let side = 1 << 23
        let x = b.input([side, side])
        b.output(b.node(.matMul, [x, x]))
        #expect(throws: GraphError.self) { try b.network.prepared().totalCost() }
    }

    @Test("counts recurrent layers by time, direction and gate")
    func recurrent() throws {
        let lstm = try cost(
            .lstm, [7, 2, 10], weights: [[2, 80, 10], [2, 80, 20]],
            ["direction": .string("bidirectional"), "hidden_size": .int(20)], outputs: 1)
        #expect(lstm.macs == 2 * 7 * 2 * 4 * 20 * 30)
    }

    @Test("keeps the most bytes that live at one time")
    func peak() throws {
        var b = NetworkBuilder()
        let x = b.input([10])
        let y = b.node(.relu, [x])
        let z = b.node(.exp, [x])
        b.output(b.node(.add, [y, z]))
        #expect(try b.network.prepared().peakActivationBytes() == 120)
    }
}
