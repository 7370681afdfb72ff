import Testing

@testable import GnomonGraph

@Suite("Constant folding")
struct FoldingTests {
    @Test("follows the usual chain from Shape to Reshape")
    func shapeChain() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 64, 7, 7])
        let y = b.node(.relu, [x])
        let shape = b.node(.shape, [y])
        let batch = b.node(.gather, [shape, b.integers([0], sizes: [])], ["axis": .int(0)])
        let row = b.node(.unsqueeze, [batch, b.integers([0])])
        let target = b.node(.concat, [row, b.integers([-1])], ["axis": .int(0)])
        b.output(b.node(.reshape, [y, target]))
        let network = try b.network.prepared()
        #expect(network.outputShape() == Shape([2, 3136]))
        #expect(network.liveKinds == [.relu, .reshape])
        #expect(network[target].payload == .integers([2, -1]))
        #expect(network[target].role == .constant)
    }

    @Test("passes what an addition of 0 or a multiplication by 1 leaves as it is")
    func neutral() throws {
        func live(_ kind: OperatorKind, _ number: Double, first: Bool) throws -> [OperatorKind] {
            var b = NetworkBuilder()
            let x = b.node(.relu, [b.input([2, 8])])
            let c = b.floats([number])
            let y = b.node(kind, first ? [c, x] : [x, c])
            b.output(b.node(.tanh, [y]))
            return try b.network.prepared().liveKinds
        }
        for first in [true, false] {
            #expect(try live(.add, 0, first: first) == [.relu, .tanh])
            #expect(try live(.mul, 1, first: first) == [.relu, .tanh])
            #expect(try live(.add, 1, first: first) == [.relu, .add, .tanh])
            #expect(try live(.mul, 0, first: first) == [.relu, .mul, .tanh])
        }
        #expect(try live(.sub, 0, first: false) == [.relu, .tanh])
        #expect(try live(.sub, 0, first: true) == [.relu, .sub, .tanh], "it changes the sign")
        #expect(try live(.div, 1, first: false) == [.relu, .tanh])
        #expect(try live(.div, 1, first: true) == [.relu, .div, .tanh])
    }

    @Test("an addition of 0 that repeats its operand is kept")
    func neutralThatRepeats() throws {
        var b = NetworkBuilder()
        let x = b.node(.relu, [b.input([8])])
        b.output(b.node(.tanh, [b.node(.add, [x, b.floats([0], sizes: [1, 1])])]))
        let network = try b.network.prepared()
        #expect(network.liveKinds == [.relu, .add, .tanh])
        #expect(network.outputShape() == Shape([1, 8]))
    }

    @Test("knows the sizes beside a free batch")
    func partlyKnown() throws {
        var b = NetworkBuilder()
        let x = b.input(dims: [.symbol("N"), .known(64), .known(7)])
        let y = b.node(.relu, [x])
        let shape = b.node(.shape, [y])
        let channels = b.node(.gather, [shape, b.integers([1])])
        let target = b.node(.concat, [b.integers([-1]), channels], ["axis": .int(0)])
        b.output(b.node(.reshape, [y, target]))
        let network = try b.network.prepared(BindingOptions(dims: [:], allowUnbound: true))
        #expect(network[channels].payload == .integers([64]))
        var options = BindingOptions(allowUnbound: true)
        options.dims = ["N": 3]
        #expect(try b.network.prepared(options).outputShape() == Shape([21, 64]))
    }

    @Test("divides toward zero, takes remainders with the divisor's sign and rounds half to even")
    func arithmetic() throws {
        func fold(_ kind: OperatorKind, _ a: [Int64], _ c: [Int64]) throws -> Payload? {
            var b = NetworkBuilder()
            let x = b.input([1])
            let y = b.node(kind, [b.integers(a), b.integers(c)])
            b.output(b.node(.relu, [x]))
            b.output(y)
            let network = try b.network.prepared()
            return network[y].payload
        }
        #expect(try fold(.div, [-7, 7], [2, 2]) == .integers([-3, 3]))
        #expect(try fold(.mod, [-7, 7], [3, -3]) == .integers([2, -2]))
        #expect(try fold(.pow, [3], [4]) == .integers([81]))
        #expect(try fold(.min, [3, 9], [5]) == .integers([3, 5]))
        #expect(try fold(.less, [3, 9], [5]) == .integers([1, 0]))
        #expect(try fold(.div, [1], [0]) == .absent)
        #expect(try fold(.mul, [Int64.max], [2]) == .absent)
        #expect(try fold(.div, [Int64.min], [-1]) == .absent)
        var b = NetworkBuilder()
        let y = b.node(.round, [b.floats([0.5, 1.5, -2.5])])
        b.output(b.node(.relu, [b.input([1])]))
        b.output(y)
        #expect(try b.network.prepared()[y].payload == .floats([0, 2, -2]))
    }

    @Test("computes floats in the precision of the tensor")
    func precision() throws {
        var b = NetworkBuilder()
        let third = b.node(.div, [b.floats([1]), b.floats([3])])
        let back = b.node(.mul, [third, b.floats([3e7])])
        b.output(b.node(.relu, [b.input([1])]))
        b.output(back)
        let network = try b.network.prepared()
        #expect(network[third].payload == .floats([Double(Float(1) / 3)]))
        #expect(network[back].payload == .floats([Double(Float(1) / 3 * 3e7)]))
    }

    @Test("moves values with slices, transposes, tiles, expansions and splits")
    func movement() throws {
        var b = NetworkBuilder()
        let x = b.integers([1, 2, 3, 4, 5, 6], sizes: [2, 3])
        let transposed = b.node(.transpose, [x])
        let sliced = b.node(
            .slice, [x, b.integers([-1]), b.integers([Int64.min]), b.integers([1]), b.integers([-2])])
        let tiled = b.node(.tile, [b.integers([1, 2]), b.integers([2])])
        let expanded = b.node(.expand, [b.integers([1, 2], sizes: [2, 1]), b.integers([2, 2])])
        let parts = b.nodes(.split, [x], outputs: 3, ["axis": .int(1)])
        let range = b.node(
            .range, [b.integers([5], sizes: []), b.integers([0], sizes: []), b.integers([-2], sizes: [])])
        let sum = b.node(.reduceSum, [x, b.integers([0])], ["keepdims": .int(0)])
        let positions = b.node(.nonZero, [b.integers([0, 1, 1, 0], sizes: [2, 2])])
        let triangle = b.node(.trilu, [b.integers([1, 1, 1, 1], sizes: [2, 2])], ["upper": .int(0)])
        let chosen = b.node(.whereSelect, [b.integers([1, 0], .bool), b.integers([7]), b.integers([8])])
        let scattered = b.node(
            .scatterND, [b.integers([0, 0, 0]), b.integers([2, 0], sizes: [2, 1]), b.integers([5, 6])])
        for id in [transposed, sliced, tiled, expanded, range, sum, positions, triangle, chosen, scattered]
            + parts
        { b.output(id) }
        b.output(b.node(.relu, [b.input([1])]))
        let network = try b.network.prepared()
        #expect(network[transposed].payload == .integers([1, 4, 2, 5, 3, 6]))
        #expect(network[sliced].payload == .integers([3, 1, 6, 4]))
        #expect(network[tiled].payload == .integers([1, 2, 1, 2]))
        #expect(network[expanded].payload == .integers([1, 1, 2, 2]))
        #expect(
            parts.map { network[$0].payload } == [.integers([1, 4]), .integers([2, 5]), .integers([3, 6])])
        #expect(network[range].payload == .integers([5, 3, 1]))
        #expect(network[sum].payload == .integers([5, 7, 9]))
        #expect(network[positions].payload == .integers([0, 1, 1, 0]))
        #expect(network[triangle].payload == .integers([1, 0, 1, 1]))
        #expect(network[chosen].payload == .integers([7, 8]))
        #expect(network[scattered].payload == .integers([6, 0, 5]))
        #expect(network.liveKinds == [.relu])
    }

    @Test("keeps the shape but not the values of what is too large")
    func large() throws {
        var b = NetworkBuilder()
        let shape = b.integers([1 << 19, 1 << 19])
        let ones = b.node(.constantOfShape, [shape])
        let range = b.node(
            .range,
            [b.integers([0], sizes: []), b.integers([1 << 38], sizes: []), b.integers([1], sizes: [])])
        b.output(b.node(.relu, [b.input([1])]))
        b.output(ones)
        b.output(range)
        let network = try b.network.prepared()
        #expect(network[ones].shape == Shape([1 << 19, 1 << 19]))
        #expect(network[ones].payload == .fill(0))
        #expect(network[range].shape == Shape([1 << 38]))
        #expect(network[range].payload == .absent)
    }

    @Test("takes filled weights as weights and counts them as parameters")
    func filledWeights() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 3, 8, 8])
        let w = b.node(.constantOfShape, [b.integers([16, 3, 3, 3])])
        b.output(b.node(.conv, [x, w]))
        let network = try b.network.prepared()
        #expect(network.nodes[0].state == .removed)
        #expect(try network.totalCost().parameters == 16 * 27)
    }

    @Test("leaves dequantised weights and random numbers to the run")
    func notFolded() throws {
        var b = NetworkBuilder()
        let x = b.input([4, 4])
        let w = b.node(.dequantizeLinear, [b.weight([4, 4], .int8), b.floats([0.1], sizes: [])])
        let r = b.node(.randomNormal, [], ["shape": .ints([4, 4])])
        b.output(b.node(.add, [b.node(.matMul, [x, w]), r]))
        let network = try b.network.prepared()
        #expect(network.liveKinds == [.dequantizeLinear, .randomNormal, .matMul, .add])
    }

    @Test("tells what is dead from what is folded")
    func dead() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 4])
        let y = b.node(.relu, [x])
        let lost = b.node(.sigmoid, [x])
        let shape = b.node(.shape, [lost])
        b.output(b.node(.reshape, [y, shape]))
        let network = try b.network.prepared()
        #expect(network.nodes.map(\.state) == [.live, .dead, .removed, .live])
        #expect(network.warnings.contains { $0.contains("1 nodes") })
    }
}
