import Foundation
import GnomonNative
import Testing

/// Fusion groups read back from the runtimes, on real networks.
enum RealNetworks {
    static let folder =
        ProcessInfo.processInfo.environment["GNOMON_CORPUS"]
        ?? FileManager.default.currentDirectoryPath + "/.corpus/models"

    static let paths = [
        "squeezenet1_1", "resnet18", "mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x1_0",
        "efficientnet_b0",
        "googlenet", "densenet121", "bert_small", "gpt_small", "convnext_atto", "mobilevit_s", "unet_small",
        "light_shufflenet",
    ].map { "\(folder)/\($0).onnx" }.filter { FileManager.default.fileExists(atPath: $0) }

    static let isPossible = Command.isBuilt && paths.count >= 10
    static let reason: Comment = "needs the built command and the corpus; run Scripts/corpus"
}

@Suite(
    "Fusion groups of real networks", .enabled(if: RealNetworks.isPossible, RealNetworks.reason), .serialized)
struct FusionTests {
    /// Checks partition and agreement of every network on a platform; the worst and mean agreement are bounds.
    private func check(_ platform: String, worst: Double, mean: Double) throws {
        let command = try Command()
        defer { command.remove() }
        let outcome = try command.run(
            ["fusion", "--json", "--on", platform] + RealNetworks.paths, seconds: 400)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.results.count == RealNetworks.paths.count)
        var shares: [Double] = []
        for result in outcome.results {
            let model = result["model"] as? String ?? ""
            let groups = try #require(result["groups"] as? [[String: Any]], "\(model)")
            let nodes = groups.flatMap { $0["nodes"] as? [Int] ?? [] }
            let rest = (result["removed"] as? [Int] ?? []) + (result["unmapped"] as? [Int] ?? [])
            #expect(
                Set(nodes + rest).count == nodes.count + rest.count, "\(model): an operator is listed twice")
            #expect(nodes.count + rest.count == result["operators"] as? Int, "\(model)")
            #expect(groups.allSatisfy { !($0["kernels"] as? [String] ?? []).isEmpty }, "\(model)")
            let unmapped = result["unmapped"] as? [Int] ?? []
            #expect(unmapped.count * 20 <= nodes.count, "\(model): \(unmapped.count) unmapped")
            let share = try #require(result["agreement"] as? Double)
            #expect(share >= worst, "\(model) on \(platform): the rules predict \(share) of the groups")
            shares.append(share)
        }
        #expect(shares.reduce(0, +) / Double(shares.count) >= mean, "\(platform): \(shares)")
    }

    @Test(
        "partition the operators on ONNX Runtime, and the rules of each level predict them",
        .enabled(if: NativeLocations.current.hasLibrary(.onnxRuntime), "needs 'gnomon setup onnxruntime'"),
        arguments: ["ort-cpu-1t", "ort-cpu-1t-O0", "ort-cpu-1t-O1", "ort-cpu-1t-O2"])
    func onnxRuntime(platform: String) throws {
        try check(platform, worst: 0.9, mean: 0.98)
    }

    @Test(
        "partition the operators on OpenVINO, and its rules predict them",
        .enabled(if: NativeLocations.current.hasLibrary(.openVINO), "needs 'gnomon setup openvino'"))
    func openVINO() throws {
        try check("openvino-cpu-1t", worst: 0.9, mean: 0.97)
    }
}
