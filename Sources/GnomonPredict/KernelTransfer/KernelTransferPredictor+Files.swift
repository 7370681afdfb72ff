import Foundation
import GnomonData
import GnomonFeatures

extension KernelTransferPredictor {
    /// The `kernel-transfer.json` of a predictor folder.
    private struct Parts: Codable {
        var fit: KernelTransferFit
        var intervalFactor: Double
        var level: Double
        /// How many predictors of learned platforms lie beside it, in `source-0` and so on.
        var sources: Int
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let manifest = Manifest(
            system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
            platformID: platformID, training: training)
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            for (index, source) in sources.enumerated() {
                try source.save(to: "\(folder)/source-\(index)")
            }
            let parts = Parts(
                fit: fit, intervalFactor: intervalFactor, level: level, sources: sources.count)
            try PredictorFolder.json(parts, to: folder + "/kernel-transfer.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let manifest = try Manifest(folder: folder)
        try manifest.requireFeatures(place: folder)
        let parts = try Manifest.decode(Parts.self, from: folder + "/kernel-transfer.json")
        guard (1...KernelPrior.mostSources).contains(parts.sources), parts.fit.isSound(parts.sources),
            parts.intervalFactor > 0, parts.intervalFactor.isFinite, (0..<1).contains(parts.level)
        else { throw PredictError(.invalid, "its parts do not fit each other", place: folder) }
        var sources: [KernelBoostPredictor] = []
        for index in 0..<parts.sources {
            sources.append(try KernelBoostPredictor(folder: "\(folder)/source-\(index)"))
        }
        self.init(
            platform: manifest.platform, platformID: manifest.platformID, training: manifest.training,
            sources: sources, fit: parts.fit, intervalFactor: parts.intervalFactor,
            level: parts.level)
    }
}

extension RatioMixture {
    /// Whether every part is of one of so many platforms and whole.
    func isSound(_ sources: Int) -> Bool {
        !parts.isEmpty && parts.allSatisfy { (0..<sources).contains($0.source) && $0.model.isSound }
    }
}

extension RatioModel {
    /// Whether all numbers are there and finite.
    var isSound: Bool {
        let width = KernelShares.columnCount + 1
        return corrections.count == width - 1 && covariance.count == width * width
            && (corrections + covariance + [ratio, spread.rest]).allSatisfy(\.isFinite) && ratio > 0
    }
}
