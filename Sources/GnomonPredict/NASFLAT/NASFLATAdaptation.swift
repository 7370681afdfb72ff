import Foundation
import GnomonLearn
import GnomonStatistics

/// One move of `nasflat` to a new device.
struct NASFLATAdaptation {
    /// Graphs that are scored together: enough for fast products, few enough for the cache.
    static let chunk = 256

    private let parts: NASFLATParts
    private let samples: [(row: Int, milliseconds: Double)]
    private let seed: UInt64
    private let engine: NeuralEngine
    private let network: NASFLATNetwork
    /// Weights to start with, the new device's numbers those of the likest source.
    let start: Weights

    /// A move from weights after the sources, or from others, with samples that are not all alike.
    init(
        _ parts: NASFLATParts, trained: Weights, start before: Weights,
        samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(LearnError) {
        (self.parts, self.samples, self.seed) = (parts, samples, seed)
        engine = try NeuralEngine(precision: parts.settings.precision)
        network = try parts.network(engine, seed: 0)
        try network.load(trained)
        let likest = try Self.likest(parts, network, samples, engine)
        start = before.copyingRow(of: "hardware.weight", from: likest, to: parts.sources)
    }

    /// The source that ranks the samples most like the new device.
    ///
    /// What the network says of the source stands for what was measured there: samples need not be among the rows that
    /// were. A source that ranks nothing counts as -1.
    private static func likest(
        _ parts: NASFLATParts, _ network: NASFLATNetwork, _ samples: [(row: Int, milliseconds: Double)],
        _ engine: NeuralEngine
    ) throws(LearnError) -> Int {
        let rows = samples.map(\.row)
        let table = try parts.table(rows, devices: Array(0..<parts.sources), engine)
        let places = Array(rows.indices)
        return try engine.withoutRecording { () throws(LearnError) in
            var best = (place: 0, likeness: -Double.infinity)
            for source in 0..<parts.sources {
                let scores = try network(
                    table.batch(places, on: places.map { _ in source }), Pass()
                ).values()
                let likeness = RankCorrelation.spearman(scores, samples.map(\.milliseconds)) ?? -1
                if likeness > best.likeness { best = (source, likeness) }
            }
            return best.place
        }
    }

    /// Fine-tunes on all samples: a score for each of some rows of the pool, and the weights at the end.
    func scores(of rows: [Int]) throws(LearnError) -> ([Double], Weights) {
        let scores = try fit(Array(samples.indices), scoring: rows)
        return (scores, try network.weights())
    }

    /// How far the logarithm of a latency is off in nine of ten cases, from samples that were left out in turn.
    ///
    /// With nine samples or more the conformal bound, with fewer that of a normal distribution of unknown width. Without
    /// parts the errors are those of `fitted`, what a fit on all samples says of them.
    func bound(fitted: [Double]) throws(LearnError) -> Double {
        var errors: [Double] = []
        let labels = samples.map(\.milliseconds)
        let folds = min(parts.settings.folds, samples.count)
        if folds < 2 {
            errors = zip(fitted, labels).map { abs(log($0 / $1)) }
        } else {
            var generator = SeededGenerator(seed: seed &+ 77)
            let order = samples.indices.shuffled(using: &generator)
            for fold in 0..<folds {
                let out = order.indices.filter { $0 % folds == fold }.map { order[$0] }
                let rest = samples.indices.filter { !out.contains($0) }
                let scores = try fit(rest, scoring: (rest + out).map { samples[$0].row })
                let scale = ScoreScale(
                    scores: Array(scores.prefix(rest.count)), milliseconds: rest.map { labels[$0] })
                errors += zip(scores.dropFirst(rest.count), out).map { abs(log(scale($0) / labels[$1])) }
            }
        }
        if let bound = Quantile.conformal(errors, level: ConformalFactor.level), bound.isFinite {
            return bound
        }
        let count = Double(errors.count)
        let spread = (errors.reduce(0) { $0 + $1 * $1 } / max(1, count)).squareRoot()
        let student = StudentT.quantile(0.5 + ConformalFactor.level / 2, degrees: max(1, count - 1)) ?? 3
        return student * spread * (1 + 1 / max(1, count)).squareRoot()
    }

    /// Fine-tunes the starting weights on some samples; a score for each row, the mean over the last epochs.
    private func fit(_ chosen: [Int], scoring rows: [Int]) throws(LearnError) -> [Double] {
        let settings = parts.settings
        try network.load(start)
        let training = ScoreTraining(
            table: try parts.table(chosen.map { samples[$0].row }, devices: [parts.sources], engine),
            rows: Array(chosen.indices), places: chosen.map { _ in 0 },
            labels: chosen.map { samples[$0].milliseconds }, settings: settings)
        let pool = try parts.table(rows, devices: [parts.sources], engine)
        let averaged = min(settings.averagedEpochs, settings.transferEpochs)
        var sums = [Double](repeating: 0, count: rows.count)
        try training.run(
            network,
            .init(
                epochs: settings.transferEpochs, batch: settings.transferBatch, rate: settings.transferRate),
            seed: seed
        ) { (epoch) throws(LearnError) in
            guard epoch >= settings.transferEpochs - averaged else { return }
            for (place, score) in try scores(pool).enumerated() { sums[place] += score / Double(averaged) }
        }
        guard sums.allSatisfy(\.isFinite) else {
            throw LearnError(.data, "fine-tuning gave scores that are no numbers; use a smaller transferRate")
        }
        return sums
    }

    /// The scores of all rows of a table.
    private func scores(_ table: GraphTable) throws(LearnError) -> [Double] {
        try engine.withoutRecording { () throws(LearnError) in
            var values: [Double] = []
            values.reserveCapacity(table.graphs.count)
            for start in stride(from: 0, to: table.graphs.count, by: Self.chunk) {
                let rows = Array(start..<min(table.graphs.count, start + Self.chunk))
                values += try network(table.batch(rows, on: rows.map { _ in 0 }), Pass()).values()
            }
            return values
        }
    }
}

extension Weights {
    /// The same with one row of a matrix copied into another; rows that are not there change nothing.
    func copyingRow(of path: String, from: Int, to: Int) -> Weights {
        guard var entry = self[path], let rows = entry.sizes.first, rows > 0, from != to,
            (0..<rows).contains(from), (0..<rows).contains(to)
        else { return self }
        let width = entry.bytes.count / rows
        entry.bytes.replaceSubrange(
            to * width..<(to + 1) * width, with: Array(entry.bytes[from * width..<(from + 1) * width]))
        var result = self
        result[path] = entry
        return result
    }
}
