import Testing

@testable import GnomonGraph

/// Counts worked out by hand from the definitions, one operator at a time.
@Suite("Costs counted by hand")
struct HandCountedCostTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var kind: OperatorKind
        var x: [Int]
        var more: [[Int]] = []
        var attributes: Attributes = [:]
        var macs: UInt64 = 0
        var other: UInt64 = 0
        var curves: UInt64 = 0
        var read: UInt64
        var written: UInt64
        var weights: UInt64 = 0
        var testDescription: String { "\(kind.onnxType) of \(x)" }
    }

    static let rows = [
        // 16 x 10 x 12 results of 4 x 9 products and a bias; 2,368 bytes are weights.
        Row(
            kind: .conv, x: [2, 8, 10, 12], more: [[16, 4, 3, 3], [16]],
            attributes: ["pads": .ints([1, 1, 1, 1]), "group": .int(2)], macs: 138_240, other: 3840,
            read: 4 * (1920 + 576 + 16), written: 15_360, weights: 2368),
        // Each of 196 elements meets 3 x 2 x 2 weights.
        Row(
            kind: .convTranspose, x: [1, 4, 7, 7], more: [[4, 3, 2, 2]],
            attributes: ["strides": .ints([2, 2])],
            macs: 2352, read: 4 * (196 + 48), written: 4 * 588, weights: 192),
        Row(
            kind: .matMul, x: [3, 5, 7], more: [[7, 2]], macs: 210, read: 4 * (105 + 14), written: 120,
            weights: 56),
        Row(
            kind: .gemm, x: [4, 8], more: [[8, 2], [2]], macs: 64, other: 8, read: 4 * (32 + 16 + 2),
            written: 32, weights: 72),
        Row(
            kind: .maxPool, x: [1, 4, 8, 8],
            attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])],
            other: 64 * 4, read: 1024, written: 256),
        Row(
            kind: .averagePool, x: [1, 2, 6, 9],
            attributes: ["kernel_shape": .ints([3, 1]), "strides": .ints([3, 1])], other: 36 * 3, read: 432,
            written: 144),
        Row(kind: .globalAveragePool, x: [2, 3, 5, 7], other: 210, read: 840, written: 24),
        Row(
            kind: .batchNormalization, x: [1, 4, 5, 5], more: [[4], [4], [4], [4]], other: 200,
            read: 464, written: 400, weights: 64),
        Row(
            kind: .layerNormalization, x: [2, 8], more: [[8], [8]], other: 128, read: 128, written: 64,
            weights: 64),
        Row(
            kind: .instanceNormalization, x: [1, 2, 3, 3], more: [[2], [2]], other: 144, read: 88,
            written: 72, weights: 16),
        Row(kind: .relu, x: [10], other: 10, read: 40, written: 40),
        Row(kind: .hardSigmoid, x: [10], other: 30, read: 40, written: 40),
        Row(kind: .hardSwish, x: [10], other: 40, read: 40, written: 40),
        Row(kind: .sigmoid, x: [10], other: 30, curves: 10, read: 40, written: 40),
        Row(kind: .mish, x: [10], other: 40, curves: 20, read: 40, written: 40),
        Row(kind: .gelu, x: [10], other: 50, curves: 10, read: 40, written: 40),
        Row(kind: .elu, x: [10], other: 30, curves: 10, read: 40, written: 40),
        Row(kind: .tanh, x: [10], other: 10, curves: 10, read: 40, written: 40),
        Row(kind: .erf, x: [10], other: 10, curves: 10, read: 40, written: 40),
        Row(kind: .neg, x: [10], other: 10, read: 40, written: 40),
        Row(kind: .sqrt, x: [10], other: 10, curves: 10, read: 40, written: 40),
        Row(kind: .softmax, x: [2, 5], other: 50, curves: 10, read: 40, written: 40),
        // A scale of 2 numbers against 20.
        Row(
            kind: .mul, x: [10, 2], more: [[2]], other: 20, read: 88, written: 80, weights: 8),
        Row(
            kind: .sum, x: [6], more: [[6], [1]], other: 12, read: 52, written: 24, weights: 28),
        Row(kind: .transpose, x: [3, 4], attributes: ["perm": .ints([1, 0])], read: 48, written: 48),
        Row(
            kind: .concat, x: [3, 4], more: [[2, 4]], attributes: ["axis": .int(0)], read: 80,
            written: 80, weights: 32),
        Row(kind: .flatten, x: [3, 4], read: 0, written: 0),
        Row(
            kind: .lstm, x: [7, 2, 10], more: [[1, 80, 10], [1, 80, 20]],
            attributes: ["hidden_size": .int(20)],
            macs: 7 * 2 * 4 * 20 * 30, other: 7 * 2 * 20 * 9, read: 4 * (140 + 800 + 1600), written: 4 * 280,
            weights: 9600),
    ]

    @Test("are what the network says", arguments: rows)
    func count(row: Row) throws {
        var b = NetworkBuilder()
        var inputs: [TensorID?] = [b.input(row.x)]
        for sizes in row.more { inputs.append(b.weight(sizes)) }
        b.output(b.node(row.kind, inputs, row.attributes))
        let cost = try #require(try b.network.prepared().cost(of: NodeID(0)))
        #expect(cost.macs == row.macs)
        #expect(cost.otherFLOPs == row.other)
        if row.kind != .lstm { #expect(cost.transcendentals == row.curves) }
        #expect(cost.bytesRead == row.read)
        #expect(cost.bytesWritten == row.written)
        #expect(cost.weightBytes == row.weights)
        #expect(cost.flops == 2 * row.macs + row.other)
    }
}
