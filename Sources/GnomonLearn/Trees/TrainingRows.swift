/// Features with labels and weights, checked and in an order that does not depend on how they came.
///
/// Sampling in the library goes by row number: without an order of our own, the same rows shuffled would grow
/// other trees.
struct TrainingRows {
    let features: Matrix
    let labels: [Double]
    let weights: [Double]?

    init(_ features: Matrix, _ labels: [Double], _ weights: [Double]?, _ what: String) throws(LearnError) {
        guard features.rows > 0, features.columns > 0 else {
            throw LearnError(.data, "\(what): there are no rows or no columns")
        }
        guard labels.count == features.rows, (weights?.count ?? features.rows) == features.rows else {
            throw LearnError(
                .data,
                "\(what): \(features.rows) rows, \(labels.count) labels, \(weights?.count ?? 0) weights")
        }
        try features.requireFinite()
        // The library stores labels as Float32, so one beyond its range would become infinite there.
        if let bad = labels.firstIndex(where: { !Float($0).isFinite }) {
            throw LearnError(.data, "\(what): label \(bad) is \(labels[bad])")
        }
        if let weights {
            if let bad = weights.firstIndex(where: { !Float($0).isFinite || $0 < 0 }) {
                throw LearnError(.data, "\(what): weight \(bad) is \(weights[bad])")
            }
            guard weights.contains(where: { $0 > 0 }) else {
                throw LearnError(.data, "\(what): every weight is 0")
            }
        }
        let order = Self.order(features, labels, weights)
        self.features = features.selecting(rows: order)
        self.labels = order.map { labels[$0] }
        self.weights = weights.map { weights in order.map { weights[$0] } }
    }

    /// Row numbers by features, then label, then weight.
    ///
    /// Rows equal in all three are interchangeable.
    private static func order(_ features: Matrix, _ labels: [Double], _ weights: [Double]?) -> [Int] {
        let columns = features.columns
        return features.values.withUnsafeBufferPointer { values in
            (0..<features.rows).sorted { first, second in
                for column in 0..<columns {
                    let left = values[first * columns + column]
                    let right = values[second * columns + column]
                    if left != right { return left < right }
                }
                if labels[first] != labels[second] { return labels[first] < labels[second] }
                guard let weights else { return false }
                return weights[first] < weights[second]
            }
        }
    }
}
