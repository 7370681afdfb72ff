import Foundation
import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonRuntimes
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Every runtime of the catalogue")
struct ConformanceTests {
    @Test("keeps what the seam promises", arguments: RuntimeCatalog.all.map { $0.card.name })
    func entries(name: String) throws {
        let type = try #require(RuntimeCatalog.all.first { $0.card.name == name })
        #expect(RuntimeConformance.violations(of: type) == [])
    }

    /// Platforms whose library is on this machine; limits of instructions need a process of their own.
    static let installed = PlatformCatalog.here().filter { platform in
        let card = RuntimeCatalog.all.first { $0.card.name == platform.runtime }?.card
        guard let library = card?.library, let pin = try? LibraryPin.named(library) else { return false }
        return NativeLocations.current.hasLibrary(pin) && platform.settings.isEmpty
    }.map(\.name)

    @Test(
        "opens, runs and profiles on each platform of this machine",
        .enabled(if: !installed.isEmpty, "no runtime is installed; run 'gnomon setup'"), arguments: installed)
    func sessions(name: String) throws {
        let folder = NSTemporaryDirectory() + "/gnomon-conformance-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let network = try TinyNetworks.chain([1, 4, 16, 16]) { b, x in
            b.relu(b.maxPool(x, kernel: 3, stride: 1, padding: 1))
        }
        let model = try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 1))
        let violations = RuntimeConformance.violations(
            on: try Platform(named: name), model: model, network: network, folder: folder)
        #expect(violations == [])
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
