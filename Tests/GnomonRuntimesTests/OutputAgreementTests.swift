import Foundation
import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonSpaces
import GnomonTestKit
import Testing

@testable import GnomonRuntimes

private let hasBoth =
    NativeLocations.current.hasLibrary(.onnxRuntime)
    && NativeLocations.current.hasLibrary(.openVINO)
private let reason: Comment =
    "needs ONNX Runtime and OpenVINO; run 'gnomon setup' and 'gnomon setup openvino'"

@Suite("Runtimes compute the same", .enabled(if: hasBoth, reason), .serialized)
struct OutputAgreementTests {
    static let folder =
        ProcessInfo.processInfo.environment["GNOMON_CORPUS"]
        ?? FileManager.default.currentDirectoryPath + "/.corpus/models"

    /// Networks of the corpus that are quick to write.
    static let corpus = [
        "squeezenet1_1", "shufflenet_v2_x1_0", "mobilenet_v3_small", "lcnet_100", "bert_small", "gpt_small",
        "unet_small", "lstm_acoustic",
    ].filter { FileManager.default.fileExists(atPath: "\(folder)/\($0).onnx") }

    /// The first output of a model on a platform, as numbers.
    private func output(_ model: [UInt8], on name: String) throws -> [Float] {
        let platform = try Platform(named: name)
        let session = try model.withUnsafeBytes { bytes in
            try RuntimeCatalog.runtime(named: platform.runtime)
                .open(OpenRequest(model: bytes, platform: platform, seed: 3))
        }
        try session.run()
        let bytes = try #require(try session.outputBytes(0))
        defer { session.settle() }
        return bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    private func check(_ network: Network, _ name: String) throws {
        let model = try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 5))
        let reference = try output(model, on: "ort-cpu-1t-O0")
        let scale = reference.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
        #expect(scale.isFinite, "\(name)")
        for platform in ["ort-cpu-1t", "ort-cpu-1t-O1", "ort-cpu-1t-O2", "openvino-cpu-1t"] {
            let values = try output(model, on: platform)
            try #require(values.count == reference.count, "\(name) on \(platform)")
            let worst = zip(values, reference).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
            #expect(worst <= 1e-3 * scale, "\(name) on \(platform): \(worst) of \(scale)")
        }
    }

    @Test("on small networks")
    func tiny() throws {
        try check(TinyNetworks.residual(), "residual")
        try check(TinyNetworks.feedForward(), "feed-forward")
        for seed in 1...4 as ClosedRange<UInt64> {
            try check(RandomNetworkGenerator(seed: seed).network().network.prepared(), "random \(seed)")
        }
    }

    @Test(
        "on networks of the corpus", .enabled(if: !corpus.isEmpty, "no corpus; run Scripts/corpus"),
        arguments: corpus)
    func real(name: String) throws {
        try check(ONNXReader.read(path: "\(Self.folder)/\(name).onnx").network.prepared(), name)
    }
}

@Suite("OpenVINO opens what is generated", .enabled(if: hasBoth, reason), .serialized)
struct GeneratedModelTests {
    @Test("the smallest network of each family", arguments: FamilyCatalog.all.map(\.name))
    func families(name: String) throws {
        let family = try #require(FamilyCatalog.all.first { $0.name == name })
        let smallest = try #require(family.networks.first)
        let network = try #require(try FamilyCatalog.network(named: smallest)).prepared()
        let model = try ONNXWriter.data(network, names: .ids, weights: .constant)
        let session = try model.withUnsafeBytes { bytes in
            try OpenVINO().open(
                OpenRequest(model: bytes, platform: Platform(named: "openvino-cpu-1t"), seed: 1))
        }
        try session.run()
        #expect(try session.outputBytes(0)?.isEmpty == false)
    }

    @Test("the example of each search space", arguments: SpaceCatalog.all.map(\.name))
    func spaces(name: String) throws {
        let space = try #require(SpaceCatalog.space(named: name))
        let architecture = try #require(space.sample(1, seed: 1).first)
        let network = try space.network(of: architecture).prepared()
        let model = try ONNXWriter.data(network, names: .ids, weights: .constant)
        let session = try model.withUnsafeBytes { bytes in
            try OpenVINO().open(
                OpenRequest(model: bytes, platform: Platform(named: "openvino-cpu-1t"), seed: 1))
        }
        try session.run()
    }
}
