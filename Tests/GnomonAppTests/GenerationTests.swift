import Foundation
import GnomonApp
import GnomonGraph
import GnomonONNX
import GnomonSpaces
import Testing

@Suite("Generated files")
struct GenerationTests {
    private func generation(_ name: String, seed: UInt64 = 1) -> Generation {
        Generation(name: name, options: FamilyOptions(), seed: seed, weights: .constant)
    }

    @Test(
        "a variant of every family and a point of every space is the same network when read back",
        arguments: FamilyCatalog.all.compactMap(\.networks.first) + SpaceCatalog.all.map(\.name))
    func readBack(name: String) throws {
        let network: Network
        if let variants = FamilyVariants(of: name, seed: 2) {
            network = try variants.network(0)
        } else {
            network = try generation(name, seed: 2).network()
        }
        let prepared = try network.prepared()
        let path = NSTemporaryDirectory() + "/generated-\(UUID().uuidString).onnx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ONNXWriter.write(network, weights: .absent, toPath: path)
        let again = try ONNXReader.read(path: path).network.prepared()
        #expect(again.canonicalHash() == prepared.canonicalHash())
        #expect(try again.totalCost() == prepared.totalCost())
        #expect(prepared.outputs.allSatisfy { prepared[$0].shape?.sizes != nil })
    }

    @Test("a space is drawn from by seed, one point or many", arguments: ["nasbench201", "darts"])
    func drawn(name: String) throws {
        #expect(try generation(name).network() == generation(name).network())
        #expect(try generation(name).network().name != generation(name, seed: 2).network().name)
        let folder = NSTemporaryDirectory() + "/generated-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let paths = try generation(name).writeVariants(3, into: folder)
        #expect(Set(paths).count == 3)
        let hashes = try paths.map { try ONNXReader.read(path: $0).network.prepared().canonicalHash() }
        #expect(Set(hashes).count == 3)
    }

    @Test("an unknown name is answered with names that begin alike")
    func unknown() {
        do {
            _ = try generation("dartz").network()
            Issue.record("dartz was built")
        } catch {
            #expect(error.exit == .usage)
            #expect(error.hint.contains("darts-imagenet"))
        }
    }
}
