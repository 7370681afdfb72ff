import GnomonFeatures
import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Networks as architectures")
struct NetworkSpaceTests {
    private func network(_ seed: UInt64) throws -> Network {
        try RandomNetworkGenerator(seed: seed).network().network.prepared()
    }

    @Test("hold what is read of the network, to the bit", arguments: 1...12 as ClosedRange<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        let (network, space) = (try network(seed), NetworkSpace())
        let architecture = try NetworkSpace.architecture(of: network)
        try space.check(architecture)
        #expect(try NetworkFeatures(space).row(architecture) == NetworkFeatures.row(of: network))
        #expect(try LayerTokens(architecture, of: space) == LayerTokens(network))
        let macs = try Double(network.totalCost().macs)
        let found = try ArchitectureCost.macs(of: architecture, in: space)
        #expect(abs(found - macs) <= 1e-9 * max(1, macs))
        #expect(space.format(architecture).contains("layers"))
    }

    @Test("changed genes are refused or still a network, never trapped on")
    func hostile() throws {
        let space = NetworkSpace()
        let architecture = try NetworkSpace.architecture(of: network(3))
        for place in architecture.genes.indices {
            for value in [-1, 0, 1 << 20, Int.max, Int.min] {
                var changed = architecture
                changed.genes[place] = value
                _ = try? space.check(changed)
                _ = try? LayerTokens(changed, of: space)
                _ = try? NetworkFeatures(space).row(changed)
            }
        }
        #expect(throws: SpaceError.self) { try space.check(Architecture([])) }
        #expect(throws: SpaceError.self) {
            try space.check(Architecture(Array(architecture.genes.dropLast())))
        }
        #expect(throws: SpaceError.self) { try space.check(Architecture(architecture.genes + [0])) }
        #expect(throws: SpaceError.self) { try space.parse("resnet18") }
        #expect(throws: SpaceError.self) { try space.network(of: architecture) }
        #expect(space.sample(3, seed: 1).isEmpty)
    }
}
