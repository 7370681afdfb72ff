import GnomonFeatures
import GnomonLearn
public import GnomonSpaces
import GnomonStatistics

/// Learns which of two cells is better from cells whose accuracy is known, and ranks others.
///
/// May be trained again and again with more cells; weights are kept. Not for use from two threads at once.
public final class RelationLearner {
    private let settings: RelationSettings
    private let engine: NeuralEngine
    private let model: RelationModel
    private var generator: SeededGenerator

    /// A learner that knows nothing yet.
    ///
    /// - Throws: `PredictError` where LibTorch is missing.
    public init(_ settings: RelationSettings, seed: UInt64) throws(PredictError) {
        self.settings = settings
        generator = SeededGenerator(seed: seed)
        do throws(LearnError) {
            engine = try NeuralEngine(precision: settings.precision)
            var source = WeightSource(engine, seed: generator.next())
            model = try RelationModel(settings, &source)
        } catch {
            throw PredictError(error)
        }
    }

    /// Trains for some epochs; the learning rate falls to 0 as a cosine.
    ///
    /// Accuracies are per cent. `steps` says how rows of a step are chosen; without it, as the settings do.
    ///
    /// - Throws: `PredictError` where there are fewer than two cells.
    public func train(
        on architectures: [Architecture], accuracies: [Double], epochs: Int,
        steps: RelationSettings.Steps? = nil
    ) throws(PredictError) {
        guard architectures.count >= 2, architectures.count == accuracies.count,
            accuracies.allSatisfy(\.isFinite)
        else { throw PredictError(.tooFew, "a relation is learned from two cells or more") }
        let cells = architectures.map { CellEncoding(codes: $0.genes) }
        do throws(LearnError) {
            let parameters = model.parameters.map(\.parameter)
            let optimizer = try AdamW(parameters, rate: settings.rate, decay: settings.decay)
            let batches = RelationBatches(steps ?? settings.steps, cells: cells.count)
            let fitting = Fitting(epochs: epochs, batch: batches.size, schedule: .cosine)
            _ = try fitting.run(
                model, optimizer, rows: batches.rows, seed: generator.next(),
                loss: { (rows, pass) throws(LearnError) in
                    let (chosen, pairs) = batches.pairs(of: rows)
                    let batch = try CellBatch(
                        chosen.map { cells[$0] }, normalised: settings.normalisesRows, engine)
                    return try model.loss(
                        model.gcn(batch, pass), pairs, chosen.map { accuracies[$0] }, settings)
                }, validation: nil)
        } catch {
            throw PredictError(error)
        }
    }

    /// The cells in order, the best first, as places in the list.
    ///
    /// - Throws: `PredictError` where LibTorch fails.
    public func rank(
        _ architectures: [Architecture], by ranking: RelationRanking = .panel(size: 256, rounds: 100)
    ) throws(PredictError) -> [Int] {
        let scores: RelationScores
        do { scores = try self.scores(architectures) } catch { throw PredictError(error) }
        guard case .panel(let size, _) = ranking else { return ranking.order(scores, panel: []) }
        // Always the same panel for the same candidates.
        var draw = SeededGenerator(seed: 256)
        let panel = Array(architectures.indices.shuffled(using: &draw).prefix(max(1, size)))
        return ranking.order(scores, panel: panel)
    }

    /// What the relation says of cells.
    func scores(_ architectures: [Architecture]) throws(LearnError) -> RelationScores {
        let width = settings.width
        let weight = try model.readout.weight.tensor.values()
        let bias = try model.readout.bias?.tensor.values() ?? []
        func vector(_ rows: Range<Int>, _ column: Int, of columns: Int) -> [Double] {
            rows.map { weight[$0 * columns + column] }
        }
        var own: [Double]
        var against: [Double]
        var offset = 0.0
        switch settings.form {
        case .naive:
            own = vector(0..<width, 0, of: 1)
            against = own.map { -$0 }
        case .binary:
            func difference(_ rows: Range<Int>) -> [Double] {
                zip(vector(rows, 0, of: 2), vector(rows, 1, of: 2)).map { $0 - $1 }
            }
            own = difference(0..<width)
            against = difference(width..<2 * width)
            offset = bias[0] - bias[1]
        case .oneway, .onewayHard:
            own = vector(0..<width, 0, of: 1)
            against = vector(width..<2 * width, 0, of: 1)
            offset = bias[0]
        }
        let directions = try engine.tensor(zip(own, against).flatMap { [$0, $1] }, [width, 2])
        let cells = architectures.map { CellEncoding(codes: $0.genes) }
        let found = try CellForward.distinct(cells) { (cells) throws(LearnError) -> [(Double, Double)] in
            let batch = try CellBatch(cells, normalised: settings.normalisesRows, engine)
            let both = try model.gcn(batch, Pass()).matmul(directions).values()
            return cells.indices.map { (both[2 * $0], both[2 * $0 + 1]) }
        }
        own = found.map(\.0)
        against = found.map(\.1)
        return RelationScores(own: own, against: against, offset: offset)
    }

    /// The probability that the first of each pair is better, as the network itself says.
    func probabilities(
        _ architectures: [Architecture], _ pairs: [(Int, Int)]
    ) throws(LearnError) -> [Double] {
        let cells = architectures.map { CellEncoding(codes: $0.genes) }
        return try engine.withoutRecording { () throws(LearnError) in
            let batch = try CellBatch(cells, normalised: settings.normalisesRows, engine)
            let scores = try model.scores(model.gcn(batch, Pass()), pairs, settings.form)
            switch settings.form {
            case .binary, .naive: return try scores.softmax().sliced(0..<1, axis: 1).values()
            case .oneway, .onewayHard: return try scores.sigmoid().values()
            }
        }
    }
}
