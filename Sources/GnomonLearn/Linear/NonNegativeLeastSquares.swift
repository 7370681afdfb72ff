/// Least squares with coefficients that are not negative: min ‖√W (Ax − b)‖ with x ≥ 0.
///
/// The active set method of Lawson and Hanson, "Solving Least Squares Problems", 1974, chapter 23
/// (doi:10.1137/1.9781611971217), on the normal equations. Made for some dozens of columns.
public enum NonNegativeLeastSquares {
    /// The coefficients, one a column of `a`.
    ///
    /// - Throws: `LearnError` (data) for NaN, wrong counts, or when the method does not settle.
    /// - Complexity: O(rows · columns²) and O(columns³) for each change of the active set.
    public static func solve(
        _ a: Matrix, _ b: [Double], weights: [Double]? = nil
    ) throws(LearnError) -> [Double] {
        let system = try WeightedSystem(a, b, weights)
        let count = a.columns
        let (gram, moment) = system.normalEquations(
            means: [Double](repeating: 0, count: count), labelMean: 0)
        var x = [Double](repeating: 0, count: count)
        var passive: [Int] = []
        // A column that depends on those already in is of no use; it is asked again after the set changed.
        var refused: Set<Int> = []
        let tolerance = 1e-11 * (moment.map(abs).max() ?? 0)
        for _ in 0..<(30 * count + 30) {
            let gradient = (0..<count).map { i in
                (0..<count).reduce(moment[i]) { $0 - gram[i * count + $1] * x[$1] }
            }
            let open = (0..<count).filter { !passive.contains($0) && !refused.contains($0) }
            guard let entering = open.max(by: { gradient[$0] < gradient[$1] }),
                gradient[entering] > tolerance
            else { return x }
            let before = passive
            passive.append(entering)
            guard settle(&x, &passive, gram, moment) else {
                passive = before
                refused.insert(entering)
                continue
            }
            if passive.contains(entering) { refused.removeAll() } else { refused.insert(entering) }
        }
        throw LearnError(.data, "non-negative least squares did not settle; scale the columns")
    }

    /// Moves `x` to the least squares solution on the passive set, dropping what would turn negative.
    ///
    /// False, with `x` as it was, when the columns of the first set depend on each other.
    private static func settle(
        _ x: inout [Double], _ passive: inout [Int], _ gram: [Double], _ moment: [Double]
    ) -> Bool {
        let count = x.count
        while !passive.isEmpty {
            let part = passive.flatMap { i in passive.map { gram[i * count + $0] } }
            guard let solution = Cholesky.solve(part, passive.map { moment[$0] }) else { return false }
            if solution.allSatisfy({ $0 > 0 }) {
                for (place, column) in passive.enumerated() { x[column] = solution[place] }
                return true
            }
            // The longest step towards the solution that keeps every coefficient at 0 or above.
            var step = 1.0
            for (place, column) in passive.enumerated() where solution[place] <= 0 {
                let distance = x[column] - solution[place]
                step = min(step, distance > 0 ? x[column] / distance : 0)
            }
            var leaving: Set<Int> = []
            for (place, column) in passive.enumerated() {
                x[column] += step * (solution[place] - x[column])
                if solution[place] <= 0, x[column] <= 1e-15 {
                    x[column] = 0
                    leaving.insert(column)
                }
            }
            if leaving.isEmpty {
                // Rounding kept every coefficient just above 0: the most negative one leaves.
                guard let worst = passive.indices.min(by: { solution[$0] < solution[$1] }) else {
                    return true
                }
                leaving.insert(passive[worst])
                x[passive[worst]] = 0
            }
            passive.removeAll { leaving.contains($0) }
        }
        return true
    }
}
