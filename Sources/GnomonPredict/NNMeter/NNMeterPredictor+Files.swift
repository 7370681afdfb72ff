import GnomonData
import GnomonFeatures
import GnomonKernels

extension NNMeterPredictor {
    /// The `nn-meter.json` of a predictor folder.
    private struct Parts: Codable {
        var rules: FusionRules
        var features: ForestFeatures
        var rounds: SamplingRounds
        var roofline: Roofline
        var frame: Double
        var intervalFactor: Double
        var level: Double
        var forests: [String: KernelForest.Facts]
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let manifest = Manifest(
            system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
            platformID: platformID, training: training)
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            var facts: [String: KernelForest.Facts] = [:]
            for (kind, forest) in forests {
                facts[kind.rawValue] = forest.facts
                try PredictorFolder.write(forest.trees, of: kind.rawValue, to: folder)
            }
            let parts = Parts(
                rules: rules, features: features, rounds: rounds, roofline: roofline, frame: frame,
                intervalFactor: intervalFactor, level: level, forests: facts)
            try PredictorFolder.json(parts, to: folder + "/nn-meter.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let manifest = try Manifest(folder: folder)
        try manifest.requireFeatures(place: folder)
        let parts = try Manifest.decode(Parts.self, from: folder + "/nn-meter.json")
        platform = manifest.platform
        platformID = manifest.platformID
        training = manifest.training
        rules = parts.rules
        features = parts.features
        rounds = parts.rounds
        roofline = parts.roofline
        frame = parts.frame
        intervalFactor = parts.intervalFactor
        level = parts.level
        forests = [:]
        for (name, facts) in parts.forests {
            guard let kind = KernelKind(rawValue: name),
                facts.low.count == features.row(KernelVector(kind: kind)).count,
                facts.high.count == facts.low.count
            else { throw PredictError(.invalid, "facts of '\(name)' do not fit", place: folder) }
            forests[kind] = KernelForest(
                facts: facts, trees: try PredictorFolder.trees(folder, name, columns: facts.low.count))
        }
    }
}
