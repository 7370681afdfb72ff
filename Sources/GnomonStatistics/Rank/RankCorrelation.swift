/// Rank correlations between two lists of the same length.
public enum RankCorrelation {
    /// Ranks from 1; equal values share the mean of their ranks.
    ///
    /// - Complexity: O(n log n).
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    /// Pearson's correlation; nil for fewer than two pairs, NaN, or a constant list.
    ///
    /// - Complexity: O(n).
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        guard x.count == y.count, x.count >= 2 else { return nil }
        let meanX = x.reduce(0, +) / Double(x.count)
        let meanY = y.reduce(0, +) / Double(y.count)
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for (a, b) in zip(x, y) {
            xy += (a - meanX) * (b - meanY)
            xx += (a - meanX) * (a - meanX)
            yy += (b - meanY) * (b - meanY)
        }
        guard xx > 0, yy > 0, xy.isFinite else { return nil }
        return min(1, max(-1, xy / (xx.squareRoot() * yy.squareRoot())))
    }

    /// Spearman's ρ: Pearson's correlation of the ranks (Spearman 1904, doi:10.2307/1412159).
    ///
    /// nil for fewer than two pairs, NaN, or a constant list.
    ///
    /// - Complexity: O(n log n).
    public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
        guard !x.contains(where: \.isNaN), !y.contains(where: \.isNaN) else { return nil }
        return pearson(ranks(x), ranks(y))
    }

    /// Kendall's τ-b: (C − D) / √((N − ties in x)·(N − ties in y)), N = n(n−1)/2 pairs, C of them in the same
    /// order and D in opposite order (Kendall 1945, doi:10.1093/biomet/33.3.239).
    ///
    /// nil for fewer than two pairs, NaN, or a constant list.
    ///
    /// - Complexity: O(n log n), after Knight 1966, doi:10.1080/01621459.1966.10480879.
    public static func kendall(_ x: [Double], _ y: [Double]) -> Double? {
        guard x.count == y.count, x.count >= 2, !x.contains(where: \.isNaN), !y.contains(where: \.isNaN)
        else { return nil }
        let order = x.indices.sorted { x[$0] != x[$1] ? x[$0] < x[$1] : y[$0] < y[$1] }
        let pairs = tied(x.count)
        let tiesX = tiedPairs(order) { x[$0] == x[$1] }
        let tiesBoth = tiedPairs(order) { x[$0] == x[$1] && y[$0] == y[$1] }
        var sortedY = order.map { y[$0] }
        let discordant = Double(inversions(&sortedY))
        let tiesY = tiedPairs(Array(sortedY.indices)) { sortedY[$0] == sortedY[$1] }
        guard pairs > tiesX, pairs > tiesY else { return nil }
        let concordant = pairs - tiesX - tiesY + tiesBoth - discordant
        let tau = (concordant - discordant) / ((pairs - tiesX).squareRoot() * (pairs - tiesY).squareRoot())
        // Rounding must not lead out of the range.
        return min(1, max(-1, tau))
    }

    /// The number of pairs among `count` items.
    private static func tied(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }

    /// The number of pairs within runs of equal neighbours.
    private static func tiedPairs(_ order: [Int], _ equal: (Int, Int) -> Bool) -> Double {
        var (total, run) = (0.0, 1)
        for place in order.indices.dropFirst() {
            if equal(order[place - 1], order[place]) {
                run += 1
            } else {
                total += tied(run)
                run = 1
            }
        }
        return total + tied(run)
    }

    /// Sorts by merging and counts the pairs that stood in the wrong order.
    private static func inversions(_ values: inout [Double]) -> Int {
        var (count, width) = (0, 1)
        var merged = values
        while width < values.count {
            for start in stride(from: 0, to: values.count, by: 2 * width) {
                let middle = min(start + width, values.count)
                let end = min(start + 2 * width, values.count)
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle, right >= end || values[left] <= values[right] {
                        merged[place] = values[left]
                        left += 1
                    } else {
                        count += middle - left
                        merged[place] = values[right]
                        right += 1
                    }
                }
            }
            swap(&values, &merged)
            width *= 2
        }
        return count
    }
}
