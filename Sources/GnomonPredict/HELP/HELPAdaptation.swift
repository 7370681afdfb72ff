import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// A trained network on a new device: it adapts to samples and predicts rows of the pool.
struct HELPAdaptation {
    let network: HELPNetwork
    let settings: HELPSettings
    let encoding: HELPEncoding
    let references: HELPReferences
    let pool: [Architecture]
    private let engine: NeuralEngine
    private let graph: HELPGraphTensors?

    init(
        _ network: HELPNetwork, _ settings: HELPSettings, _ encoding: HELPEncoding,
        _ references: HELPReferences, _ pool: [Architecture], _ engine: NeuralEngine
    ) throws(LearnError) {
        self.network = network
        self.settings = settings
        self.encoding = encoding
        self.references = references
        self.pool = pool
        self.engine = engine
        if case .cells(let cells) = encoding {
            graph = try HELPGraphTensors(cells, engine)
        } else {
            graph = nil
        }
    }

    /// Predictions of rows in milliseconds, and what they are off by on what was measured.
    struct Answer {
        var milliseconds: [Double] = []
        /// The deviation of the draws of each row.
        var deviations: [Double] = []
        /// The root mean square error on the measured rows.
        var error = 0.0
    }

    /// Adapts to what was measured and predicts.
    ///
    /// Samples that are no references are adapted to; where they are too few, references as well.
    func predict(
        _ rows: [Int], measured: [(row: Int, milliseconds: Double)], range: ClosedRange<Double>? = nil,
        seed: UInt64
    ) throws(LearnError) -> Answer {
        let known = Dictionary(measured.map { ($0.row, $0.milliseconds) }) { first, _ in first }
        let isReference = Set(references.rows)
        let others = measured.filter { !isReference.contains($0.row) }
        let missing = max(0, settings.support - others.count)
        let support = others + measured.filter { isReference.contains($0.row) }.prefix(missing)
        let labels = measured.map(\.milliseconds)
        let estimate = references.estimate(known)
        let scale =
            range.map { HELPScale($0.lowerBound, $0.upperBound) }
            ?? HELPScale(isStrict ? estimate : labels)
        let vector = HELPReferences.vector(estimate)
        var generator = SeededGenerator(seed: seed)
        let noise = Normal.draws(
            settings.draws * HELPModulator.count(settings.width), using: &generator)
        let hardware = try engine.tensor(vector, [1, 1, vector.count])
        let weights = try adapted(
            support.map { pool[$0.row] }, support.map { scale.value(of: $0.milliseconds) }, vector, noise)
        return try engine.withoutRecording { () throws(LearnError) -> Answer in
            let asked = isStrict ? measured : support
            let own = try values(asked.map(\.row), weights, hardware).means
            let line = settings.line(own, asked.map(\.milliseconds), scale)
            let found = try values(rows, weights, hardware)
            let squares = zip(own, asked).reduce(0.0) {
                let error = line.value($1.0) - $1.1.milliseconds
                return $0 + error * error
            }
            return Answer(
                milliseconds: found.means.map(line.value),
                deviations: found.deviations.map { $0 * line.slope },
                error: (squares / Double(max(1, asked.count))).squareRoot())
        }
    }

    private var isStrict: Bool { settings.mode == .strict }

    /// As many adapted networks as draws.
    private func adapted(
        _ architectures: [Architecture], _ targets: [Double], _ vector: [Double], _ noise: [Double]
    ) throws(LearnError) -> [Tensor] {
        let draws = settings.draws
        let vectors = try engine.tensor(vector, [1, vector.count]).expanded([draws, vector.count])
        let z = try network.modulator(
            vectors, noise: engine.tensor(noise, [draws, noise.count / max(1, draws)])
        ).z
        let batch = try HELPTable(architectures, encoding, graph, engine).batch()
        return try network.adapted(
            network.weights(draws, z: z, strength: settings.modulation), batch,
            targets: engine.tensor(targets, [1, targets.count, 1]),
            hardware: engine.tensor(vector, [1, 1, vector.count]), steps: settings.innerSteps, again: false)
    }

    /// Rows that go through the networks together.
    private static let chunk = 256

    /// What the networks say of rows: the mean of all draws, and their deviation.
    private func values(
        _ rows: [Int], _ weights: [Tensor], _ hardware: Tensor
    ) throws(LearnError) -> (means: [Double], deviations: [Double]) {
        var (means, deviations): ([Double], [Double]) = ([], [])
        for start in stride(from: 0, to: rows.count, by: Self.chunk) {
            let part = rows[start..<min(rows.count, start + Self.chunk)].map { pool[$0] }
            let batch = try HELPTable(part, encoding, graph, engine).batch()
            let answers = try network.learner(weights, batch, hardware: hardware)
            let mean = try answers.mean([0], keepingAxes: true)
            let error = try answers - mean
            deviations += try (error * error).mean([0]).squareRoot().values()
            // The published code averages draws for its error, and ranks by the last of them.
            means +=
                try isStrict
                ? mean.values() : answers.sliced(settings.draws - 1..<settings.draws, axis: 0).values()
        }
        return (means, deviations)
    }
}
