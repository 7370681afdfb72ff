import GnomonLearn

extension FlatMLPPredictor {
    /// The `flat-mlp.json` of a predictor folder.
    private struct Parts: Codable {
        var settings: FlatMLPSettings
        var curve: [Try]
        var depth: Int
        var encoding: FlatEncoding
        var scaling: RowScaling
        var scale: TargetScale
        var conformal: Double?
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            let parts = Parts(
                settings: settings, curve: curve, depth: depth, encoding: encoding, scaling: scaling,
                scale: scale, conformal: conformal)
            try PredictorFolder.json(parts, to: folder + "/flat-mlp.json")
            try WeightsFile.write(weights, to: folder)
        }
    }

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        let space = try manifest.searchSpace(place: folder)
        let parts = try Manifest.decode(Parts.self, from: folder + "/flat-mlp.json")
        (settings, curve, depth) = (parts.settings, parts.curve, parts.depth)
        (encoding, scaling, scale, conformal) = (parts.encoding, parts.scaling, parts.scale, parts.conformal)
        do { try settings.check() } catch {
            throw PredictError(.invalid, error.message, place: folder)
        }
        guard (1...64).contains(depth), encoding.isSound, encoding.form == settings.form,
            scaling.fits(encoding.width), scale.isSound, scale.target == settings.target,
            (conformal ?? 0) >= 0, (conformal ?? 0).isFinite
        else { throw PredictError(.invalid, "its parts do not fit each other", place: folder) }
        if settings.form == .eagle { try BRPNASPredictor.requireCells(space) }
        weights = try WeightsFile.read(folder)
        let shapes = MLP.shapes(
            inputs: encoding.width, width: settings.width, depth: depth,
            normalises: settings.form == .eagle)
        try WeightsFile.require(weights, shapes, place: folder)
    }
}
