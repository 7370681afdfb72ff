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

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let manifest = Manifest(
            system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
            platformID: platformID, training: training)
        try PredictorFolder.write(folder, manifest: manifest) { try writeParts(to: $0) }
    }

    /// Writes everything but the manifest into a folder that exists.
    func writeParts(to folder: String) throws {
        var facts: [String: KernelModel.Facts] = [:]
        for (kind, model) in models {
            facts[kind.rawValue] = model.facts
            if let trees = model.trees { try PredictorFolder.write(trees, of: kind.rawValue, to: folder) }
        }
        let parts = Parts(
            rules: rules, roofline: roofline, runCost: runCost, scale: scale, intervalFactor: intervalFactor,
            level: level, models: facts)
        try PredictorFolder.json(parts, to: folder + "/kernel-boost.json")
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        try self.init(parts: folder, manifest: try Manifest(folder: folder))
    }

    /// Reads everything but the manifest from a folder.
    init(parts folder: String, manifest: Manifest) throws(PredictError) {
        try manifest.requireFeatures(place: folder)
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
            if facts.hasTrees {
                models[kind]?.trees = try PredictorFolder.trees(folder, name, columns: columns)
            }
        }
    }
}

extension Manifest {
    /// Refuses a predictor that was trained on other features than those computed here.
    ///
    /// - Throws: `PredictError` (invalid).
    func requireFeatures(place: String) throws(PredictError) {
        guard featureSchema == FeatureSchema.hash else {
            throw PredictError(
                .invalid, "it was trained on other features", place: place,
                hint: "train it again with 'gnomon learn'; measurements are kept")
        }
    }
}
