import GnomonFeatures
import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Work of FBNet blocks")
struct BlockWorkTests {
    @Test("Work over the layers is that of our own networks", arguments: [FBNet.Variant.cifar, .imageNet])
    func totals(variant: FBNet.Variant) throws {
        let space = FBNet(variant)
        let skips = try space.network(of: Architecture([Int](repeating: 8, count: 22))).prepared().totalCost()
        let table = BlockWork.table(space)
        let skipWork = table.map { $0[8] }
        for text in ["7818488874147327324245", "0123456780123456780123", "5151515151515151515151"] {
            let architecture = try space.parse(text)
            let cost = try space.network(of: architecture).prepared().totalCost()
            let work = architecture.genes.enumerated().map { table[$0.offset][$0.element] }
            // What lies outside the layers is the same for all.
            let macs = work.reduce(0) { $0 + $1.macs } - skipWork.reduce(0) { $0 + $1.macs }
            #expect(Double(cost.macs) - Double(skips.macs) == macs)
        }
    }

    @Test("Weights are those of the convolutions of one block")
    func weights() throws {
        let layer = try #require(FBNet().layers.first { !$0.keepsShape })
        // It leads from 16 to 24 channels: a block with expansion 6 and kernel 5, a skip, and one with two groups.
        #expect(layer.inputWidth == 16 && layer.outputWidth == 24)
        let expected: [Int: Int] = [
            7: 16 * 96 + 96 * 24 + 96 * 25, 8: 16 * 24, 1: (16 * 16 + 16 * 24) / 2 + 16 * 9,
        ]
        for (code, weights) in expected { #expect(BlockWork(layer, code: code).weights == Double(weights)) }
    }

    @Test("A skip that hands its input on is free")
    func identity() throws {
        let layer = try #require(FBNet().layers.first { $0.keepsShape })
        #expect(BlockWork(layer, code: 8).totals.allSatisfy { $0 == 0 })
        #expect(BlockWork(layer, code: 0).launches == 3)
    }

    @Test("Layers have the published sizes")
    func layers() {
        let layers = FBNet().layers
        #expect(layers.count == 22)
        #expect(layers.map(\.outputSide).last == 4 && layers.map(\.outputWidth).last == 352)
        #expect(FBNet(.imageNet).layers.map(\.outputSide).last == 7)
        let middle = (1...5).flatMap { [Int](repeating: $0, count: 4) }
        #expect(layers.map(\.stage) == [0] + middle + [6])
    }

    @Test("Totals of architectures are sums over layers, and there are none of a space without features")
    func architectures() throws {
        let space = FBNet()
        let some = space.sample(3, seed: 1)
        let totals = try #require(ArchitectureTotals(some, in: space))
        let table = BlockWork.table(space)
        for (architecture, macs) in zip(some, totals.macs) {
            let work = architecture.genes.enumerated().map { table[$0.offset][$0.element].macs }
            #expect(macs == work.reduce(0, +))
        }
        #expect(totals.parameters.count == 3)
        #expect(ArchitectureTotals([], in: ProxylessNAS()) == nil)
    }
}
