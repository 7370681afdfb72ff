import GnomonRuntimes
import GnomonTestKit
import Testing

@Suite("Every runtime of the catalogue")
struct ConformanceTests {
    @Test("keeps what the seam promises", arguments: RuntimeCatalog.all.map { $0.card.name })
    func entries(name: String) throws {
        let type = try #require(RuntimeCatalog.all.first { $0.card.name == name })
        #expect(RuntimeConformance.violations(of: type) == [])
    }

    @Test("is named where somebody asks for one that does not exist")
    func unknownNames() {
        #expect(RuntimeConformance.violationsOfUnknownNames() == [])
    }

    @Test("the simulated machine is exact, and noisy only by its seed")
    func simulation() throws {
        for network in [
            try TinyNetworks.residual(), try TinyNetworks.feedForward(), try TinyNetworks.mystery(),
        ] {
            #expect(RuntimeConformance.violationsOfSimulation(on: network) == [])
        }
    }
}
