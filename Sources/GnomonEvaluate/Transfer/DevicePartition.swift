import GnomonStatistics

/// Splits devices into sources and targets by how alike they rank architectures (arXiv:2403.02446, appendix).
///
/// 1. A complete graph of devices, weight −Spearman. 2. Bisection by Kernighan and Lin (1970,
/// doi:10.1002/j.1538-7305.1970.tb01770.x). 3. Between the halves weight +Spearman; while a side is too large, the device
/// with the largest sum of weights to the other side leaves. Cutting least of negated correlations keeps alike devices
/// apart; the hard pairs come from step 3.
public struct DevicePartition: Hashable, Sendable {
    /// The sides: devices by place.
    public var sources: [Int]
    /// The other side.
    public var targets: [Int]
    /// The mean correlation of a source with a target.
    public var meanCrossCorrelation: Double

    /// Splits devices; nil where the counts do not fit the table.
    ///
    /// - Parameters:
    ///   - correlation: of each device with each other, a square table.
    ///   - sources: how many are sources.
    ///   - targets: how many are targets; with the sources at most all.
    ///   - minimisesCross: whether the bisection keeps alike devices together, so that the cut correlates least.
    ///   - seed: of the halves to begin with.
    /// - Complexity: O(10 · devices³).
    public init?(
        correlation: [[Double]], sources: Int, targets: Int, minimisesCross: Bool = false, seed: UInt64 = 42
    ) {
        let count = correlation.count
        guard count >= 2, sources > 0, targets > 0, sources <= (count + 1) / 2, targets <= count / 2,
            correlation.allSatisfy({ $0.count == count })
        else { return nil }
        let sign = minimisesCross ? 1.0 : -1.0
        var halves = Self.bisection(correlation.map { row in row.map { sign * $0 } }, seed: seed)
        if halves.0.count < halves.1.count { halves = (halves.1, halves.0) }
        while halves.0.count > sources || halves.1.count > targets {
            let before = halves
            if before.0.count > sources { Self.shrink(&halves.0, before.1, correlation) }
            if before.1.count > targets { Self.shrink(&halves.1, before.0, correlation) }
        }
        self.sources = halves.0.sorted()
        self.targets = halves.1.sorted()
        let (left, right) = halves
        meanCrossCorrelation =
            left.reduce(0) { sum, a in right.reduce(sum) { $0 + correlation[a][$1] } }
            / Double(left.count * right.count)
    }

    /// Takes the device out that is most like the other side.
    private static func shrink(_ side: inout [Int], _ other: [Int], _ correlation: [[Double]]) {
        func likeness(_ a: Int) -> Double { other.reduce(0) { $0 + correlation[a][$1] } }
        guard let next = side.max(by: { (likeness($0), -$0) < (likeness($1), -$1) }) else { return }
        side.removeAll { $0 == next }
    }

    /// Two halves whose cut has a small weight, by at most ten passes of exchanges.
    static func bisection(_ weights: [[Double]], seed: UInt64) -> ([Int], [Int]) {
        let count = weights.count
        var generator = SeededGenerator(seed: seed)
        let order = (0..<count).shuffled(using: &generator)
        var isLeft = [Bool](repeating: false, count: count)
        for node in order.prefix((count + 1) / 2) { isLeft[node] = true }
        for _ in 0..<10 {
            guard improve(&isLeft, weights) else { break }
        }
        return ((0..<count).filter { isLeft[$0] }, (0..<count).filter { !isLeft[$0] })
    }

    /// One pass: exchanges the best pair again and again, then keeps the exchanges up to the best point.
    private static func improve(_ isLeft: inout [Bool], _ weights: [[Double]]) -> Bool {
        let count = weights.count
        var (trial, free) = (isLeft, Set(0..<count))
        var (exchanges, gain): ([(Int, Int)], Double) = ([], 0)
        var best = (gain: 1e-12, length: 0)
        /// External less internal cost.
        func cost(_ a: Int) -> Double {
            (0..<count).reduce(0) {
                $1 == a ? $0 : $0 + (trial[$1] == trial[a] ? -weights[a][$1] : weights[a][$1])
            }
        }
        while true {
            let costs = (0..<count).map(cost)
            var pair: (gain: Double, a: Int, b: Int)?
            for a in free.sorted() where trial[a] {
                for b in free.sorted() where !trial[b] {
                    let value = costs[a] + costs[b] - 2 * weights[a][b]
                    if value > pair?.gain ?? -.infinity { pair = (value, a, b) }
                }
            }
            guard let pair else { break }
            (trial[pair.a], trial[pair.b]) = (false, true)
            free.subtract([pair.a, pair.b])
            exchanges.append((pair.a, pair.b))
            gain += pair.gain
            if gain > best.gain { best = (gain, exchanges.count) }
        }
        for (a, b) in exchanges.prefix(best.length) { (isLeft[a], isLeft[b]) = (false, true) }
        return best.length > 0
    }
}
