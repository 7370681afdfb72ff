import GnomonFeatures
import GnomonLearn

extension LSTMLightGBMPredictor {
    /// The `lstm-lightgbm.json` of a predictor folder.
    private struct Parts: Codable {
        var settings: LSTMLightGBMSettings
        var scaling: RowScaling
        var scale: TargetScale
        var conformal: Double?
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            let parts = Parts(settings: settings, scaling: scaling, scale: scale, conformal: conformal)
            try PredictorFolder.json(parts, to: folder + "/lstm-lightgbm.json")
            try PredictorFolder.write(trees, of: "trees", to: folder)
            try WeightsFile.write(weights, to: folder)
        }
    }

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        _ = try manifest.searchSpace(place: folder)
        let parts = try Manifest.decode(Parts.self, from: folder + "/lstm-lightgbm.json")
        (settings, scaling, scale, conformal) = (parts.settings, parts.scaling, parts.scale, parts.conformal)
        do { try settings.check() } catch {
            throw PredictError(.invalid, error.message, place: folder)
        }
        guard scaling.fits(SequenceModel.inputs), scale.isSound, scale.target == .logarithm,
            (conformal ?? 0) >= 0, (conformal ?? 0).isFinite
        else { throw PredictError(.invalid, "its parts do not fit each other", place: folder) }
        let columns = settings.hidden + 1 + 5 + LayerTokens.Kind.allCases.count
        trees = try PredictorFolder.trees(folder, "trees", columns: columns)
        weights = try WeightsFile.read(folder)
        try WeightsFile.require(weights, SequenceModel.shapes(settings), place: folder)
    }
}
