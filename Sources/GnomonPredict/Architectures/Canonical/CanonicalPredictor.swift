import Foundation
import GnomonFeatures
import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// Boosted trees, a Gaussian process and a linear model on the same features, their logarithms averaged.
///
/// Trees find steps, the process interpolates, what is a sum is linear; together they err less than each. How much
/// each counts, and which features it sees, is chosen on the validation rows. Intervals are wide where they disagree.
public struct CanonicalPredictor: ArchitecturePredictor {
    /// The card.
    public static let card = PredictorCard(
        name: "canonical",
        summary: "boosted trees, a Gaussian process and a linear model on canonical features, averaged",
        source: "Ke et al. 2017, LightGBM; Rasmussen, Williams 2006, Gaussian Processes for Machine Learning")

    struct Parts: Codable {
        /// The shares of process, trees and linear model in the average.
        var shares: [Double]
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
    var ridge: RidgePredictor
    var parts: Parts

    /// Shares of process, trees and linear model that are tried, the usual ones first.
    private static let shares = [
        [0.5, 0.25, 0.25], [0.65, 0.35, 0], [0.7, 0, 0.3], [0.8, 0.1, 0.1], [0.34, 0.33, 0.33],
        [0.3, 0.7, 0],
        [0.3, 0, 0.7], [1, 0, 0], [0, 1, 0], [0, 0, 1],
    ]

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
        let ridge = try RidgePredictor.train(on: rows, validation: validation, seed: seed)
        let target = Target(rows.milliseconds)
        let blocks = try chosenBlocks(rows, validation, target, seed: seed)
        let process = try fit(blocks, rows.architectures, target.labels, search, seed: seed)
        var predictor = CanonicalPredictor(
            manifest: ArchitectureManifest(
                system: card.name, space: rows.space.name, features: boosted.extractor.name,
                featureSchema: boosted.extractor.schema, rows: rows.count, validationRows: validation.count,
                seed: seed),
            extractor: boosted.extractor, trees: boosted.trees, blocks: blocks, process: process,
            ridge: ridge,
            parts: Parts(
                shares: shares[0], mean: target.mean, deviation: target.deviation, bound: nil))
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
        for candidate in candidates {
            let blocks = try FeatureBlocks(candidate, space: rows.space, fitting: rows.architectures)
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
    private static let screeningRows = 300

    /// How the process is fitted: few starts compared on a part of the rows, the best improved on all.
    private static var search: GaussianProcess.Search {
        var search = GaussianProcess.Search()
        search.restarts = 2
        search.screeningSteps = 30
        search.steps = 20
        // Some rows of every data set were disturbed.
        search.isRobust = true
        return search
    }

    /// Finds the share of the process and the width of intervals.
    private mutating func choose(_ validation: ArchitectureRows) throws(PredictError) {
        guard validation.count > 0 else { return }
        let members = try logarithms(validation.architectures)
        var best = (error: Double.infinity, shares: Self.shares[0])
        // With few rows the difference of two shares is chance.
        for shares in validation.count >= 30 ? Self.shares : [Self.shares[0]] {
            let answers = members[0].indices.map { row in exp(Self.average(members, row, shares)) }
            let error = ConformalFactor.mape(predicted: answers, measured: validation.milliseconds)
            if error < best.error { best = (error, shares) }
        }
        parts.shares = best.shares
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

    /// What process, trees and linear model say, as logarithms of milliseconds.
    private func logarithms(_ architectures: [Architecture]) throws(PredictError) -> [[Double]] {
        let tree = try BoostedPredictor.logarithms(architectures, extractor, trees)
        let line = try ridge.predict(architectures).map { log($0.milliseconds) }
        let features = try blocks.matrix(architectures)
        do throws(LearnError) {
            let means = try process.means(features)
            return [means.map { parts.mean + parts.deviation * $0 }, tree, line]
        } catch { throw PredictError(error) }
    }

    private static func average(_ members: [[Double]], _ row: Int, _ shares: [Double]) -> Double {
        shares[0] * members[0][row] + shares[1] * members[1][row] + shares[2] * members[2][row]
    }

    private func values(
        _ architectures: [Architecture]
    ) throws(PredictError) -> [(milliseconds: Double, scale: Double)] {
        guard !architectures.isEmpty else { return [] }
        let members = try logarithms(architectures)
        // The noise of the process is the same everywhere; where the members disagree, one of them is wrong. The
        // process's own variance would take a solve for every row.
        let noise = parts.deviation * parts.deviation * exp(process.hyperparameters.last ?? 0)
        return architectures.indices.map { row in
            let logs = members.map { $0[row] }
            let mean = logs.reduce(0, +) / Double(logs.count)
            let spread = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (
                exp(min(Self.average(members, row, parts.shares), 100)),
                max(noise + spread, 1e-12).squareRoot()
            )
        }
    }

    init(
        manifest: ArchitectureManifest, extractor: any ArchitectureExtractor, trees: TreeEnsemble,
        blocks: FeatureBlocks, process: GaussianProcess, ridge: RidgePredictor, parts: Parts
    ) {
        self.manifest = manifest
        self.extractor = extractor
        self.trees = trees
        self.blocks = blocks
        self.process = process
        self.ridge = ridge
        self.parts = parts
    }
}
