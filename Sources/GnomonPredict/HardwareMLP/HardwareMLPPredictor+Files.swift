import GnomonLearn

extension HardwareMLPPredictor {
    /// The `hardware-mlp.json` of a predictor folder.
    private struct Parts: Codable {
        var settings: HardwareMLPSettings
        var point: HardwareMLPSettings.Point
        var devices: [HardwareFacts]
        var hardware: HardwareFacts?
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
                settings: settings, point: point, devices: devices, hardware: hardware, scaling: scaling,
                scale: scale, conformal: conformal)
            try PredictorFolder.json(parts, to: folder + "/hardware-mlp.json")
            try WeightsFile.write(weights, to: folder)
        }
    }

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        let space = try manifest.searchSpace(place: folder)
        let parts = try Manifest.decode(Parts.self, from: folder + "/hardware-mlp.json")
        (settings, point, devices) = (parts.settings, parts.point, parts.devices)
        (hardware, scaling, scale, conformal) = (parts.hardware, parts.scaling, parts.scale, parts.conformal)
        do { try settings.check() } catch {
            throw PredictError(.invalid, error.message, place: folder)
        }
        let inputs = HardwareInputs.width(of: space, settings, hardware: hardware != nil)
        guard scaling.fits(inputs), scale.isSound, scale.target == .logarithm, (conformal ?? 0) >= 0,
            (conformal ?? 0).isFinite, (hardware == nil) == devices.isEmpty,
            (devices + [hardware].compactMap { $0 }).allSatisfy(\.isSound)
        else { throw PredictError(.invalid, "its parts do not fit each other", place: folder) }
        weights = try WeightsFile.read(folder)
        let shapes = MLP.shapes(
            inputs: inputs, width: settings.width, depth: settings.depth, normalises: false)
        try WeightsFile.require(weights, shapes, place: folder)
    }
}
