import GnomonStatistics
import Testing

@testable import GnomonGraph

@Suite("The canonical hash")
struct HashTests {
    /// A random network of joins, forks and shared weights.
    private func random(_ generator: inout SeededGenerator, nodes: Int) -> Network {
        var b = NetworkBuilder()
        var values = [b.input([1, 4, 6, 6], name: "a"), b.input([1, 4, 6, 6], name: "b")]
        let weights = [b.weight([4, 4, 3, 3]), b.weight([4, 4, 3, 3])]
        for _ in 0..<nodes {
            let x = values[Int.random(in: 0..<values.count, using: &generator)]
            let y = values[Int.random(in: 0..<values.count, using: &generator)]
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: values.append(b.node(.relu, [x]))
            case 1: values.append(b.node(.add, [x, y]))
            case 2: values.append(b.node(.sub, [x, y]))
            case 3:
                let w = weights[Int.random(in: 0..<2, using: &generator)]
                values.append(b.node(.conv, [x, w], ["pads": .ints([1, 1, 1, 1])]))
            default:
                let parts = b.nodes(.split, [x], outputs: 2, ["axis": .int(1), "num_outputs": .int(2)])
                values.append(b.node(.concat, [parts[1], parts[0]], ["axis": .int(1)]))
            }
        }
        for id in values.suffix(3) where !b.network.inputs.contains(id) { b.output(id) }
        return b.network
    }

    /// The same network with other names, another file order and other ids.
    private func shuffled(_ network: Network, _ generator: inout SeededGenerator) -> Network {
        var result = network
        let order = network.tensors.indices.shuffled(using: &generator)
        var place = Array(repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { place[old] = new }
        func moved(_ id: TensorID) -> TensorID { TensorID(place[id.index]) }
        result.tensors = order.map { network.tensors[$0] }
        for index in result.tensors.indices {
            result.tensors[index].name = Bool.random(using: &generator) ? "" : "same"
            result.tensors[index].producer = nil
        }
        result.nodes.shuffle(using: &generator)
        for index in result.nodes.indices {
            result.nodes[index].name = ""
            result.nodes[index].outputs = result.nodes[index].outputs.map { $0.map(moved) }
            var inputs = result.nodes[index].inputs.map { $0.map(moved) }
            if result.nodes[index].op == .known(.add), Bool.random(using: &generator) { inputs.reverse() }
            result.nodes[index].inputs = inputs
        }
        result.inputs = network.inputs.map(moved).shuffled(using: &generator)
        result.outputs = network.outputs.map(moved)
        return result
    }

    @Test("Nodes have the same hashes whatever their order, and one of another part has another")
    func nodes() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<20 {
            let network = random(&generator, nodes: 12)
            let other = shuffled(network, &generator)
            let (one, two) = (try network.prepared(), try other.prepared())
            #expect(one.nodeHashes().sorted() == two.nodeHashes().sorted())
        }
        var b = NetworkBuilder()
        let x = b.input([1, 4, 6, 6], name: "x")
        let left = b.node(.relu, [x])
        let right = b.node(.relu, [x])
        b.output(b.node(.sub, [b.node(.add, [left, right]), right]))
        let hashes = try b.network.prepared().nodeHashes()
        #expect(Set(hashes).count == 4)
    }

    @Test("does not change with names, ids, file order or the order of addends")
    func invariant() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<40 {
            let network = random(&generator, nodes: 12)
            let hash = try network.prepared().canonicalHash()
            for _ in 0..<25 {
                #expect(try shuffled(network, &generator).prepared().canonicalHash() == hash)
            }
        }
    }

    @Test("differs between random networks")
    func different() throws {
        var generator = SeededGenerator(seed: 11)
        var hashes: Set<NetworkHash> = []
        for _ in 0..<200 { hashes.insert(try random(&generator, nodes: 15).prepared().canonicalHash()) }
        #expect(hashes.count == 200)
    }

    private func conv(
        _ attributes: Attributes = [:], x: [Int] = [1, 4, 8, 8], w: [Int] = [4, 4, 3, 3],
        type: ElementType = .float32, bias: Bool = false
    ) throws -> NetworkHash {
        var b = NetworkBuilder()
        let input = b.input(x, type)
        let weight = b.weight(w, type)
        let extra: [TensorID?] = bias ? [b.weight([w[0]], type)] : []
        b.output(b.node(.conv, [input, weight] + extra, attributes))
        return try b.network.prepared().canonicalHash()
    }

    @Test("changes with any attribute, shape, type and operand")
    func sensitive() throws {
        let hashes = [
            try conv(), try conv(["strides": .ints([1, 2])]), try conv(["strides": .ints([2, 1])]),
            try conv(["pads": .ints([1, 0, 0, 0])]), try conv(["pads": .ints([0, 0, 1, 0])]),
            try conv(["dilations": .ints([2, 2])]), try conv(x: [2, 4, 8, 8]), try conv(x: [1, 4, 8, 9]),
            try conv(w: [8, 4, 3, 3]), try conv(["group": .int(2)], w: [4, 2, 3, 3]),
            try conv(type: .float16),
            try conv(bias: true),
        ]
        #expect(Set(hashes).count == hashes.count)
        #expect(try conv(["strides": .ints([1, 1]), "kernel_shape": .ints([3, 3])]) == conv())
    }

    @Test("sees slots, output indices, sharing and which results are returned")
    func structure() throws {
        func hash(_ build: (inout NetworkBuilder, TensorID, TensorID) -> Void) throws -> NetworkHash {
            var b = NetworkBuilder()
            let x = b.input([4, 4], name: "x")
            let y = b.input([4, 4], name: "y")
            build(&b, b.node(.relu, [x]), b.node(.sigmoid, [y]))
            return try b.network.prepared().canonicalHash()
        }
        let hashes = [
            try hash { b, x, y in b.output(b.node(.sub, [x, y])) },
            try hash { b, x, y in b.output(b.node(.sub, [y, x])) },
            try hash { b, x, y in b.output(b.node(.add, [x, y])) },
            try hash { b, x, y in
                b.output(b.node(.add, [x, y]))
                b.output(x)
            },
            try hash { b, x, y in
                let parts = b.nodes(.split, [x], outputs: 2, ["num_outputs": .int(2)])
                b.output(b.node(.matMul, [parts[0], y]))
            },
            try hash { b, x, y in
                let parts = b.nodes(.split, [x], outputs: 2, ["num_outputs": .int(2)])
                b.output(b.node(.matMul, [parts[1], y]))
            },
            try hash { b, x, y in
                let z = b.node(.exp, [x])
                b.output(b.node(.sub, [z, b.node(.matMul, [z, y])]))
            },
            try hash { b, x, y in
                b.output(b.node(.sub, [b.node(.exp, [x]), b.node(.matMul, [b.node(.exp, [x]), y])]))
            },
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("sees whether two nodes share a weight, but not what is in it")
    func weights() throws {
        func hash(shared: Bool, payload: Payload) throws -> NetworkHash {
            var b = NetworkBuilder()
            let x = b.input([4, 4])
            let first = b.tensor("w", .float32, Shape([4, 4]), role: .constant, payload: payload)
            let second = shared ? first : b.weight([4, 4])
            b.output(b.node(.matMul, [b.node(.relu, [b.node(.matMul, [x, first])]), second]))
            return try b.network.prepared().canonicalHash()
        }
        let separate = try hash(shared: false, payload: .absent)
        #expect(try hash(shared: true, payload: .absent) != separate)
        #expect(try hash(shared: false, payload: .fill(3)) == separate)
        #expect(try hash(shared: false, payload: .fileRange(offset: 8, count: 64)) == separate)
    }

    @Test("sees the values of parameters and of scalar exponents")
    func parameters() throws {
        func power(_ exponent: Double) throws -> NetworkHash {
            var b = NetworkBuilder()
            let x = b.input([4])
            b.output(b.node(.pow, [x, b.floats([exponent], sizes: [])]))
            return try b.network.prepared().canonicalHash()
        }
        #expect(try power(2) != power(2.5))
        func slice(_ start: Int64) throws -> NetworkHash {
            var b = NetworkBuilder()
            let x = b.input([4])
            b.output(b.node(.slice, [x, b.integers([start]), b.integers([start + 2])]))
            return try b.network.prepared().canonicalHash()
        }
        #expect(try slice(0) != slice(1))
    }

    @Test("does not depend on how a file writes a reshape")
    func reshapes() throws {
        func hash(_ shape: [Int64]) throws -> NetworkHash {
            var b = NetworkBuilder()
            let x = b.input([2, 3, 4])
            b.output(b.node(.reshape, [b.node(.relu, [x]), b.integers(shape)]))
            return try b.network.prepared().canonicalHash()
        }
        #expect(try hash([2, -1]) == hash([0, 12]))
        #expect(try hash([2, -1]) != hash([3, -1]))
    }

    @Test("is the same in every run and on every machine")
    func stable() throws {
        var b = NetworkBuilder()
        b.output(b.node(.relu, [b.input([1, 2])]))
        let text = try b.network.prepared().canonicalHash().description
        #expect(text == "g1:816fc79e5c5d27f2c6806f8b47b369d3")
    }
}
