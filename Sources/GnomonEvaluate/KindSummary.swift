import GnomonStatistics

/// How well the kernels of one kind are predicted.
public struct KindSummary: Hashable, Sendable {
    /// The kind of kernel.
    public var kind: String
    /// The kernels with a recorded time.
    public var count: Int
    /// Their share of the recorded time of all kinds.
    public var share: Double
    /// The sum of the absolute differences over the sum of the recorded times: the mean error, weighted by time.
    public var error: Double
    /// The sum of the predicted over the sum of the recorded times, less one.
    public var bias: Double

    /// The kinds of the kernels of all cases, those with the most recorded time first.
    ///
    /// - Complexity: O(kernels).
    public static func all(_ cases: [EvaluationCase]) -> [KindSummary] {
        var sums: [String: (count: Int, recorded: Double, predicted: Double, difference: Double)] = [:]
        for kernel in cases.lazy.flatMap(\.kernels) {
            guard let recorded = kernel.recorded?.nanoseconds, recorded.isFinite, recorded >= 0,
                kernel.predicted.nanoseconds.isFinite
            else { continue }
            var sum = sums[kernel.kind] ?? (0, 0, 0, 0)
            sum.count += 1
            sum.recorded += recorded
            sum.predicted += kernel.predicted.nanoseconds
            sum.difference += abs(kernel.predicted.nanoseconds - recorded)
            sums[kernel.kind] = sum
        }
        let total = sums.values.reduce(0) { $0 + $1.recorded }
        return sums.filter { $0.value.recorded > 0 }
            .sorted { ($0.value.recorded, $1.key) > ($1.value.recorded, $0.key) }
            .map { kind, sum in
                KindSummary(
                    kind: kind, count: sum.count, share: sum.recorded / total,
                    error: sum.difference / sum.recorded, bias: sum.predicted / sum.recorded - 1)
            }
    }
}
