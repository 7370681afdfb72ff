import GnomonData
import GnomonPredict
import GnomonReport
import GnomonStatistics

/// The predicted beside the recorded time of each kernel, as text.
public enum KernelComparisonTable {
    /// Compares one model: sums by kind, then the kernels that differ most.
    ///
    /// - Throws: `AppError` where the predictor does not see kernels, or the runtime shows none.
    public static func text(
        _ model: LoadedModel, predicting: PredictSession, measuring: MeasureSession, limit: Int = 15
    ) throws(AppError) -> String {
        guard let predictor = predicting.predictors.first as? KernelBoostPredictor else {
            throw AppError(
                code: "compare.kernels", message: "this predictor does not predict kernels", exit: .usage)
        }
        let profile = try measuring.profile(model, seed: 0)
        let comparison = KernelComparison(model.network, profile: profile, predictor: predictor)
        var sums: [String: (count: Int, predicted: Double, recorded: Double)] = [:]
        for row in comparison.rows {
            var sum = sums[row.kind] ?? (0, 0, 0)
            sum.count += 1
            sum.predicted += row.predicted.nanoseconds
            sum.recorded += row.recorded?.nanoseconds ?? 0
            sums[row.kind] = sum
        }
        var kinds = TextTable([
            .init("kind"), .init("kernels", .right), .init("predicted", .right), .init("recorded", .right),
        ])
        for (kind, sum) in sums.sorted(by: { $0.value.recorded > $1.value.recorded }) {
            kinds.add([kind, String(sum.count), text(sum.predicted), text(sum.recorded)])
        }
        kinds.add(["not attributed", "", "", LatencyFormat.text(comparison.unmapped)])
        var kernels = TextTable([
            .init("kernel"), .init("output"), .init("predicted", .right), .init("recorded", .right),
        ])
        let worst = comparison.rows.sorted { difference($0) > difference($1) }
        for row in worst.prefix(limit) {
            kernels.add([
                row.name, row.shape, LatencyFormat.text(row.predicted),
                row.recorded.map { LatencyFormat.text($0) } ?? "-",
            ])
        }
        return kinds.rendered() + "\n" + kernels.rendered()
    }

    private static func text(_ nanoseconds: Double) -> String {
        LatencyFormat.text(Latency(nanoseconds: nanoseconds))
    }

    private static func difference(_ row: KernelComparison.Row) -> Double {
        abs(row.predicted.nanoseconds - (row.recorded?.nanoseconds ?? 0))
    }
}
