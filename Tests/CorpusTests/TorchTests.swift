import Foundation
import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonRuntimes
import Testing

/// Whether LibTorch and ONNX Runtime are here.
private let areReady = TorchLibrary.isReady() && NativeLocations.current.hasLibrary(.onnxRuntime)

@Suite(
    "Real networks on LibTorch",
    .enabled(if: !Corpus.names.isEmpty, "no corpus; run Scripts/corpus"),
    .enabled(if: areReady, "needs 'gnomon setup torch' and 'gnomon setup onnxruntime'"))
struct TorchTests {
    /// The outputs of a model on a platform.
    private func outputs(_ model: [UInt8], on name: String) throws -> [[UInt8]] {
        let platform = try Platform(named: name)
        let runtime = try RuntimeCatalog.runtime(named: platform.runtime)
        return try model.withUnsafeBytes { bytes in
            let session = try runtime.open(OpenRequest(model: bytes, platform: platform, seed: 3))
            try session.run()
            return try session.outputBytes()
        }
    }

    /// Small networks of every kind; all 87 take a minute and are compared with GNOMON_ALL_NETWORKS=1.
    static let compared = Corpus.names.filter { name in
        let size = (try? FileManager.default.attributesOfItem(atPath: Corpus.path(of: name))[.size]) as? Int
        return ProcessInfo.processInfo.environment["GNOMON_ALL_NETWORKS"] != nil || (size ?? 0) < 5 << 20
    }

    @Test("give what they give on ONNX Runtime, with their own weights", arguments: compared)
    func agrees(name: String) throws {
        let model = try ONNXReader.read(path: Corpus.path(of: name))
        let network = try model.network.prepared(BindingOptions(dims: Corpus.entries[name]?.dims ?? [:]))
        let bytes: [UInt8]
        do throws(ONNXError) {
            bytes = try ONNXWriter.data(network, source: model.source, names: .ids, weights: .copied)
        } catch {
            // Where a weight is computed from others, its values are not kept.
            bytes = try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 1))
        }
        let ours = try outputs(bytes, on: "torch-cpu-1t")
        let theirs = try outputs(bytes, on: "ort-cpu-1t-O1")
        // What is rounded to 8 or 16 bits on the way differs by its steps.
        let isCoarse = ["qdq", "quantised", "half"].contains { name.hasSuffix($0) }
        for (index, output) in network.outputs.enumerated() where network[output].elementType == .float32 {
            let difference = Self.difference(ours[index], theirs[index])
            #expect(difference < (isCoarse ? 0.1 : 1e-3), "output \(index): \(difference)")
        }
    }

    /// The largest difference as a share of the largest magnitude.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> Double {
        guard left.count == right.count, !left.isEmpty else { return .infinity }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                var (worst, size): (Float, Float) = (0, 1e-6)
                for (a, b) in zip(left.bindMemory(to: Float.self), right.bindMemory(to: Float.self)) {
                    worst = max(worst, abs(a - b))
                    size = max(size, abs(b))
                    if !(a - b).isFinite { return .infinity }
                }
                return Double(worst / size)
            }
        }
    }
}
