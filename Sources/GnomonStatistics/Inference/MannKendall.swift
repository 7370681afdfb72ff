import Foundation

/// The Mann-Kendall test, whether a series rises or falls.
///
/// S = Σ_{i<j} sign(xⱼ − xᵢ), with variance (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values;
/// z = (S ∓ 1)/√variance (Mann 1945, doi:10.2307/1907187; Kendall 1975, "Rank Correlation Methods").
public struct MannKendall: Hashable, Sendable {
    /// S: pairs that rise less pairs that fall.
    public let statistic: Double
    /// The variance of S when there is no trend.
    public let variance: Double
    /// The standardised statistic, with a correction for continuity.
    public let z: Double
    /// The two-sided p value by the normal approximation, fair from about 10 values on.
    public let pValue: Double

    /// Tests a series; nil for fewer than three values or a NaN.
    ///
    /// - Complexity: O(n²).
    public init?(_ series: [Double]) {
        guard series.count >= 3, !series.contains(where: \.isNaN) else { return nil }
        var sum = 0
        for (place, late) in series.enumerated() {
            for early in series[..<place] { sum += late > early ? 1 : late < early ? -1 : 0 }
        }
        func term(_ count: Int) -> Double {
            Double(count) * Double(count - 1) * Double(2 * count + 5)
        }
        let groups = Dictionary(grouping: series, by: { $0 == 0 ? 0 : $0 }).values
        let spread = (term(series.count) - groups.reduce(0) { $0 + term($1.count) }) / 18
        statistic = Double(sum)
        variance = spread
        z = sum == 0 || spread <= 0 ? 0 : Double(sum - sum.signum()) / spread.squareRoot()
        pValue = erfc(abs(z) / 2.0.squareRoot())
    }
}
