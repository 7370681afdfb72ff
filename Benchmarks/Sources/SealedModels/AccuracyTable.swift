import Foundation
public import GnomonEvaluate
public import GnomonPredict
import GnomonStatistics

/// The table that says how far predictions of sealed models can be trusted.
public enum AccuracyTable {
    /// The header.
    public static let header =
        padded("predictor", 22) + padded("learned from", 38)
        + "   n  within5 within10    RMSPE     worst  inside   width  worst model"

    /// Predictions beside what was measured.
    public static func cases(_ models: [SealedModel], by predictor: any Predictor) -> [EvaluationCase] {
        let predictions = predictor.predict(models.map(\.network))
        return zip(models, predictions).map { model, prediction in
            EvaluationCase(
                model: model.path, family: ModelFamily.name(of: model.path), predicted: prediction.latency,
                interval: prediction.interval, coverage: prediction.coverage, measured: model.latency)
        }
    }

    /// Prints a line.
    public static func show(_ label: String, _ detail: String, _ cases: [EvaluationCase]) {
        guard let summary = EvaluationSummary(cases) else { return print("\(label): nothing to compare") }
        let name = URL(fileURLWithPath: summary.worstModel).deletingPathExtension().lastPathComponent
        print(
            padded(label, 22) + padded(detail, 38)
                + String(
                    format: "%4d %6.1f %% %6.1f %% %7.1f %% %8.1f %% %7.1f %% %6.3f  ", summary.count,
                    100 * summary.errors.within5, 100 * summary.errors.within10, 100 * summary.errors.rmspe,
                    100 * abs(summary.errors.worst), 100 * summary.insideInterval, summary.intervalWidth)
                + name)
    }

    /// Prints each model, the most underestimated first.
    public static func showEach(_ models: [SealedModel], _ cases: [EvaluationCase]) {
        for (model, value) in zip(models, cases).sorted(by: { $0.1.error < $1.1.error }) {
            let name = URL(fileURLWithPath: model.path).deletingPathExtension().lastPathComponent
            print(
                padded(name, 44)
                    + String(
                        format: "%9.3f %9.3f  %+6.1f %%  %@  cover %.2f", model.latency.milliseconds,
                        value.predicted.milliseconds, 100 * value.error, "\(model.grade)", value.coverage))
        }
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
}
