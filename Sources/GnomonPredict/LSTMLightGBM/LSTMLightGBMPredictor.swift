import GnomonFeatures
import GnomonLearn
public import GnomonSpaces

/// An LSTM over the layers of a network, whose last state LightGBM reads together with totals.
///
/// A reconstruction from a survey's table (Sustainable Cities and Society 2021, S221067072100041X): the text and its
/// code were not at hand. The states of training rows come from LSTMs that did not see them; these start from the same
/// weights as the one that is kept, or their numbers would mean something else.
public struct LSTMLightGBMPredictor: ArchitecturePredictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "lstm-lightgbm", summary: "an LSTM over layers, its last state and totals read by LightGBM",
        source: "reconstruction of Sustainable Cities and Society 2021, S221067072100041X")

    /// How it was built and trained.
    public let settings: LSTMLightGBMSettings
    let manifest: ArchitectureManifest
    let scaling: RowScaling
    let scale: TargetScale
    let conformal: Double?
    let weights: Weights
    let trees: TreeEnsemble

    /// Trains with our settings.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or a library is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> LSTMLightGBMPredictor {
        try train(on: rows, validation: validation, seed: seed, settings: .ours)
    }

    /// Trains with given settings; the epoch of each LSTM is chosen on validation rows.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or a library is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64, settings: LSTMLightGBMSettings
    ) throws(PredictError) -> LSTMLightGBMPredictor {
        try settings.check()
        try rows.check(fewest: 10)
        try validation.check(fewest: 1, what: "validation rows")
        let manifest = ArchitectureManifest(
            system: card.name, space: rows.space.name, rows: rows.count, validationRows: validation.count,
            seed: seed)
        let training = try LSTMLightGBMTraining(rows.ordered, validation.ordered, settings)
        do throws(LearnError) { return try training.run(manifest, seed) } catch { throw PredictError(error) }
    }

    /// The latency of each architecture, in order.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space or gives no network.
    public func predict(_ architectures: [Architecture]) throws(PredictError) -> [ArchitecturePrediction] {
        guard !architectures.isEmpty else { return [] }
        let space = try manifest.searchSpace(place: "")
        let networks = try Self.tokens(architectures, of: space)
        let found: [Double]
        do throws(LearnError) {
            let engine = try NeuralEngine(precision: .float64)
            var source = WeightSource(engine, seed: 0)
            let model = try SequenceModel(settings, &source)
            try model.load(weights)
            found = try zip(model.describe(networks, scaling, engine), networks).map {
                scale.milliseconds(of: trees.predict(row: $0 + $1.totals))
            }
        } catch {
            throw PredictError(error)
        }
        return found.map {
            ArchitecturePrediction(milliseconds: $0, interval: ConformalFactor.interval($0, conformal))
        }
    }

    /// The layers of networks.
    ///
    /// - Throws: `PredictError` (architecture) for what is not of the space or gives no network.
    static func tokens(
        _ architectures: [Architecture], of space: any SearchSpace
    ) throws(PredictError) -> [LayerTokens] {
        var result: [LayerTokens] = []
        do throws(SpaceError) {
            for architecture in architectures { result.append(try LayerTokens(architecture, of: space)) }
        } catch {
            throw PredictError(.architecture, error.message)
        }
        return result
    }

    /// Which candidates to measure next: more probably slow ones, as the paper samples.
    ///
    /// From what is predicted of each candidate in milliseconds, and the candidates that were measured. Places differ;
    /// each is drawn with a weight that grows with the rank of its latency.
    ///
    /// - Complexity: O(count · candidates).
    public static func proposals(
        _ count: Int, predicted: [Double], taken: Set<Int>, seed: UInt64
    ) -> [Int] {
        SlowFirst.draw(count, predicted: predicted, taken: taken, seed: seed)
    }
}
