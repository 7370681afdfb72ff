import Foundation
public import GnomonData
import GnomonEvaluate
import GnomonGraph
public import GnomonMeasure
import GnomonPredict
public import GnomonReport
import GnomonSpaces
import GnomonStatistics
import GnomonStore

/// Says how good the predictor of a platform is: on models, on random networks held out, over the budget.
public struct ReportSession {
    /// A step of the session, for whoever shows it.
    public enum Progress: Sendable {
        /// A model is looked up or measured.
        case model(String)
        /// Random networks are predicted; the fraction done.
        case heldOut(Double)
        /// A predictor is learned from a part of the measurements.
        case learning(part: Double)
    }

    private let platform: Platform
    private let settings: Settings
    private let executable: [String]
    private let predictor: KernelBoostPredictor
    private let store: Store

    /// A session.
    ///
    /// - Parameters:
    ///   - platform: The platform; it must have been learned.
    ///   - settings: Where things are kept.
    ///   - executable: What starts a child process: the command's path and `run-child`.
    /// - Throws: `AppError`: exit 69 for a platform that was not learned.
    public init(platform: Platform, settings: Settings, executable: [String]) throws(AppError) {
        self.platform = platform
        self.settings = settings
        self.executable = executable
        let predicting = try PredictSession(platform: platform.name, settings: settings)
        guard let predictor = predicting.predictors.first as? KernelBoostPredictor else {
            throw AppError(
                code: "report.predictor", message: "this predictor does not predict kernels", exit: .usage)
        }
        self.predictor = predictor
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
    }

    /// Makes the report.
    ///
    /// - Parameters:
    ///   - models: Models to predict; those that were measured before with grade A, B or C are compared.
    ///   - measuring: The effort for models that were not measured; nil measures none.
    ///   - progress: Told before each step.
    /// - Returns: The report; what is missing is said in its notes.
    /// - Throws: `AppError` where the store cannot be read.
    public func run(
        models: [LoadedModel], measuring: MeasureOptions?, progress: (Progress) -> Void
    ) throws(AppError) -> EvaluationReport {
        var notes: [String] = []
        let cases = try compared(models, measuring: measuring, notes: &notes, progress: progress)
        let kept = try KeptProfiles(store: store, platformID: predictor.platformID)
        let held = heldOut(kept, progress: progress)
        if held.isEmpty { notes.append("no network that was held out is kept in the store") }
        let curve = try learningCurve(kept, held, progress: progress)
        return EvaluationReport(
            platform: platform.name, predictor: KernelBoostPredictor.card.name, models: Evaluation(cases),
            heldOut: Evaluation(held.map { Self.evaluated($0, by: predictor) }), learning: curve,
            staircase: staircase(), notes: notes)
    }

    // MARK: Models

    private func compared(
        _ models: [LoadedModel], measuring: MeasureOptions?, notes: inout [String],
        progress: (Progress) -> Void
    ) throws(AppError) -> [EvaluationCase] {
        guard !models.isEmpty else { return [] }
        let session = try MeasureSession(platform: platform, settings: settings, executable: executable)
        var cases: [EvaluationCase] = []
        var unmeasured: [String] = []
        var disturbed: [String] = []
        for model in models {
            progress(.model(model.path))
            var measured = try session.known(model, worst: .c)
            if measured == nil, let measuring { measured = try session.measure(model, options: measuring) }
            guard let measured, measured.grade <= .c else {
                if measured == nil { unmeasured.append(model.path) } else { disturbed.append(model.path) }
                continue
            }
            for prediction in predictor.predict([model.network]) {
                cases.append(
                    EvaluationCase(
                        model: model.path, family: ModelFamily.name(of: model.path),
                        predicted: prediction.latency, interval: prediction.interval,
                        coverage: prediction.coverage, measured: measured.latency))
            }
        }
        if !unmeasured.isEmpty {
            notes.append(
                "not measured on \(platform.name), --measure does it: " + unmeasured.joined(separator: ", "))
        }
        if !disturbed.isEmpty {
            notes.append("measured with grade F, left out: " + disturbed.joined(separator: ", "))
        }
        return cases
    }

    // MARK: Networks held out

    private func heldOut(_ kept: KeptProfiles, progress: (Progress) -> Void) -> [KeptProfiles.Network] {
        let rows = kept.rows.filter { row in
            TrainingNetwork.Fold(seed: row.seed) == .heldOut
                && row.conditions.slowness <= TrainingNetwork.mostSlowness
        }
        var networks: [KeptProfiles.Network] = []
        for (index, row) in rows.enumerated() {
            progress(.heldOut(Double(index) / Double(rows.count)))
            guard let network = kept.network(row) else { continue }
            // Where the kernels do not add up to the whole, something disturbed the measurement.
            guard KernelComparison(network.network, profile: row.profile, predictor: predictor).closes else {
                continue
            }
            networks.append(network)
        }
        return networks
    }

    private static func evaluated(
        _ network: KeptProfiles.Network, by predictor: KernelBoostPredictor
    ) -> EvaluationCase {
        let prediction = predictor.predict([network.network])[0]
        let kernels = KernelComparison(network.network, profile: network.row.profile, predictor: predictor)
        return EvaluationCase(
            model: "random \(network.row.seed)", family: network.family, predicted: prediction.latency,
            interval: prediction.interval, coverage: prediction.coverage,
            measured: network.row.profile.latency,
            kernels: kernels.rows.map { .init(kind: $0.kind, predicted: $0.predicted, recorded: $0.recorded) }
        )
    }

    /// Learns from the first quarters of the measurements and looks at the same networks held out each time.
    private func learningCurve(
        _ kept: KeptProfiles, _ held: [KeptProfiles.Network], progress: (Progress) -> Void
    ) throws(AppError) -> LearningCurve? {
        guard !held.isEmpty else { return nil }
        let rules = platform.fusionRules
        var networks: [TrainingNetwork] = []
        var seconds = 0.0
        var points: [LearningCurve.Point] = []
        var next = 0
        for part in [0.25, 0.5, 0.75, 1] {
            progress(.learning(part: part))
            let end = Int((part * Double(kept.rows.count)).rounded())
            for row in kept.rows[next..<end] {
                seconds += row.profile.seconds
                guard let network = kept.network(row) else { continue }
                networks.append(
                    TrainingNetwork(
                        network.network, profile: row.profile, rules: rules, fold: .init(seed: row.seed),
                        conditions: row.conditions))
            }
            next = end
            guard networks.count >= KernelBoostPredictor.fewestNetworks else { continue }
            let learned: KernelBoostPredictor
            do {
                learned = try KernelBoostPredictor.train(
                    networks, platform: platform, platformID: predictor.platformID, rules: rules)
            } catch { throw AppError(error) }
            guard let summary = EvaluationSummary(held.map { Self.evaluated($0, by: learned) }) else {
                continue
            }
            points.append(
                .init(part: part, networks: learned.training.networks, seconds: seconds, summary: summary))
        }
        return LearningCurve(points)
    }

    // MARK: Staircase

    /// The predicted time of a 3x3 convolution of 64 channels at 28x28, by its output channels.
    private func staircase() -> Staircase {
        let points = (1...256).compactMap { channels -> Staircase.Point? in
            var builder = NetworkBuilder()
            let input = builder.input([1, 64, 28, 28])
            let output = builder.conv(input, out: channels, kernel: 3)
            guard let network = try? builder.finish([output], name: "conv").prepared() else { return nil }
            let kernels = predictor.predict([network])[0].kernels.filter { $0.kind == "conv" }
            guard !kernels.isEmpty else { return nil }
            return Staircase.Point(
                size: channels, latency: kernels.reduce(Latency.zero) { $0 + $1.latency })
        }
        return Staircase(title: "3x3 convolution of 64 channels at 28x28", points: points)
    }
}
