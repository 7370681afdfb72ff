import Testing

@testable import GnomonGraph

@Suite("Hashes of a family and of a structure")
struct HashKindTests {
    private func network(batch: Int, width: Int = 4, twice: Bool = false, reshaped: Bool = false) -> Network {
        var b = NetworkBuilder()
        let x = b.input([batch, 3, 8, 8])
        var y = b.node(.conv, [x, b.weight([width, 3, 3, 3])], ["kernel_shape": .ints([3, 3])])
        y = b.node(.relu, [y])
        if twice { y = b.node(.add, [y, y]) }
        if reshaped { y = b.node(.reshape, [y, b.integers([4, -1])]) }
        b.output(y)
        return b.network
    }

    private func family(_ network: Network) throws -> NetworkHash? {
        network.familyHash(try network.prepared(), BindingOptions())
    }

    @Test("all batches are one family, all widths one structure")
    func equal() throws {
        let one = try network(batch: 1).prepared()
        #expect(try family(network(batch: 1)) == one.canonicalHash())
        #expect(try family(network(batch: 8)) == one.canonicalHash())
        #expect(try network(batch: 8).prepared().canonicalHash() != one.canonicalHash())
        let wide = try network(batch: 8, width: 9).prepared()
        #expect(wide.structureHash() == one.structureHash())
        #expect(try family(network(batch: 8, width: 9)) != one.canonicalHash())
        #expect(try network(batch: 1, twice: true).prepared().structureHash() != one.structureHash())
        #expect(one.structureHash() != one.canonicalHash())
    }

    @Test("there is no family where a constant fixes the batch")
    func fixedBatch() throws {
        #expect(try family(network(batch: 4, reshaped: true)) == nil)
    }

    @Test("a free batch is the family's")
    func freeBatch() throws {
        var b = NetworkBuilder()
        let x = b.input([1, 3, 8, 8])
        b.output(b.node(.relu, [x]))
        var free = b.network
        free[x].shape = Shape([.symbol("N"), .known(3), .known(8), .known(8)])
        let options = BindingOptions(defaultBatch: 16)
        let prepared = try free.prepared(options)
        #expect(prepared[x].shape == Shape([16, 3, 8, 8]))
        #expect(try free.familyHash(prepared, options) == b.network.prepared().canonicalHash())
    }
}
