import Foundation
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// Gnomon's own way to a new device: Bayesian linear regression on physical features, to which known devices add more
/// features and a prior.
///
/// Latency is nearly linear in what an architecture does. So its covariance is a sum of products of features: totals of
/// work, counts, one-hot operators, and what models of other devices predict. How large each part usually is, known
/// devices tell, each taken for a new one in turn. With the samples the sizes are fitted again, near that prior.
/// [Documentation/Transfer.md](Documentation/Transfer.md) has the method in full.
public struct AnalyticGPPredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "analytic-gp",
        summary:
            "Gaussian process on physical totals, operators and other devices' predictions; 5 to 20 samples",
        source: "this project; Bayesian linear regression, Rasmussen and Williams 2006")

    /// How it learns.
    public let settings: AnalyticGPSettings
    private let scene: PoolScene
    /// At each number of samples: the model that did best on sources left out, and what its intervals need.
    private let choices: [(budget: Int, mode: AnalyticGPSettings.Mode, widening: Double)]
    private let devices: [String]

    /// The log variances of the prior by component, and of the noise, before any sample.
    public var prior: [(name: String, logVariance: Double)] {
        zip(scene.components.map(\.name) + ["noise"], scene.prior).map { ($0, $1) }
    }

    /// The model that is used with a number of samples.
    public func mode(for samples: Int) -> AnalyticGPSettings.Mode { choice(samples).mode }

    /// Learns from other devices with the usual settings.
    ///
    /// - Throws: `PredictError` for a space without features or devices with hardly any rows.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> AnalyticGPPredictor {
        try prepare(sources, settings: AnalyticGPSettings(), seed: seed)
    }

    /// Learns from other devices.
    ///
    /// - Throws: `PredictError` for a space without features or devices with hardly any rows.
    /// - Complexity: O(rows³ + pool · features · devices).
    public static func prepare(
        _ sources: TransferSources, settings: AnalyticGPSettings, seed: UInt64
    ) throws(PredictError) -> AnalyticGPPredictor {
        for architecture in sources.pool {
            do { try sources.space.check(architecture) } catch {
                throw PredictError(.training, error.message)
            }
        }
        guard let pool = PoolScene.pool(sources.space, sources.pool), !sources.pool.isEmpty else {
            throw PredictError(
                .training,
                "analytic-gp has no features for \(sources.pool.count) rows of \(sources.space.name)",
                hint: "it knows nasbench201 and fbnet")
        }
        let rows = try SourceRows.drawn(from: sources, count: settings.sourceRows, seed: seed)
        do { return try prepare(pool, rows, settings, seed) } catch {
            throw PredictError(.training, error.message)
        }
    }

    private static func prepare(
        _ empty: some ScenePool, _ rows: [SourceRows], _ settings: AnalyticGPSettings, _ seed: UInt64
    ) throws(LearnError) -> AnalyticGPPredictor {
        var pool = empty
        try pool.learn(rows)
        var generator = SeededGenerator(seed: seed &+ 0x9E37)
        let out = rows.indices.shuffled(using: &generator).prefix(settings.leftOut).sorted()
        var others: [LeftOutSource] = []
        for source in out {
            others.append(
                try LeftOutSource(
                    pool, without: Kin.of(source, pool, rows.count, share: settings.kinShare), rows[source],
                    priorRows: settings.priorRows, using: &generator))
        }
        var scene = pool.scene()
        // Without another source the scenes left out have fewer components; the prior is of what they have.
        let components = others.first?.scene.components ?? scene.components
        let theta = PoolScene.prior(
            components, others.map(\.evidence), settings: settings, hasOthers: rows.count > 1)
        let known = Dictionary(
            zip(components.map(\.name) + ["noise"], theta), uniquingKeysWith: { first, _ in first })
        scene.prior = scene.components.map { known[$0.name] ?? -1 } + [known["noise"] ?? -3]
        scene.coarseNoise = PoolScene.coarseNoise(theta, others.map(\.evidence), settings: settings)
        for place in others.indices {
            (others[place].scene.prior, others[place].scene.coarseNoise) = (theta, scene.coarseNoise)
        }
        return AnalyticGPPredictor(
            settings: settings, scene: scene, choices: choices(others, settings), devices: rows.map(\.device))
    }

    /// Compares the models on sources left out at each number of samples.
    private static func choices(
        _ others: [LeftOutSource], _ settings: AnalyticGPSettings
    ) -> [(budget: Int, mode: AnalyticGPSettings.Mode, widening: Double)] {
        let modes = settings.mode.map { [$0] } ?? [.both, .process, .sums]
        let designs = others.map { $0.design(settings.budgets.max() ?? 0) }
        return settings.budgets.map { budget in
            var scores: [AnalyticGPSettings.Mode: (values: [Double], distances: [Double])] = [:]
            for (other, design) in zip(others, designs) where design.count >= budget {
                for (mode, trial) in other.trial(Array(design.prefix(budget)), modes: modes) {
                    // Fisher's z: between devices of other noise, differences of correlations do not compare.
                    let value = atanh(min(0.9999, max(-0.9999, trial.correlation)))
                    scores[mode, default: ([], [])].values.append(value)
                    scores[mode, default: ([], [])].distances += trial.distances
                }
            }
            let first = modes.first ?? .both
            let best =
                modes.first { isClearlyBetter(scores[$0]?.values ?? [], than: scores[first]?.values ?? []) }
                ?? first
            return (budget, best, widening(scores[best]?.distances ?? [], samples: budget))
        }
    }

    /// Whether one model beats another on sources left out by more than chance would: twice the standard error.
    private static func isClearlyBetter(_ values: [Double], than others: [Double]) -> Bool {
        guard values.count == others.count, values.count > 2 else { return false }
        let differences = Standard(zip(values, others).map { $0 - $1 })
        return differences.mean > 2 * differences.deviation / Double(values.count - 1).squareRoot()
    }

    /// What intervals must be multiplied by to hold nine of ten errors on sources left out, and to allow for a scale that
    /// is known from the samples alone (Student's t with two degrees of freedom less).
    private static func widening(_ distances: [Double], samples: Int) -> Double {
        let student = StudentT.quantile(0.95, degrees: Double(max(2, samples - 2))) ?? normal90
        guard let reach = Quantile.of(distances, at: 0.9) else { return student / normal90 }
        return min(3, max(0.8, reach / normal90)) * student / normal90
    }

    /// Nine of ten numbers of a normal distribution are within so many deviations.
    private static let normal90 = 1.6448536269514722

    private func choice(_ samples: Int) -> (budget: Int, mode: AnalyticGPSettings.Mode, widening: Double) {
        func distance(_ budget: Int) -> Double { abs(log(Double(budget) / Double(max(1, samples)))) }
        return choices.min { distance($0.budget) < distance($1.budget) } ?? (samples, .both, 1)
    }

    /// Rows to be measured: those after which least is unknown about random candidates, by greedy A-optimal design.
    ///
    /// - Complexity: O(candidates² · features), with at most ``AnalyticGPSettings/candidates`` of them.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        let known = candidates.filter { $0 >= 0 && $0 < scene.features.count }
        let some = Array(known.shuffled(using: &generator).prefix(settings.candidates))
        return scene.design(count, among: some)
    }

    /// Fits the samples and predicts the whole pool.
    ///
    /// - Throws: `PredictError` for fewer than 3 samples, rows that are not of the pool or twice there, and latencies
    ///   that are none.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try SampleCheck.check(samples, pool: scene.features.count)
        let labels = samples.map(\.milliseconds)
        guard Set(labels).count > 1 else { return SampleCheck.equal(labels[0], pool: scene.features.count) }
        let choice = choice(samples.count)
        do throws(LearnError) {
            let fit = try FewSampleFit(
                scene, samples: samples.map(\.row), milliseconds: labels, mode: choice.mode,
                tick: ClockTick.of(labels))
            let answer = fit.predict(nil)
            // A latency is positive, whatever a line says of the far end.
            let least = 0.05 * (labels.min() ?? 0)
            return zip(answer.means, answer.deviations).map { mean, deviation in
                let reach = Self.normal90 * choice.widening * deviation
                let value = max(least, mean)
                return ArchitecturePrediction(
                    milliseconds: value, interval: max(0, value - reach)...(value + reach),
                    warnings: devices.isEmpty ? ["no other device was learned from"] : [])
            }
        } catch {
            throw PredictError(.training, error.message)
        }
    }
}
