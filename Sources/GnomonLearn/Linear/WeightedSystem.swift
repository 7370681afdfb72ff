/// A checked system of weighted linear equations, and its normal equations.
struct WeightedSystem {
    let a: Matrix
    let b: [Double]
    let weights: [Double]

    init(_ a: Matrix, _ b: [Double], _ weights: [Double]?) throws(LearnError) {
        guard a.rows > 0, a.columns > 0 else { throw LearnError(.data, "there are no rows or no columns") }
        let weights = weights ?? [Double](repeating: 1, count: a.rows)
        guard b.count == a.rows, weights.count == a.rows else {
            throw LearnError(.data, "\(a.rows) rows, \(b.count) labels, \(weights.count) weights")
        }
        try a.requireFinite()
        guard b.allSatisfy(\.isFinite) else { throw LearnError(.data, "a label is not a finite number") }
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }), weights.contains(where: { $0 > 0 }) else {
            throw LearnError(.data, "weights must be finite, not negative and not all 0")
        }
        self.a = a
        self.b = b
        self.weights = weights
    }

    /// AᵀWA (row-major) and AᵀWb, after the means are taken off.
    func normalEquations(means: [Double], labelMean: Double) -> (gram: [Double], moment: [Double]) {
        let count = a.columns
        var gram = [Double](repeating: 0, count: count * count)
        var moment = [Double](repeating: 0, count: count)
        var row = [Double](repeating: 0, count: count)
        for index in 0..<a.rows where weights[index] > 0 {
            for column in 0..<count { row[column] = a[index, column] - means[column] }
            let label = b[index] - labelMean
            for i in 0..<count where row[i] != 0 {
                let scaled = weights[index] * row[i]
                moment[i] += scaled * label
                for j in 0...i { gram[i * count + j] += scaled * row[j] }
            }
        }
        for i in 0..<count { for j in 0..<i { gram[j * count + i] = gram[i * count + j] } }
        return (gram, moment)
    }
}
