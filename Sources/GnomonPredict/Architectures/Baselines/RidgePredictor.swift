import Foundation
import GnomonFeatures
import GnomonLearn
public import GnomonSpaces

/// A linear model on the features of architectures (Hoerl and Kennard 1970,
/// doi:10.1080/00401706.1970.10488634).
///
/// Features, penalty, and whether milliseconds or their logarithm are linear, are chosen on the validation rows.
public struct RidgePredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "ridge", summary: "ridge regression on the features of architectures",
        source: "doi:10.1080/00401706.1970.10488634")

    struct Parts: Codable {
        var means: [Double]
        var deviations: [Double]
        var model: RidgeRegression
        var isLogarithmic: Bool
        var penalty: Double
        var bound: Double?
        var smallest: Double
    }

    private(set) var manifest: ArchitectureManifest
    private(set) var extractor: any ArchitectureExtractor
    private(set) var parts: Parts

    private static let penalties = [1e-3, 1e-2, 1e-1, 1, 10, 100]

    /// Fits every candidate and keeps the best on the validation rows.
    ///
    /// Without validation rows the first candidate with a small penalty is taken.
    ///
    /// - Throws: `PredictError` for fewer than two rows.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> RidgePredictor {
        try rows.check(fewest: 2)
        try validation.check(fewest: 0, what: "validation rows")
        let rows = rows.ordered
        var best: (error: Double, predictor: RidgePredictor)?
        for extractor in ArchitectureFeatureCatalog.extractors(of: rows.space) {
            let features = try ArchitectureMatrix.of(rows.architectures, extractor)
            let held = try ArchitectureMatrix.of(validation.architectures, extractor)
            for isLogarithmic in [true, false] {
                for penalty in validation.count > 0 ? penalties : [1] {
                    var predictor = try fit(rows, features, extractor, penalty, isLogarithmic)
                    let answers = predictor.values(held)
                    let error = ConformalFactor.mape(predicted: answers, measured: validation.milliseconds)
                    guard best == nil || error < best?.error ?? 0 else { continue }
                    predictor.parts.bound = ConformalFactor.of(
                        predicted: answers, measured: validation.milliseconds)
                    predictor.manifest.validationRows = validation.count
                    predictor.manifest.seed = seed
                    best = (error, predictor)
                }
            }
        }
        guard let best else { throw PredictError(.training, "no features for \(rows.space.name)") }
        return best.predictor
    }

    private static func fit(
        _ rows: ArchitectureRows, _ features: Matrix, _ extractor: any ArchitectureExtractor,
        _ penalty: Double, _ isLogarithmic: Bool
    ) throws(PredictError) -> RidgePredictor {
        let scaling = ColumnScaling(features)
        // Relative errors count: those of the logarithm do already.
        let weights = isLogarithmic ? nil : rows.milliseconds.map { 1 / ($0 * $0) }
        let scale = weights.map { $0.reduce(0, +) / Double($0.count) } ?? 1
        let model: RidgeRegression
        do {
            model = try RidgeRegression(
                scaling.applied(to: features),
                isLogarithmic ? rows.milliseconds.map { log($0) } : rows.milliseconds,
                weights: weights, penalty: penalty * scale)
        } catch { throw PredictError(.training, error.message) }
        let manifest = ArchitectureManifest(
            system: card.name, space: rows.space.name, features: extractor.name,
            featureSchema: extractor.schema, rows: rows.count, validationRows: 0, seed: 0)
        return RidgePredictor(
            manifest: manifest, extractor: extractor,
            parts: Parts(
                means: scaling.means, deviations: scaling.deviations, model: model,
                isLogarithmic: isLogarithmic, penalty: penalty, bound: nil,
                smallest: (rows.milliseconds.min() ?? 1) / 2))
    }

    /// The model at each architecture.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space that was trained on.
    public func predict(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        values(try ArchitectureMatrix.of(architectures, extractor)).map {
            ArchitecturePrediction(
                milliseconds: $0, interval: ConformalFactor.interval($0, parts.bound))
        }
    }

    func values(_ features: Matrix) -> [Double] {
        let scaled = ColumnScaling(means: parts.means, deviations: parts.deviations).applied(to: features)
        return (0..<scaled.rows).map { row in
            let value = parts.model.predict(row: Array(scaled.row(row)))
            return max(parts.smallest, parts.isLogarithmic ? exp(min(value, 100)) : value)
        }
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            try PredictorFolder.json(parts, to: folder + "/ridge.json")
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        let manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        let parts = try Manifest.decode(Parts.self, from: folder + "/ridge.json")
        try self.init(manifest: manifest, parts: parts, place: folder)
    }

    /// A predictor of numbers that were kept.
    ///
    /// - Throws: `PredictError` (invalid) where they do not fit the features.
    init(manifest: ArchitectureManifest, parts: Parts, place: String) throws(PredictError) {
        extractor = try ArchitectureMatrix.extractor(of: manifest, place: place)
        self.manifest = manifest
        self.parts = parts
        let columns = extractor.columns.count
        let numbers = parts.means + parts.model.coefficients + [parts.model.intercept, parts.bound ?? 0]
        guard parts.means.count == columns, parts.deviations.count == columns,
            parts.model.coefficients.count == columns, numbers.allSatisfy(\.isFinite),
            parts.deviations.allSatisfy({ $0 > 0 && $0.isFinite }), parts.smallest > 0,
            parts.smallest.isFinite
        else { throw PredictError(.invalid, "numbers do not fit the features", place: place) }
    }

    private init(manifest: ArchitectureManifest, extractor: any ArchitectureExtractor, parts: Parts) {
        self.manifest = manifest
        self.extractor = extractor
        self.parts = parts
    }
}
