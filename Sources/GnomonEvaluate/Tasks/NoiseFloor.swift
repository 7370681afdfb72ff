import GnomonStatistics

/// How well the other measurements of the same network predict one: no predictor that sees the network alone can
/// be expected to do much better.
///
/// A guide and no bound: a row's fellows are few, and a model averages over many rows.
public struct NoiseFloor: Hashable, Sendable, Codable {
    /// Rows that have fellows.
    public var rows: Int
    /// Networks that were measured more than once.
    public var groups: Int
    /// The metrics of predicting each row by the median of the others.
    public var metrics: PredictionMetrics

    /// The floor of latencies whose networks are told by a key.
    ///
    /// It is nil where no network was measured twice.
    ///
    /// - Parameters:
    ///   - milliseconds: The latencies; nil where nothing was measured.
    ///   - keys: The same for rows that are the same network.
    /// - Complexity: O(n log n), and O(k²) in a network measured k times.
    public init?(_ milliseconds: [Double?], keys: [String]) {
        var members: [String: [Double]] = [:]
        for (value, key) in zip(milliseconds, keys) {
            if let value { members[key, default: []].append(value) }
        }
        var predicted: [Double] = []
        var measured: [Double] = []
        let repeated = members.filter { $0.value.count > 1 }
        for (_, values) in repeated.sorted(by: { $0.key < $1.key }) {
            let sorted = values.sorted()
            for value in sorted {
                var others = sorted
                if let place = others.firstIndex(of: value) { others.remove(at: place) }
                guard let median = Quantile.ofSorted(others, at: 0.5) else { continue }
                predicted.append(median)
                measured.append(value)
            }
        }
        guard let metrics = PredictionMetrics(predicted: predicted, measured: measured) else { return nil }
        self.metrics = metrics
        rows = measured.count
        groups = repeated.count
    }
}
