/// Whether a series of times has settled.
enum SteadyState {
    /// Whether the last twenty values show no trend (Mann and Kendall's test at 0.01) and the medians of
    /// their halves differ by less than 1 %.
    ///
    /// With fewer values, slow subjects, the halves may differ by 3 %.
    ///
    /// - Complexity: O(1): at most twenty values are looked at.
    static func isReached(_ values: [Int64]) -> Bool {
        guard values.count >= 3 else { return false }
        let window = Array(values.suffix(20))
        guard window.count >= 6 else {
            guard let least = window.min(), let last = window.last else { return false }
            return Double(last) < 1.05 * Double(least)
        }
        let half = window.count / 2
        let first = median(window.prefix(half))
        let second = median(window.suffix(half))
        let tolerance = window.count == 20 ? 0.01 : 0.03
        return abs(first - second) <= tolerance * min(first, second) && !hasTrend(window)
    }

    private static func median(_ values: ArraySlice<Int64>) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
    }

    /// Mann and Kendall's test, two-sided at the level 0.01, in the normal approximation.
    static func hasTrend(_ values: [Int64]) -> Bool {
        var score = 0
        for later in values.indices {
            for earlier in 0..<later { score += (values[later] - values[earlier]).signum().asInt }
        }
        let n = Double(values.count)
        let variance = n * (n - 1) * (2 * n + 5) / 18
        return Double(max(0, abs(score) - 1)) > 2.576 * variance.squareRoot()
    }
}

extension Int64 {
    fileprivate var asInt: Int { Int(self) }
}
