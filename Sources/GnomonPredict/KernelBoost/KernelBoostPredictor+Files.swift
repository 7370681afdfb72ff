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
        /// How many predictors of other platforms lie beside it, in `prior-0` and so on.
        var priors: Int?
        /// The one for kinds that were not measured.
        var general: General?
        /// Kernels of named networks.
        var memory: KernelMemory?
        /// What a busy machine does to kernels.
        var effects: ConditionEffects?
    }

    private struct General: Codable {
        var source: Int
        var offset: Double
        var distance: Double
    }

    /// A predictor may start from one that started from another, so often.
    private static let deepest = 4

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
            level: level, models: facts, priors: prior.sources.count,
            general: prior.general.map {
                General(source: $0.source, offset: $0.offset, distance: $0.distance)
            },
            memory: memory, effects: effects)
        for (index, source) in prior.sources.enumerated() {
            try source.save(to: "\(folder)/prior-\(index)")
        }
        try PredictorFolder.json(parts, to: folder + "/kernel-boost.json")
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        try self.init(parts: folder, manifest: try Manifest(folder: folder))
    }

    /// Reads everything but the manifest from a folder.
    init(parts folder: String, manifest: Manifest, depth: Int = 0) throws(PredictError) {
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
        prior = try Self.prior(parts, folder: folder, depth: depth)
        memory = parts.memory ?? KernelMemory()
        effects = parts.effects ?? ConditionEffects()
        guard effects.slopes.values.allSatisfy({ $0.count == MachineConditions.references.count }) else {
            throw PredictError(.invalid, "effects of conditions do not fit", place: folder)
        }
        let columns = KernelFeature.allCases.count + 1
        for (name, facts) in parts.models {
            guard let kind = KernelKind(rawValue: name), facts.featureLow.count == columns,
                facts.featureHigh.count == columns, facts.offsets.count == facts.operators.count,
                facts.source.map({ prior.sources.indices.contains($0) }) ?? true
            else { throw PredictError(.invalid, "facts of '\(name)' do not fit", place: folder) }
            models[kind] = KernelModel(facts: facts, trees: nil)
            if facts.hasTrees {
                models[kind]?.trees = try PredictorFolder.trees(folder, name, columns: columns)
            }
        }
    }

    private static func prior(
        _ parts: Parts, folder: String, depth: Int
    ) throws(PredictError) -> KernelPrior {
        let count = parts.priors ?? 0
        guard (0...KernelPrior.mostSources).contains(count), count == 0 || depth < deepest else {
            throw PredictError(.invalid, "too many predictors inside", place: folder)
        }
        var sources: [KernelBoostPredictor] = []
        for index in 0..<count {
            let place = "\(folder)/prior-\(index)"
            let manifest = try Manifest(folder: place)
            sources.append(try KernelBoostPredictor(parts: place, manifest: manifest, depth: depth + 1))
        }
        let general = parts.general.map {
            KernelPrior.Match(source: $0.source, offset: $0.offset, distance: $0.distance)
        }
        return KernelPrior(sources, general: general)
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
