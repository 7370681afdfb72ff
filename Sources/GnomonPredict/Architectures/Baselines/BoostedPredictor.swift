import Foundation
import GnomonFeatures
import GnomonLearn
public import GnomonSpaces

/// Boosted trees on the features of architectures.
///
/// Ke et al. 2017, "LightGBM: A Highly Efficient Gradient Boosting Decision Tree". The target is the logarithm, so that relative errors count. Features and loss are chosen on the validation rows.
public struct BoostedPredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "gbdt", summary: "boosted trees on the features of architectures",
        source: "Ke et al. 2017, LightGBM")

    private struct Parts: Codable {
        var bound: Double?
    }

    private var manifest: ArchitectureManifest
    private(set) var extractor: any ArchitectureExtractor
    private(set) var trees: TreeEnsemble
    private var parts: Parts

    /// How trees are grown: many small ones that each see half of the features.
    static func parameters(seed: UInt64) -> BoostedTreesParameters {
        var parameters = BoostedTreesParameters(objective: .l2, iterations: 600)
        parameters.learningRate = 0.04
        parameters.leaves = 15
        parameters.minLeaf = 5
        parameters.baggingFraction = 0.8
        parameters.featureFraction = 0.5
        parameters.earlyStoppingRounds = nil
        parameters.seed = UInt32(truncatingIfNeeded: seed) & 0x7FFF_FFFF
        return parameters
    }

    /// Grows trees on each set of features and keeps those that are best on the validation rows.
    ///
    /// - Throws: `PredictError` for fewer than ten rows, or where LightGBM is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> BoostedPredictor {
        try rows.check(fewest: 10)
        try validation.check(fewest: 0, what: "validation rows")
        let labels = rows.milliseconds.map { log($0) }
        var best: (error: Double, predictor: BoostedPredictor)?
        for extractor in ArchitectureFeatureCatalog.extractors(of: rows.space) {
            if best != nil, validation.count == 0 { break }
            let features = try ArchitectureMatrix.of(rows.architectures, extractor)
            let trees: TreeEnsemble
            do {
                trees = try BoostedTrees.train(
                    features: features, labels: labels, parameters: parameters(seed: seed))
            } catch { throw PredictError(error) }
            var predictor = BoostedPredictor(
                manifest: ArchitectureManifest(
                    system: card.name, space: rows.space.name, features: extractor.name,
                    featureSchema: extractor.schema, rows: rows.count, validationRows: validation.count,
                    seed: seed), extractor: extractor, trees: trees, parts: Parts())
            let answers = try predictor.values(validation.architectures)
            let error = ConformalFactor.mape(predicted: answers, measured: validation.milliseconds)
            guard best == nil || error < best?.error ?? 0 else { continue }
            predictor.parts.bound = ConformalFactor.of(predicted: answers, measured: validation.milliseconds)
            best = (error, predictor)
        }
        guard let best else { throw PredictError(.training, "no features for \(rows.space.name)") }
        return best.predictor
    }

    /// What the trees say of each architecture.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space that was trained on.
    public func predict(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try values(architectures).map {
            ArchitecturePrediction(
                milliseconds: $0, interval: ConformalFactor.interval($0, parts.bound))
        }
    }

    private func values(_ architectures: [Architecture]) throws(PredictError) -> [Double] {
        try Self.logarithms(architectures, extractor, trees).map { exp(min($0, 100)) }
    }

    /// What trees say of architectures, a few dozen at a time so that their features stay in the cache.
    static func logarithms(
        _ architectures: [Architecture], _ extractor: any ArchitectureExtractor, _ trees: TreeEnsemble
    ) throws(PredictError) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(architectures.count)
        for start in stride(from: 0, to: architectures.count, by: 64) {
            let part = Array(architectures[start..<min(start + 64, architectures.count)])
            result += trees.predict(rows: try ArchitectureMatrix.of(part, extractor))
        }
        return result
    }

    /// Writes the predictor into a folder; the folder appears at once, complete.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    public func save(to folder: String) throws(PredictError) {
        try PredictorFolder.write(folder, manifest: manifest) { folder in
            try PredictorFolder.json(parts, to: folder + "/gbdt.json")
            try PredictorFolder.write(trees, of: "gbdt", to: folder)
        }
    }

    /// Reads a predictor from a folder.
    ///
    /// - Throws: `PredictError` with what does not fit.
    public init(folder: String) throws(PredictError) {
        manifest = try ArchitectureManifest(folder: folder, system: Self.card.name)
        extractor = try ArchitectureMatrix.extractor(of: manifest, place: folder)
        parts = try Manifest.decode(Parts.self, from: folder + "/gbdt.json")
        guard parts.bound ?? 0 >= 0, parts.bound?.isFinite ?? true else {
            throw PredictError(.invalid, "the width of intervals is out of range", place: folder)
        }
        trees = try PredictorFolder.trees(folder, "gbdt", columns: extractor.columns.count)
    }

    private init(
        manifest: ArchitectureManifest, extractor: any ArchitectureExtractor, trees: TreeEnsemble,
        parts: Parts
    ) {
        self.manifest = manifest
        self.extractor = extractor
        self.trees = trees
        self.parts = parts
    }
}
