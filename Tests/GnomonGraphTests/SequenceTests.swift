import Testing

@testable import GnomonGraph

@Suite("Sequences and optionals")
struct SequenceTests {
    @Test("keep the shape of every element")
    func construct() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 3])
        let y = b.input([2, 5], name: "y")
        let list = b.node(.sequenceConstruct, [x, y])
        let last = b.integers([-1], sizes: [])
        b.output(b.node(.sequenceAt, [list, last]))
        b.output(b.node(.concatFromSequence, [list], ["axis": .int(1)]))
        let network = try b.network.prepared()
        #expect(network[list].container == .sequence([Shape([2, 3]), Shape([2, 5])]))
        #expect(network[list].shape == Shape([.known(2), .unknown]))
        #expect(network.outputShape(0) == Shape([2, 5]))
        #expect(network.outputShape(1) == Shape([2, 8]))
        #expect(try network.bytes(of: list) == UInt64(4 * (6 + 10)))
    }

    @Test("grow, shrink and are counted before the first inference")
    func edit() throws {
        var b = NetworkBuilder()
        let x = b.input([4, 6])
        let empty = b.node(.sequenceEmpty, [])
        let one = b.node(.sequenceInsert, [empty, x])
        let two = b.node(.sequenceInsert, [one, x])
        let three = b.node(.sequenceErase, [two])
        let count = b.node(.sequenceLength, [two])
        b.output(b.node(.concatFromSequence, [two], ["axis": .int(0), "new_axis": .int(1)]))
        b.output(b.node(.concatFromSequence, [three], ["axis": .int(0)]))
        b.output(count)
        let network = try b.network.prepared()
        #expect(network.outputShape(0) == Shape([2, 4, 6]))
        #expect(network.outputShape(1) == Shape([4, 6]))
        #expect(network[count].payload == .integers([2]))
    }

    @Test("come from a split, with equal and unequal parts")
    func split() throws {
        var b = NetworkBuilder()
        let x = b.input([7, 3])
        let each = b.integers([3], sizes: [])
        let parts = b.node(.splitToSequence, [x, each])
        let rows = b.node(.splitToSequence, [x], ["keepdims": .int(0)])
        b.output(parts)
        b.output(rows)
        let network = try b.network.prepared()
        #expect(network[parts].container.elements == [Shape([3, 3]), Shape([3, 3]), Shape([1, 3])])
        #expect(network[rows].container.elements == Array(repeating: Shape([3]), count: 7))
    }

    @Test("may be missing, which is known where it is made")
    func optionals() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 3])
        let some = b.node(.optional, [x])
        let isThere = b.node(.optionalHasElement, [some])
        let value = b.node(.optionalGetElement, [some])
        b.output(b.node(.relu, [value]))
        b.output(isThere)
        let network = try b.network.prepared()
        #expect(network.outputShape(0) == Shape([2, 3]))
        #expect(network[isThere].payload == .integers([1]))
    }

    @Test("are refused where a tensor is needed, and the other way round")
    func refusals() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 3])
        let list = b.node(.sequenceConstruct, [x, x])
        b.output(b.node(.relu, [list]))
        #expect(throws: GraphError.self) { try b.network.prepared() }
        var c = NetworkBuilder()
        let y = c.input([2, 3])
        let at = c.integers([0], sizes: [])
        c.output(c.node(.sequenceAt, [y, at]))
        #expect(throws: GraphError.self) { try c.network.prepared() }
        var d = NetworkBuilder()
        let z = d.input([2, 3])
        let beyond = d.integers([2], sizes: [])
        d.output(d.node(.sequenceAt, [d.node(.sequenceConstruct, [z, z]), beyond]))
        #expect(throws: GraphError.self) { try d.network.prepared() }
    }
}
