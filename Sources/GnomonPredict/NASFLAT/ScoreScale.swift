import Foundation
import GnomonStatistics

/// Milliseconds of scores: a rising curve through measured samples.
///
/// Isotonic regression gives its knots; between them it is straight, so that no order is lost to steps. Outside it goes
/// on with the samples' mean slope, downwards so that it never reaches 0.
struct ScoreScale: Sendable {
    private let scores: [Double]
    private let milliseconds: [Double]
    private let slope: Double

    /// The curve of samples; at least one.
    init(scores: [Double], milliseconds: [Double]) {
        let knots = IsotonicRegression.knots(scores, milliseconds)
        self.scores = knots.map(\.x)
        self.milliseconds = knots.map(\.y)
        let line = StraightLine(scores, milliseconds)
        // What has one knot, or falls on the whole, still must keep the order.
        let mean = milliseconds.reduce(0, +) / Double(max(1, milliseconds.count))
        slope = max(line.slope, 1e-3 * mean)
    }

    /// The latency of a score: positive, and larger for a larger score.
    ///
    /// - Complexity: O(log samples).
    func callAsFunction(_ score: Double) -> Double {
        guard let first = scores.first, let last = scores.last else { return 0 }
        let (least, most) = (milliseconds[0], milliseconds[scores.count - 1])
        if score <= first { return least * exp(slope * (score - first) / least) }
        if score >= last { return most + slope * (score - last) }
        var (low, high) = (0, scores.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if scores[middle] <= score { low = middle } else { high = middle }
        }
        let share = (score - scores[low]) / (scores[high] - scores[low])
        return milliseconds[low] + share * (milliseconds[high] - milliseconds[low])
    }
}
