/// The predictors of architectures there are: add a type, add a line.
public enum ArchitecturePredictorCatalog {
    /// All predictors.
    public static let all: [any ArchitecturePredictor.Type] = [
        FlopsPredictor.self, RidgePredictor.self, BoostedPredictor.self, LookupTablePredictor.self,
        CanonicalPredictor.self,
        BRPNASPredictor.self, FlatMLPPredictor.self, HardwareMLPPredictor.self, LSTMLightGBMPredictor.self,
    ]

    /// The predictor of a name.
    ///
    /// - Throws: `PredictError` (missing) with the names there are.
    public static func type(named name: String) throws(PredictError) -> any ArchitecturePredictor.Type {
        guard let type = all.first(where: { $0.card.name == name }) else {
            let known = all.map { $0.card.name }.joined(separator: ", ")
            throw PredictError(.unknown, "no predictor '\(name)'; known: \(known)")
        }
        return type
    }

    /// Reads whatever predictor of architectures a folder holds.
    ///
    /// - Throws: `PredictError` where the folder is no predictor or of a system that is not known.
    public static func load(folder: String) throws(PredictError) -> any ArchitecturePredictor {
        let manifest = try ArchitectureManifest(folder: folder)
        let type: any ArchitecturePredictor.Type
        do { type = try self.type(named: manifest.system) } catch {
            throw PredictError(.invalid, error.message, place: folder)
        }
        return try type.init(folder: folder)
    }
}
