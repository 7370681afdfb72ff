import Foundation
import GnomonFeatures
public import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// The latency predictor of BRP-NAS: a graph network over cells of NAS-Bench-201 (Dudziak and others 2020,
/// arXiv:2007.08668).
///
/// A cell whose output does not depend on its input has an encoding too; its prediction says that it is a guess
/// where no such cell was trained on.
public struct BRPNASPredictor: ArchitecturePredictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "brp-nas", summary: "a graph network over the cell, four layers of 600",
        source: "arXiv:2007.08668")

    /// How it was built and trained.
    public let settings: LatencyGCNSettings
    /// How training went.
    public let history: Fitting.History
    let manifest: ArchitectureManifest
    let weights: Weights
    let scale: TargetScale
    let conformal: Double?

    /// The fewest rows to train on.
    static let fewestRows = 10

    /// Trains with our settings.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> BRPNASPredictor {
        try train(on: rows, validation: validation, seed: seed, settings: .ours)
    }

    /// Trains with given settings; the epoch with the smallest loss on validation rows is kept.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64, settings: LatencyGCNSettings
    ) throws(PredictError) -> BRPNASPredictor {
        try settings.check()
        try rows.check(fewest: fewestRows)
        try validation.check(fewest: 1, what: "validation rows")
        try requireCells(rows.space)
        try requireCells(validation.space)
        do throws(LearnError) {
            let (rows, held) = (rows.ordered, validation.ordered)
            let scale = TargetScale(rows.milliseconds, settings.target)
            let training = try LatencyGCNTraining(rows: rows, validation: held, scale: scale, settings, seed)
            let (weights, history) = try training.run(seed)
            let manifest = ArchitectureManifest(
                system: card.name, space: rows.space.name, rows: rows.count, validationRows: held.count,
                seed: seed)
            let plain = BRPNASPredictor(
                settings: settings, history: history, manifest: manifest, weights: weights, scale: scale,
                conformal: nil)
            let predicted = try plain.milliseconds(held.architectures)
            let factor = ConformalFactor.of(predicted: predicted, measured: held.milliseconds)
            return BRPNASPredictor(
                settings: settings, history: history, manifest: manifest, weights: weights, scale: scale,
                conformal: factor)
        } catch {
            throw PredictError(error)
        }
    }

    /// The latency of each cell, in order.
    ///
    /// - Throws: `PredictError` where an architecture is no cell or LibTorch is missing.
    public func predict(_ architectures: [Architecture]) throws(PredictError) -> [ArchitecturePrediction] {
        let space = NASBench201()
        for architecture in architectures {
            do { try space.check(architecture) } catch {
                throw PredictError(.architecture, error.message)
            }
        }
        let found: [Double]
        do { found = try milliseconds(architectures) } catch { throw PredictError(error) }
        return zip(architectures, found).map { architecture, value in
            let isConnected = CellGraph(codes: architecture.genes).isConnected
            return ArchitecturePrediction(
                milliseconds: value, interval: ConformalFactor.interval(value, conformal),
                warnings: isConnected ? [] : ["the output of the cell does not depend on its input"])
        }
    }

    static func requireCells(_ space: any SearchSpace) throws(PredictError) {
        guard space.name == NASBench201().name else {
            throw PredictError(
                .training, "brp-nas reads cells of nasbench201, not architectures of \(space.name)")
        }
    }

    /// The latencies of cells; each different encoding is computed once.
    private func milliseconds(_ architectures: [Architecture]) throws(LearnError) -> [Double] {
        guard !architectures.isEmpty else { return [] }
        // So precise that an answer does not depend on the company beyond the ninth digit.
        let engine = try NeuralEngine(precision: .float64)
        var source = WeightSource(engine, seed: 0)
        let model = try LatencyGCN(settings, &source)
        try model.load(weights)
        let values = try CellForward.distinct(architectures.map { CellEncoding(codes: $0.genes) }) {
            (cells) throws(LearnError) in
            let batch = try CellBatch(cells, normalised: settings.normalisesRows, engine)
            return try model(batch, Pass()).values()
        }
        return values.map { scale.milliseconds(of: $0) }
    }
}
