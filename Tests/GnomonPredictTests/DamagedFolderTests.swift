import Foundation
import GnomonPredict
import GnomonTestKit
import Testing

@Suite("Predictor folders that are damaged", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct DamagedFolderTests {
    /// Ways to damage a folder, and the code that follows.
    enum Damage: String, CaseIterable, Sendable {
        case noManifest, garbledManifest, otherSchema, otherSystem, otherVersion, emptyManifest, hugeManifest
        case garbledParts, fewOffsets, missingTrees, emptyTrees, truncatedTrees, binaryTrees

        var code: PredictError.Code { self == .noManifest ? .missing : .invalid }

        func apply(to folder: String) throws {
            let manifest = folder + "/manifest.json"
            let files = FileManager.default
            let trees = try files.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".lightgbm.txt") }
            let tree = folder + "/" + (trees.sorted().first ?? "")
            switch self {
            case .noManifest: try files.removeItem(atPath: manifest)
            case .garbledManifest: try write("{\"version\": [}", manifest)
            case .emptyManifest: try write("", manifest)
            case .hugeManifest: try write(String(repeating: " ", count: 5 << 20), manifest)
            case .otherSchema: try change(manifest, "featureSchema", "0000000000000000")
            case .otherSystem: try change(manifest, "system", "crystal-ball")
            case .otherVersion: try change(manifest, "version", 99)
            case .garbledParts: try write("[]", folder + "/kernel-boost.json")
            case .fewOffsets:
                let parts = folder + "/kernel-boost.json"
                let url = URL(fileURLWithPath: parts)
                let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
                let models = object?["models"] as? [String: [String: Any]] ?? [:]
                let cut = models.mapValues { $0.merging(["offsets": [Double]()]) { _, new in new } }
                try change(parts, "models", cut)
            case .missingTrees: try files.removeItem(atPath: tree)
            case .emptyTrees: try write("", tree)
            case .truncatedTrees:
                let text = try String(contentsOfFile: tree, encoding: .utf8)
                try write(String(text.prefix(text.count / 2)), tree)
            case .binaryTrees: try Data([0xFF, 0xFE, 0x00, 0x80]).write(to: URL(fileURLWithPath: tree))
            }
        }

        private func write(_ text: String, _ path: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }

        private func change(_ path: String, _ key: String, _ value: Any) throws {
            let url = URL(fileURLWithPath: path)
            var object =
                try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] ?? [:]
            object[key] = value
            try JSONSerialization.data(withJSONObject: object).write(to: url)
        }
    }

    @Test("are refused with a code and the place", arguments: Damage.allCases)
    func refused(damage: Damage) throws {
        let parent = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let folder = parent + "/p.gnomon"
        try Trained.predictor.get().save(to: folder)
        try damage.apply(to: folder)
        do throws(PredictError) {
            _ = try PredictorCatalog.load(folder: folder)
            Issue.record("\(damage) was accepted")
        } catch {
            #expect(error.code == damage.code, "\(error)")
            #expect(error.place.hasPrefix(folder))
            #expect(!error.message.isEmpty)
        }
    }

    @Test("saving over an older predictor replaces it and leaves nothing behind")
    func replaced() throws {
        let parent = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let folder = parent + "/p.gnomon"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/old.txt"))
        try Trained.predictor.get().save(to: folder)
        #expect(!FileManager.default.fileExists(atPath: folder + "/old.txt"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["p.gnomon"])
    }

    @Test("a place that cannot be written is named")
    func unwritable() throws {
        let predictor = try Trained.predictor.get()
        do throws(PredictError) {
            try predictor.save(to: "/dev/null/p.gnomon")
            Issue.record("a file is not a folder")
        } catch {
            #expect(error.code == .unwritable)
            #expect(error.place.hasPrefix("/dev/null"))
        }
    }
}
