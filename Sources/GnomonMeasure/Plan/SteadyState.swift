import GnomonStatistics

/// Whether a series of times has settled.
struct SteadyState {
    /// The last values, and the last ones nothing disturbed.
    private var all: [Double] = []
    private var clean: [Double] = []

    /// A series.
    init(_ values: [Double] = []) { for value in values { add(value, isClean: true) } }

    /// Adds a value.
    mutating func add(_ value: Double, isClean: Bool) {
        all.append(value)
        if isClean { clean.append(value) }
        if all.count > 40 { all.removeFirst(20) }
        if clean.count > 40 { clean.removeFirst(20) }
    }

    /// Whether the last twenty values show no trend (Mann and Kendall's test at 0.01) and the medians of
    /// their halves differ by less than 1 %.
    ///
    /// Disturbed values are looked at only where others are too few: a busy machine has no steady state, a subject
    /// on it has. With fewer values, slow subjects, the halves may differ by 3 %.
    ///
    /// - Complexity: O(1): at most twenty values are looked at.
    var isReached: Bool {
        let window = Array((clean.count >= 20 || clean.count * 2 >= all.count ? clean : all).suffix(20))
        guard window.count >= 3 else { return false }
        guard window.count >= 6 else {
            guard let least = window.min(), let last = window.last else { return false }
            return last < 1.05 * least
        }
        let half = window.count / 2
        guard let first = Quantile.median(Array(window.prefix(half))),
            let second = Quantile.median(Array(window.suffix(half))), let test = MannKendall(window)
        else { return false }
        let tolerance = window.count == 20 ? 0.01 : 0.03
        return abs(first - second) <= tolerance * min(first, second) && test.pValue >= 0.01
    }
}
