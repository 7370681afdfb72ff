/// The predictors that move to new devices: add a type, add a line.
public enum TransferPredictorCatalog {
    /// All of them, the default first.
    public static let all: [any TransferPredictor.Type] = [
        AnalyticGPPredictor.self, RescaledSourcePredictor.self, TotalsRidgePredictor.self,
        FLOPsTransferPredictor.self, ParameterTransferPredictor.self,
        NASFLATPredictor.self, HELPPredictor.self,
    ]

    /// The predictor of this name.
    ///
    /// - Throws: `PredictError` (missing) with the names there are.
    public static func named(_ name: String) throws(PredictError) -> any TransferPredictor.Type {
        guard let type = all.first(where: { $0.card.name == name }) else {
            let known = all.map { $0.card.name }.joined(separator: ", ")
            throw PredictError(.missing, "no transfer predictor '\(name)'; known: \(known)")
        }
        return type
    }
}
