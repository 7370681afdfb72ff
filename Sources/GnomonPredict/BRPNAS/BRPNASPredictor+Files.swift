import Foundation
import GnomonLearn

extension BRPNASPredictor {
    /// The `brp-nas.json` of a predictor folder.
    private struct Parts: Codable {
        var settings: LatencyGCNSettings
        var history: Fitting.History
        var scale: TargetScale
        var conformal: Double?
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            let parts = Parts(settings: settings, history: history, scale: scale, conformal: conformal)
            try PredictorFolder.json(parts, to: folder + "/brp-nas.json")
            try WeightsFile.write(weights, to: folder)
        }
    }

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        try Self.requireCells(manifest.searchSpace(place: folder))
        let parts = try Manifest.decode(Parts.self, from: folder + "/brp-nas.json")
        settings = parts.settings
        history = parts.history
        scale = parts.scale
        conformal = parts.conformal
        do { try settings.check() } catch {
            throw PredictError(.invalid, error.message, place: folder)
        }
        guard scale.isSound, scale.target == settings.target, (conformal ?? 0) >= 0, (conformal ?? 0).isFinite
        else { throw PredictError(.invalid, "its scale cannot have come from training", place: folder) }
        weights = try WeightsFile.read(folder)
        try WeightsFile.require(weights, Self.shapes(settings), place: folder)
    }

    /// The sizes of all parameters.
    private static func shapes(_ settings: LatencyGCNSettings) -> [String: [Int]] {
        var shapes = ["readout.weight": [settings.width, 1], "readout.bias": [1]]
        for layer in 0..<settings.layers {
            let path = "gcn.layers.\(layer)."
            shapes[path + "weight"] = [layer == 0 ? 6 : settings.width, settings.width]
            for name in ["bias", "norm.gamma", "norm.beta"] { shapes[path + name] = [settings.width] }
        }
        return shapes
    }
}
