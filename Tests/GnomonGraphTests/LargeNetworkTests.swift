import Testing

@testable import GnomonGraph

@Suite("Large networks")
struct LargeNetworkTests {
    @Test("are sorted, inferred and hashed without recursion, in whatever order the file has them")
    func chain() throws {
        var b = NetworkBuilder()
        var x = b.input([1, 4])
        for _ in 0..<50_000 { x = b.node(.relu, [x], name: "") }
        b.output(x)
        let forward = try b.network.prepared()
        b.network.nodes.reverse()
        let backward = try b.network.prepared()
        #expect(forward.outputShape() == Shape([1, 4]))
        #expect(backward.canonicalHash() == forward.canonicalHash())
        #expect(try backward.totalCost().otherFLOPs == 200_000)
    }

    @Test("may join and split a hundred thousand ways")
    func wide() throws {
        var b = NetworkBuilder()
        let x = b.input([20_000, 2])
        let parts = b.nodes(.split, [x], outputs: 20_000, ["num_outputs": .int(20_000)])
        b.output(b.node(.concat, parts, ["axis": .int(1)]))
        let network = try b.network.prepared()
        #expect(network.outputShape() == Shape([1, 40_000]))
        #expect(try network.totalCost().bytesWritten == 320_000)
        _ = network.canonicalHash()
    }

    @Test("joined in 2, 4, 6 and 40 branches all differ", arguments: [2, 4, 6, 40])
    func branches(count: Int) throws {
        var b = NetworkBuilder()
        let x = b.input([1, 3])
        let parts = (0..<count).map { _ in b.node(.relu, [x]) }
        b.output(b.node(.concat, parts, ["axis": .int(1)]))
        #expect(try b.network.prepared().outputShape() == Shape([1, 3 * count]))
    }
}
