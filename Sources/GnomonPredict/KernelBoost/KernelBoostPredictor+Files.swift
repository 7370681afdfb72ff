import Foundation
import GnomonData
import GnomonFeatures
import GnomonKernels
import GnomonLearn

extension KernelBoostPredictor {
    /// The `kernel-boost.json` of a predictor folder.
    private struct Parts: Codable {
        var rules: FusionRules
        var roofline: Roofline
        var runCost: RunCost
        var scale: Double
        var intervalFactor: Double
        var level: Double
        var models: [String: KernelModel.Facts]
    }

    /// The largest file of trees that is read, in bytes.
    private static let largestTrees = 64 << 20

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let files = FileManager.default
        let scratch = "\(folder).partial-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try? files.removeItem(atPath: scratch)
            try files.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            defer { try? files.removeItem(atPath: scratch) }
            let manifest = Manifest(
                system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
                platformID: platformID, training: training)
            var facts: [String: KernelModel.Facts] = [:]
            for (kind, model) in models {
                facts[kind.rawValue] = model.facts
                guard let trees = model.trees else { continue }
                try Data(trees.text.utf8).write(
                    to: URL(fileURLWithPath: "\(scratch)/\(kind.rawValue).lightgbm.txt"))
            }
            let parts = Parts(
                rules: rules, roofline: roofline, runCost: runCost, scale: scale,
                intervalFactor: intervalFactor,
                level: level, models: facts)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try encoder.encode(manifest).write(to: URL(fileURLWithPath: scratch + "/manifest.json"))
            try encoder.encode(parts).write(to: URL(fileURLWithPath: scratch + "/kernel-boost.json"))
            try Self.replace(folder, by: scratch)
        } catch {
            throw PredictError(
                .unwritable, "cannot be written: \(error.localizedDescription)", place: folder,
                hint: "check that the folder is writable and the disk has space")
        }
    }

    /// Puts a complete folder in the place of an older one, which is moved aside first.
    private static func replace(_ folder: String, by scratch: String) throws {
        let files = FileManager.default
        let old = scratch + ".old"
        if files.fileExists(atPath: folder) { try files.moveItem(atPath: folder, toPath: old) }
        do { try files.moveItem(atPath: scratch, toPath: folder) } catch {
            if files.fileExists(atPath: old) { try? files.moveItem(atPath: old, toPath: folder) }
            throw error
        }
        try? files.removeItem(atPath: old)
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let manifest = try Manifest(folder: folder)
        guard manifest.featureSchema == FeatureSchema.hash else {
            throw PredictError(
                .invalid, "it was trained on other features", place: folder,
                hint: "train it again with 'gnomon learn'; measurements are kept")
        }
        let parts = try Manifest.decode(Parts.self, from: folder + "/kernel-boost.json")
        platform = manifest.platform
        platformID = manifest.platformID
        training = manifest.training
        rules = parts.rules
        roofline = parts.roofline
        runCost = parts.runCost
        scale = parts.scale
        intervalFactor = parts.intervalFactor
        level = parts.level
        models = [:]
        let columns = KernelFeature.allCases.count + 1
        for (name, facts) in parts.models {
            guard let kind = KernelKind(rawValue: name), facts.featureLow.count == columns,
                facts.featureHigh.count == columns
            else { throw PredictError(.invalid, "facts of '\(name)' do not fit", place: folder) }
            models[kind] = KernelModel(facts: facts, trees: nil)
            if facts.hasTrees { models[kind]?.trees = try Self.trees(folder, name, columns: columns) }
        }
    }

    private static func trees(_ folder: String, _ kind: String, columns: Int) throws(PredictError)
        -> TreeEnsemble
    {
        let path = "\(folder)/\(kind).lightgbm.txt"
        guard let data = FileManager.default.contents(atPath: path), data.count <= largestTrees,
            let text = String(bytes: data, encoding: .utf8)
        else { throw PredictError(.invalid, "trees are missing or too large", place: path) }
        do throws(LearnError) {
            let trees = try TreeEnsemble(text: text)
            guard trees.featureCount == columns else {
                throw LearnError(.model, "\(trees.featureCount) features, expected \(columns)")
            }
            return trees
        } catch {
            throw PredictError(.invalid, error.message, place: path)
        }
    }
}
