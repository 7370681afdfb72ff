public import GnomonData
public import GnomonGraph

/// A function from networks to predictions on one platform.
public protocol Predictor: Sendable {
    /// What the predictor is, needs and returns.
    static var card: PredictorCard { get }

    /// The platform it predicts.
    var platform: Platform { get }

    /// The latency of each prepared network, in order.
    func predict(_ networks: [Network]) -> [Prediction]

    /// Writes the predictor into a folder that does not exist yet.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    func save(to folder: String) throws(PredictError)

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    init(folder: String) throws(PredictError)
}

/// What a predictor is, for lists and help texts.
public struct PredictorCard: Hashable, Sendable, Codable {
    /// The name users type.
    public var name: String
    /// One sentence on how it works.
    public var summary: String
    /// The publication it follows, if any.
    public var source: String

    /// A card.
    public init(name: String, summary: String, source: String) {
        self.name = name
        self.summary = summary
        self.source = source
    }
}

/// The predictors there are: add a type, add a line.
public enum PredictorCatalog {
    /// All predictors.
    public static let all: [any Predictor.Type] = [
        KernelBoostPredictor.self, NNMeterPredictor.self, BlackBoxPredictor.self,
        KernelTransferPredictor.self,
    ]

    /// Reads whatever predictor a folder holds.
    ///
    /// - Throws: `PredictError` where the folder is no predictor or of a system that is not known.
    public static func load(folder: String) throws(PredictError) -> any Predictor {
        let manifest = try Manifest(folder: folder)
        guard let type = all.first(where: { $0.card.name == manifest.system }) else {
            let known = all.map { $0.card.name }.joined(separator: ", ")
            throw PredictError(.invalid, "no predictor '\(manifest.system)'; known: \(known)", place: folder)
        }
        return try type.init(folder: folder)
    }
}
