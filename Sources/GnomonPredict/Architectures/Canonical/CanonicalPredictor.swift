import Foundation
import GnomonFeatures
import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// Boosted trees and a Gaussian process on the same features, their logarithms averaged.
///
/// Trees find steps, the process interpolates; together they err less than either. How much each counts, and
/// which features the process sees, is chosen on the validation rows. The process also says how sure it is, which
/// sets the width of each interval.
public struct CanonicalPredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "canonical",
        summary: "boosted trees and a Gaussian process on canonical features, averaged",
        source: "Ke et al. 2017, LightGBM; Rasmussen, Williams 2006, Gaussian Processes for Machine Learning")

    struct Parts: Codable {
        /// The share of the process in the average.
        var weight: Double
        /// The mean and deviation of the logarithms that were learned from.
        var mean: Double
        var deviation: Double
        /// The width of intervals in units of each row's own error bar.
        var bound: Double?
    }

    var manifest: ArchitectureManifest
    /// What the trees see.
    var extractor: any ArchitectureExtractor
    var trees: TreeEnsemble
    /// What the process sees.
    var blocks: FeatureBlocks
    var process: GaussianProcess
    var parts: Parts

    /// Shares of the process that are tried.
    private static let weights = [0, 0.35, 0.5, 0.65, 0.8, 1]
    /// The share that is taken where too few rows choose.
    private static let usualWeight = 0.65

    /// Trains both and finds their shares.
    ///
    /// - Throws: `PredictError` for fewer than ten rows, or where LightGBM is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> CanonicalPredictor {
        try rows.check(fewest: 10)
        try validation.check(fewest: 0, what: "validation rows")
        let rows = rows.ordered
        let boosted = try BoostedPredictor.train(on: rows, validation: validation, seed: seed)
        let target = Target(rows.milliseconds)
        let blocks = try chosenBlocks(rows, validation, target, seed: seed)
        let process = try fit(blocks, rows.architectures, target.labels, search, seed: seed)
        var predictor = CanonicalPredictor(
            manifest: ArchitectureManifest(
                system: card.name, space: rows.space.name, features: boosted.extractor.name,
                featureSchema: boosted.extractor.schema, rows: rows.count, validationRows: validation.count,
                seed: seed),
            extractor: boosted.extractor, trees: boosted.trees, blocks: blocks, process: process,
            parts: Parts(
                weight: usualWeight, mean: target.mean, deviation: target.deviation, bound: nil))
        try predictor.choose(validation)
        return predictor
    }

    /// Logarithms with mean 0 and deviation 1.
    private struct Target {
        var mean: Double
        var deviation: Double
        var labels: [Double]

        init(_ milliseconds: [Double]) {
            let logs = milliseconds.map { log($0) }
            let mean = logs.reduce(0, +) / Double(logs.count)
            let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count)
            let deviation = variance > 1e-20 ? variance.squareRoot() : 1
            self.mean = mean
            self.deviation = deviation
            labels = logs.map { ($0 - mean) / deviation }
        }
    }

    /// The features that a process on a part of the rows predicts the validation rows best from.
    private static func chosenBlocks(
        _ rows: ArchitectureRows, _ validation: ArchitectureRows, _ target: Target, seed: UInt64
    ) throws(PredictError) -> FeatureBlocks {
        let candidates = FeatureBlocks.candidates(of: rows.space)
        var generator = SeededGenerator(seed: seed)
        let part = Array(rows.architectures.indices.shuffled(using: &generator).prefix(screeningRows))
        var quick = GaussianProcess.Search()
        quick.restarts = 0
        quick.steps = 15
        var best: (error: Double, blocks: FeatureBlocks)?
        for names in candidates {
            let blocks = try FeatureBlocks(names, space: rows.space, fitting: rows.architectures)
            // Without rows to choose by, the first guess is taken.
            if candidates.count == 1 || validation.count == 0 { return blocks }
            let process = try fit(
                blocks, part.map { rows.architectures[$0] }, part.map { target.labels[$0] }, quick, seed: seed
            )
            let features = try blocks.matrix(validation.architectures)
            let answers: [Double]
            do throws(LearnError) { answers = try process.means(features) } catch {
                throw PredictError(error)
            }
            let error = ConformalFactor.mape(
                predicted: answers.map { exp(min(target.mean + target.deviation * $0, 100)) },
                measured: validation.milliseconds)
            if best == nil || error < best?.error ?? 0 { best = (error, blocks) }
        }
        guard let best else { throw PredictError(.training, "no features for \(rows.space.name)") }
        return best.blocks
    }

    private static func fit(
        _ blocks: FeatureBlocks, _ architectures: [Architecture], _ labels: [Double],
        _ search: GaussianProcess.Search, seed: UInt64
    ) throws(PredictError) -> GaussianProcess {
        let features = try blocks.matrix(architectures)
        do throws(LearnError) {
            return try GaussianProcess(
                fitting: features, labels, kernel: blocks.kernel, search: search, seed: seed)
        } catch { throw PredictError(error) }
    }

    /// Rows on which sets of features are compared.
    private static let screeningRows = 250

    /// How the process is fitted: few starts compared on a part of the rows, the best improved on all.
    private static var search: GaussianProcess.Search {
        var search = GaussianProcess.Search()
        search.restarts = 2
        search.screeningSteps = 30
        search.steps = 12
        return search
    }

    /// Finds the share of the process and the width of intervals.
    private mutating func choose(_ validation: ArchitectureRows) throws(PredictError) {
        guard validation.count > 0 else { return }
        let (tree, smooth) = try logarithms(validation.architectures)
        var best = (error: Double.infinity, weight: Self.usualWeight)
        // With few rows the difference of two shares is chance.
        let candidates = validation.count >= 30 ? Self.weights : [Self.usualWeight]
        for weight in candidates {
            let answers = zip(tree, smooth).map { exp((1 - weight) * $0 + weight * $1) }
            let error = ConformalFactor.mape(predicted: answers, measured: validation.milliseconds)
            if error < best.error { best = (error, weight) }
        }
        parts.weight = best.weight
        let answers = try values(validation.architectures)
        parts.bound = ConformalFactor.of(
            predicted: answers.map(\.milliseconds), measured: validation.milliseconds,
            scales: answers.map(\.scale))
    }

    /// The average for each architecture.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space that was trained on.
    public func predict(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try values(architectures).map {
            ArchitecturePrediction(
                milliseconds: $0.milliseconds,
                interval: ConformalFactor.interval($0.milliseconds, parts.bound, scale: $0.scale))
        }
    }

    /// What trees and process say, as logarithms of milliseconds.
    private func logarithms(
        _ architectures: [Architecture]
    ) throws(PredictError) -> (trees: [Double], process: [Double]) {
        let tree = trees.predict(rows: try ArchitectureMatrix.of(architectures, extractor))
        let features = try blocks.matrix(architectures)
        do throws(LearnError) {
            let means = try process.means(features)
            return (tree, means.map { parts.mean + parts.deviation * $0 })
        } catch { throw PredictError(error) }
    }

    private func values(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [(milliseconds: Double, scale: Double)] {
        guard !architectures.isEmpty else { return [] }
        let (tree, smooth) = try logarithms(architectures)
        let variances: [Double]
        let features = try blocks.matrix(architectures)
        do throws(LearnError) { variances = try process.variances(features) } catch {
            throw PredictError(error)
        }
        return tree.indices.map { row in
            let value = (1 - parts.weight) * tree[row] + parts.weight * smooth[row]
            // Where the two disagree, one of them is wrong.
            let difference = tree[row] - smooth[row]
            let variance = parts.deviation * parts.deviation * variances[row] + 0.25 * difference * difference
            return (exp(min(value, 100)), max(variance, 1e-12).squareRoot())
        }
    }

    init(
        manifest: ArchitectureManifest, extractor: any ArchitectureExtractor, trees: TreeEnsemble,
        blocks: FeatureBlocks, process: GaussianProcess, parts: Parts
    ) {
        self.manifest = manifest
        self.extractor = extractor
        self.trees = trees
        self.blocks = blocks
        self.process = process
        self.parts = parts
    }
}
