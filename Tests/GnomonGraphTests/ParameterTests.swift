import Testing

@testable import GnomonGraph

@Suite("Parameters")
struct ParameterTests {
    func total(_ b: NetworkBuilder) throws -> (cost: Cost, names: [String]) {
        let network = try b.network.prepared()
        return (try network.totalCost(), network.parameterTensors().map { network[$0].name })
    }

    @Test("a table that is gathered, reshaped and transposed counts once at its stored size")
    func table() throws {
        var b = NetworkBuilder()
        let x = b.input([3, 8, 8])
        let table = b.weight([15, 3])
        let rows = b.node(.gather, [table, b.integers(Array(repeating: 2, count: 64))])
        let cube = b.node(.reshape, [rows, b.integers([8, 8, 3])])
        let bias = b.node(.transpose, [cube], ["perm": .ints([2, 0, 1])])
        b.output(b.node(.add, [b.node(.add, [x, bias]), bias]))
        let (cost, names) = try total(b)
        #expect(cost.parameters == 45)
        #expect(names == [b.network[table].name])
        // Read at run time is what the table was expanded to, by each of two additions.
        #expect(cost.weightBytes == 2 * 3 * 64 * 4)
    }

    @Test("a constant made of two counts both, and one shared with a live node counts once")
    func sum() throws {
        var b = NetworkBuilder()
        let x = b.input([4, 6])
        let (first, second) = (b.weight([4, 6]), b.weight([6]))
        let y = b.node(.add, [x, b.node(.mul, [first, second])])
        b.output(b.node(.add, [y, second]))
        let network = try b.network.prepared()
        #expect(try network.totalCost().parameters == 24 + 6)
        #expect(network.parameterTensors().count == 2)
        let live = network.nodes.indices.filter { network.nodes[$0].state == .live }
        #expect(try live.map { try network.cost(of: NodeID($0))?.parameters } == [30, 6])
    }

    @Test("memory that ConstantOfShape fills counts where it is read as it is")
    func filled() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 5])
        b.output(b.node(.add, [x, b.node(.constantOfShape, [b.integers([2, 5])])]))
        #expect(try total(b).cost.parameters == 10)
    }

    @Test("whole numbers and constants of one element are no parameters, not even through others")
    func indices() throws {
        var b = NetworkBuilder()
        let x = b.input([4])
        let cast = b.node(.cast, [b.integers([1, 2, 3, 4])], ["to": .int(1)])
        let scaled = b.node(.mul, [cast, b.floats([0.5], sizes: [])])
        b.output(b.node(.add, [x, scaled]))
        #expect(try total(b).cost.parameters == 0)
    }

    @Test("a chain of many thousand folded nodes is walked without recursion")
    func long() throws {
        var b = NetworkBuilder()
        let x = b.input([2, 3])
        var w = b.weight([2, 3])
        for _ in 0..<20_000 { w = b.node(.neg, [w]) }
        b.output(b.node(.add, [x, w]))
        #expect(try total(b).cost.parameters == 6)
    }
}
