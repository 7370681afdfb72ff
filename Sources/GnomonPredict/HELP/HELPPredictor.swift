import Foundation
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// HELP: a network that learned from other devices to adapt to a new one in two steps of gradient descent (Lee, Lee,
/// Chong, Hwang 2021, arXiv:2106.08630).
///
/// A device is described by the latencies of ten reference architectures, which are measured first; another ten samples
/// are adapted to. With fewer than twenty, references are adapted to as well, and references that were not measured
/// are taken from the other devices. Training needs LibTorch.
public struct HELPPredictor: TransferPredictor {
    /// What it is.
    public static let card = PredictorCard(
        name: "help",
        summary: "a network that learned to adapt in two steps; 10 reference architectures + 10 samples",
        source: "HELP, Lee and others 2021, arXiv:2106.08630")

    /// The ten references of a task describe every device.
    public static var usesReferences: Bool { true }

    /// How it is built and trained.
    public let settings: HELPSettings
    /// The sources that were held out: checkpoints were chosen, and intervals calibrated, on them.
    public let heldOut: [String]
    /// The mean rank correlation on them after each so many episodes.
    public let correlations: [Double]
    /// The episodes behind the weights that were kept.
    public let episodes: Int
    /// By number of samples, the factor of what predictions are thought to be off by that intervals are wide.
    public var factors: [Int: Double] {
        Dictionary(calibration.factors.map { ($0.samples, $0.value) }) { first, _ in first }
    }
    private let pool: [Architecture]
    private let encoding: HELPEncoding
    private let references: HELPReferences
    private let weights: Weights
    private let calibration: HELPCalibration

    /// Learns from other devices in the paper's way.
    ///
    /// - Throws: `PredictError` for a space that HELP does not know, devices with hardly any rows, or without LibTorch.
    public static func prepare(
        _ sources: TransferSources, seed: UInt64
    ) throws(PredictError) -> HELPPredictor {
        try prepare(sources, settings: HELPSettings(), seed: seed)
    }

    /// Refuses settings that HELP does not have.
    ///
    /// - Throws: `PredictError` with those there are.
    public static func check(_ settings: NamedSettings) throws(PredictError) {
        _ = try HELPSettings(settings)
    }

    /// Learns from other devices in the paper's way but for what was set.
    ///
    /// - Throws: `PredictError` also for settings that are not known.
    public static func prepare(
        _ sources: TransferSources, named settings: NamedSettings, seed: UInt64
    ) throws(PredictError) -> HELPPredictor {
        try prepare(sources, settings: HELPSettings(settings), seed: seed)
    }

    /// Learns from other devices.
    ///
    /// - Throws: `PredictError` for a space that HELP does not know, devices with hardly any rows, or without LibTorch.
    public static func prepare(
        _ sources: TransferSources, settings: HELPSettings, seed: UInt64
    ) throws(PredictError) -> HELPPredictor {
        try settings.check()
        let encoding = try HELPEncoding(sources.space, settings.mode)
        for architecture in sources.pool { try encoding.check(architecture, of: sources.space) }
        var generator = SeededGenerator(seed: seed &* 31 &+ 7)
        let references = try HELPReferences(sources, count: settings.references, using: &generator)
        let devices = try HELPDevice.all(sources, references)
        let out = heldOut(devices.map(\.name), settings, using: &generator)
        let (held, learned) = (
            out.map { devices[$0] }, devices.indices.filter { !out.contains($0) }.map { devices[$0] }
        )
        do throws(LearnError) {
            func training(_ devices: [HELPDevice], _ held: [HELPDevice]) throws(LearnError) -> HELPTraining {
                try HELPTraining(
                    sources.pool, encoding, devices: devices, held: held, settings, seed: generator.next())
            }
            var trained = try training(learned, held)
            let history = try trained.run(
                episodes: settings.episodes ?? encoding.episodes, seed: generator.next())
            let adaptation = try HELPAdaptation(
                trained.network, settings, encoding, references, sources.pool, trained.engine)
            let calibration = try HELPCalibration(
                held.isEmpty ? learned : held, wereLearned: held.isEmpty, adaptation, seed: generator.next())
            if settings.refits, !held.isEmpty {
                trained = try training(devices, [])
                _ = try trained.run(episodes: history.kept, seed: generator.next())
            }
            return HELPPredictor(
                settings: settings, heldOut: held.map(\.name), correlations: history.correlations,
                episodes: history.kept, pool: sources.pool, encoding: encoding, references: references,
                weights: try trained.network.weights(), calibration: calibration)
        } catch { throw PredictError(error) }
    }

    /// The devices to choose by: those of the paper, else a share drawn by the seed; none where there is but one.
    private static func heldOut(
        _ devices: [String], _ settings: HELPSettings, using generator: inout SeededGenerator
    ) -> [Int] {
        guard devices.count > 1 else { return [] }
        let named = devices.indices.filter { settings.held.contains(devices[$0]) }
        if !named.isEmpty, named.count < devices.count { return named }
        guard settings.mode == .strict else { return [] }
        let count = max(1, Int((settings.heldShare * Double(devices.count)).rounded()))
        return devices.indices.shuffled(using: &generator).prefix(min(count, devices.count - 1)).sorted()
    }

    /// The reference architectures that may be measured, then rows at random.
    public func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int] {
        let offered = Set(candidates)
        let first = references.rows.filter(offered.contains)
        var generator = SeededGenerator(seed: seed)
        let rest = candidates.filter { pool.indices.contains($0) && !first.contains($0) }
        return Array((first + rest.shuffled(using: &generator)).prefix(max(0, count)))
    }

    /// Adapts to the samples and predicts the whole pool.
    ///
    /// - Throws: `PredictError` for fewer than 3 samples, rows that are not of the pool or twice there, and latencies
    ///   that are none.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try adapt(to: samples, range: nil, seed: seed)
    }

    /// The same where the range of the device's latencies is known; only `reference` looks at it.
    ///
    /// - Throws: `PredictError` for fewer than 3 samples, rows that are not of the pool or twice there, and latencies
    ///   that are none.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], range: ClosedRange<Double>?, seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try SampleCheck.check(samples, pool: pool.count)
        let labels = samples.map(\.milliseconds)
        guard Set(labels).count > 1 else { return SampleCheck.equal(labels[0], pool: pool.count) }
        let answer: HELPAdaptation.Answer
        do throws(LearnError) {
            answer = try adaptation().predict(
                Array(pool.indices), measured: samples, range: settings.mode == .reference ? range : nil,
                seed: seed)
        } catch { throw PredictError(error) }
        guard answer.milliseconds.allSatisfy(\.isFinite), answer.deviations.allSatisfy(\.isFinite) else {
            throw PredictError(.training, "adapting gave numbers that are not finite")
        }
        let least = 0.05 * (labels.min() ?? 0)
        let (factor, floor) = (calibration.factor(samples.count), HELPCalibration.floor(labels))
        let warnings = warnings(samples.map(\.row))
        return answer.milliseconds.indices.map { row in
            let value = Self.positive(answer.milliseconds[row], least)
            let interval = factor.map { factor in
                let reach = factor * HELPCalibration.scale(answer.deviations[row], answer.error, floor)
                return max(0, value - reach)...(value + reach)
            }
            return ArchitecturePrediction(milliseconds: value, interval: interval, warnings: warnings)
        }
    }

    /// A latency is positive, whatever a line says of the far end; what is less stays less.
    private static func positive(_ value: Double, _ least: Double) -> Double {
        value >= least ? value : least * exp(max(-600, (value - least) / least))
    }

    /// The network with its weights.
    private func adaptation() throws(LearnError) -> HELPAdaptation {
        let engine = try NeuralEngine(precision: settings.precision)
        var source = WeightSource(engine, seed: 0)
        let network = try HELPNetwork(settings, encoding, references: references.rows.count, &source)
        try network.load(weights)
        return try HELPAdaptation(network, settings, encoding, references, pool, engine)
    }

    private func warnings(_ rows: [Int]) -> [String] {
        let known = Set(rows)
        let missing = references.rows.count { !known.contains($0) }
        var warnings: [String] = []
        if missing > 0 {
            warnings.append(
                "\(missing) of \(references.rows.count) reference architectures were not measured; other "
                    + "devices' stand for them")
        }
        if heldOut.isEmpty {
            warnings.append("no device was held out: weights and intervals are not checked")
        }
        return warnings
    }
}
