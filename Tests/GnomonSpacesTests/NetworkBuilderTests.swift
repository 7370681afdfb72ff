import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Network builder")
struct NetworkBuilderTests {
    @Test("a convolution has the shape, the work and the weights of the formula")
    func convolution() throws {
        var builder = NetworkBuilder()
        let x = builder.input([1, 8, 15, 21])
        let y = builder.conv(x, out: 12, kernel: Extent(3, 5), stride: 2, groups: 4)
        #expect(builder.sizes(y) == [1, 12, 8, 11])
        #expect(builder.macs == 12 * 8 * 11 * 2 * 15)
        #expect(builder.weightBytes == 4 * (12 * 2 * 15 + 12))
        let network = try builder.finish([y], name: "one")
        #expect(try network.prepared()[y].shape == Shape([1, 12, 8, 11]))
    }

    @Test("GELU is written as five operators, SiLU as two, the logistic of a convolution is free")
    func activations() throws {
        var builder = NetworkBuilder()
        let x = builder.input([1, 4, 8, 8])
        let y = builder.activate(builder.activate(builder.conv(x, out: 4), .gelu), .silu)
        let network = try builder.finish([y], name: "activations")
        #expect(
            network.nodes.map(\.op.typeName) == ["Conv", "Div", "Erf", "Add", "Mul", "Mul", "Sigmoid", "Mul"])
    }

    @Test("every activation keeps the shape", arguments: Activation.allCases)
    func activationShapes(activation: Activation) throws {
        var builder = NetworkBuilder()
        let x = builder.input([1, 4, 8, 8])
        let y = builder.activate(builder.conv(x, out: 6), activation)
        #expect(builder.sizes(y) == [1, 6, 8, 8])
        let network = try builder.finish([y], name: activation.rawValue)
        #expect(try network.prepared()[y].shape == Shape([1, 6, 8, 8]))
    }

    @Test("movement gives the shapes preparation infers")
    func movement() throws {
        var builder = NetworkBuilder()
        let x = builder.input([1, 8, 6, 10])
        let parts = builder.split(x, axis: 1, into: [3, 5])
        let joined = builder.concat([parts[1], parts[0]])
        let turned = builder.transpose(joined, [0, 2, 3, 1])
        let cut = builder.slice(turned, axis: 2, from: 1, to: 10, step: 2)
        let bordered = builder.pad(cut, before: [0, 1, 0, 0], after: [0, 1, 2, 0])
        let flat = builder.reshape(bordered, [1, 56, 8])
        let one = builder.pick(flat, axis: 1, index: 3)
        #expect(builder.sizes(cut) == [1, 6, 5, 8])
        #expect(builder.sizes(bordered) == [1, 8, 7, 8])
        #expect(builder.sizes(one) == [1, 8])
        let prepared = try builder.finish([one], name: "movement").prepared()
        for id in [joined, turned, cut, bordered, flat, one] {
            #expect(prepared[id].shape == Shape(builder.sizes(id)))
        }
    }

    @Test("matrix products broadcast and count")
    func products() throws {
        var builder = NetworkBuilder()
        let x = builder.input([2, 3, 5, 7])
        let y = builder.matMul(x, builder.weight([7, 11]))
        #expect(builder.sizes(y) == [2, 3, 5, 11])
        #expect(builder.macs == 2 * 3 * 5 * 7 * 11)
        let z = builder.linear(y, out: 4)
        #expect(builder.sizes(z) == [2, 3, 5, 4])
    }

    @Test("the first mistake is thrown at the end, not trapped on", arguments: 0..<12)
    func mistakes(index: Int) {
        var builder = NetworkBuilder()
        let x = builder.input([1, 4, 6, 6])
        let other = builder.weight([3, 3])
        let y: TensorID
        switch index {
        case 0: y = builder.conv(x, out: 5, groups: 3)
        case 1: y = builder.conv(x, out: 5, kernel: 9, padding: 0)
        case 2: y = builder.reshape(x, [1, 7])
        case 3: y = builder.transpose(x, [0, 1])
        case 4: y = builder.concat([])
        case 5: y = builder.slice(x, axis: 1, from: 3, to: 9)
        case 6: y = builder.split(x, axis: 1, into: [1, 1])[0]
        case 7: y = builder.pick(x, axis: 1, index: 4)
        case 8: y = builder.matMul(x, other)
        case 9: y = builder.gemm(x, out: 3)
        case 10: y = builder.add(x, other)
        default: y = builder.pad(x, before: [0], after: [0])
        }
        #expect(throws: GraphError.self) { try builder.finish([y], name: "wrong") }
    }

    @Test("a network without operators is refused")
    func empty() {
        var builder = NetworkBuilder()
        let x = builder.input([1])
        #expect(throws: GraphError.self) { try builder.finish([x], name: "empty") }
    }
}
