import GnomonData
import GnomonFeatures
import GnomonLearn

extension BlackBoxPredictor {
    /// The `black-box.json` of a predictor folder.
    private struct Parts: Codable {
        var correction: WholeCorrection?
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        let manifest = Manifest(
            system: Self.card.name, featureSchema: FeatureSchema.hash, platform: platform,
            platformID: platformID, training: training)
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            try kernels.writeParts(to: folder)
            try PredictorFolder.json(Parts(correction: correction), to: folder + "/black-box.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let manifest = try Manifest(folder: folder)
        kernels = try KernelBoostPredictor(parts: folder, manifest: manifest)
        correction = try Manifest.decode(Parts.self, from: folder + "/black-box.json").correction
        if let correction {
            let counts = [
                correction.network.means.count, correction.network.deviations.count,
                correction.network.ridge.coefficients.count,
            ]
            guard counts.allSatisfy({ $0 == SumCorrection.factCount }), correction.kinds.isConsistent else {
                throw PredictError(.invalid, "its correction is of other facts", place: folder)
            }
        }
    }
}
