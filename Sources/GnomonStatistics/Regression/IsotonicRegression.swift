/// Regression by a function that never falls.
public enum IsotonicRegression {
    /// The knots of the rising function with the least squares: x and y of both grow from knot to knot.
    ///
    /// Values that stand against the order are pooled; a knot is the mean of a pool, in both axes (Ayer and others 1955,
    /// doi:10.1214/aoms/1177728423). Values with the same x are pooled first, and pools of equal height too.
    ///
    /// - Complexity: O(n log n).
    public static func knots(_ x: [Double], _ y: [Double]) -> [(x: Double, y: Double)] {
        guard x.count == y.count else { return [] }
        var pools: [(x: Double, y: Double, weight: Double, last: Double)] = []
        for place in x.indices.sorted(by: { x[$0] < x[$1] }) {
            var pool = (x: x[place], y: y[place], weight: 1.0, last: x[place])
            while let before = pools.last, before.y >= pool.y || before.last == x[place] {
                let weight = before.weight + pool.weight
                pool.x = (before.x * before.weight + pool.x * pool.weight) / weight
                pool.y = (before.y * before.weight + pool.y * pool.weight) / weight
                pool.weight = weight
                pools.removeLast()
            }
            pools.append(pool)
        }
        return pools.map { ($0.x, $0.y) }
    }
}
