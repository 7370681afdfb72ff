import Foundation
import GnomonData
import GnomonEvaluate
import GnomonPredict
import GnomonStatistics
import SealedModels

/// One way to choose samples and to predict, over seeds.
struct TransferLine {
    var label: String
    var count: Int
    var summaries: [EvaluationSummary] = []

    /// What the columns are called.
    static let header =
        "way                      n    within 10      within 5        RMSPE          MAPE         inside   spearman"

    /// Adds what one seed reached.
    mutating func add(_ cases: [EvaluationCase]) {
        if let summary = EvaluationSummary(cases) { summaries.append(summary) }
    }

    /// Prints mean and deviation over seeds.
    func show() {
        func spread(_ value: (EvaluationSummary) -> Double) -> String {
            let values = summaries.map { 100 * value($0) }
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return String(format: "%6.1f ± %4.1f", mean, (square / Double(max(1, values.count))).squareRoot())
        }
        let name = label.padding(toLength: 22, withPad: " ", startingAt: 0)
        let ranks = summaries.compactMap(\.spearman)
        let rank = ranks.reduce(0, +) / Double(max(1, ranks.count))
        print(
            "\(name) \(String(format: "%3d", count))  \(spread { $0.errors.within10 })  "
                + "\(spread { $0.errors.within5 })  \(spread { $0.errors.rmspe })  "
                + "\(spread { $0.errors.mape })  \(spread { $0.insideInterval })  \(String(format: "%.3f", rank))"
        )
    }

    /// A prediction multiplied by one number, the mean ratio of samples.
    static func scaled(
        _ models: [SealedModel], by source: KernelBoostPredictor, _ samples: [WholeNetwork]
    ) -> [EvaluationCase] {
        let predicted = source.predict(samples.map(\.network))
        let logs = zip(samples, predicted).map { log($0.nanoseconds / $1.latency.nanoseconds) }
        let ratio = exp(logs.reduce(0, +) / Double(max(1, logs.count)))
        return zip(models, source.predict(models.map(\.network))).map { model, prediction in
            let latency = Latency(nanoseconds: ratio * prediction.latency.nanoseconds)
            return EvaluationCase(
                model: model.path, family: "", predicted: latency,
                interval: LatencyInterval(lower: latency, upper: latency, level: 0.9),
                coverage: prediction.coverage, measured: model.latency)
        }
    }
}
