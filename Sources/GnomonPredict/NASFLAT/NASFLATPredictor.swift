import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// NASFLAT: a graph network that is trained to rank architectures on several devices, and moves to a new one with a few
/// of its measurements (Akhauri, Abdelfattah 2024, arXiv:2403.02446).
///
/// Scores rank; milliseconds are a rising curve through the samples. Documentation/Transfer.md has the method, and what
/// the published code does otherwise.
public struct NASFLATPredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "nasflat", summary: "a graph network that ranks on many devices, fine-tuned on a new one",
        source: "arXiv:2403.02446")

    /// How it was built and trained.
    public let settings: NASFLATSettings
    let parts: NASFLATParts
    /// The weights after the sources.
    let weights: Weights
    private let carried: CarriedWeights?
    private let work: [Double]

    /// Learns with the usual settings.
    ///
    /// - Throws: `PredictError` for other spaces than NAS-Bench-201 and FBNet, devices with hardly any row, and where
    ///   LibTorch is missing.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> NASFLATPredictor {
        try prepare(sources, settings: NASFLATSettings(), seed: seed)
    }

    /// Refuses settings that NASFLAT does not have.
    ///
    /// - Throws: `PredictError` with those there are.
    public static func check(_ settings: NamedSettings) throws(PredictError) {
        _ = try NASFLATSettings(settings)
    }

    /// The encoding that stands beside the graph: totals unless another is named.
    ///
    /// - Throws: `PredictError` for settings that NASFLAT does not have.
    public static func supplement(
        _ settings: NamedSettings
    ) throws(PredictError) -> ArchitectureEncoding? {
        try NASFLATSettings(settings).supplement
    }

    /// Learns with settings that are given by name; see ``NASFLATSettings``.
    ///
    /// - Throws: `PredictError` also for names and values that are not known.
    public static func prepare(
        _ sources: TransferSources, named settings: NamedSettings, seed: UInt64
    ) throws(PredictError) -> NASFLATPredictor {
        try prepare(sources, settings: NASFLATSettings(settings), seed: seed)
    }

    /// Learns with given settings.
    ///
    /// - Throws: `PredictError` as above.
    public static func prepare(
        _ sources: TransferSources, settings: NASFLATSettings, seed: UInt64
    ) throws(PredictError) -> NASFLATPredictor {
        try settings.check()
        let parts = try NASFLATParts(sources, settings)
        let rows = try SourceRows.drawn(from: sources, count: settings.sourceRows, seed: seed)
        guard !rows.isEmpty else {
            throw PredictError(.tooFew, "no source devices", hint: "give at least one")
        }
        do throws(LearnError) {
            let engine = try NeuralEngine(precision: settings.precision)
            let network = try parts.network(engine, seed: seed)
            try parts.training(rows, engine).run(
                network, .init(epochs: settings.epochs, batch: settings.batch, rate: settings.rate),
                seed: seed &+ 1)
            let weights = try network.weights()
            return NASFLATPredictor(
                settings: settings, parts: parts, weights: weights,
                carried: settings.carriesOver ? CarriedWeights(weights) : nil,
                work: ArchitectureTotals(sources.pool, in: sources.space)?.macs ?? [])
        } catch {
            throw PredictError(error)
        }
    }

    /// Rows at random, as published, or spread over work.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        if settings.proposals == .spread, work.count == parts.graphs.count {
            return SpreadProposals.choose(count, among: candidates) { work[$0] }
        }
        var generator = SeededGenerator(seed: seed)
        return Array(candidates.shuffled(using: &generator).prefix(count))
    }

    /// Fine-tunes a copy of all weights on the samples and predicts the whole pool.
    ///
    /// - Throws: `PredictError` for fewer than 3 samples, rows that are not of the pool or twice there, and latencies
    ///   that are none.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try SampleCheck.check(samples, pool: parts.graphs.count)
        let labels = samples.map(\.milliseconds)
        guard Set(labels).count > 1 else { return SampleCheck.equal(labels[0], pool: parts.graphs.count) }
        do throws(LearnError) {
            let adaptation = try NASFLATAdaptation(
                parts, trained: weights, start: carried?.current ?? weights, samples: samples, seed: seed)
            let (scores, left) = try adaptation.scores(of: Array(0..<parts.graphs.count))
            carried?.keep(left)
            let scale = ScoreScale(scores: samples.map { scores[$0.row] }, milliseconds: labels)
            let bound = try adaptation.bound(fitted: samples.map { scale(scores[$0.row]) })
            return scores.map { score in
                let value = scale(score)
                return ArchitecturePrediction(
                    milliseconds: value, interval: ConformalFactor.interval(value, bound))
            }
        } catch {
            throw PredictError(error)
        }
    }
}
