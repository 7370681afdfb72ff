import Foundation

/// Bounds on quantiles from few values, without any assumption about their distribution.
public enum OrderStatistic {
    /// The rank, from 1, of the smallest order statistic that lies above the `share` quantile with probability
    /// `confidence`; nil when even the largest of `count` values does not.
    ///
    /// The number of values below the quantile is binomial, so rank r is a bound when P(Bin(n, share) < r) is at
    /// least `confidence`. MLPerf's early stopping rests on the same bound (Reddi et al. 2020, arXiv:1911.02549).
    ///
    /// - Complexity: O(count).
    public static func boundingRank(count: Int, share: Double, confidence: Double = 0.99) -> Int? {
        guard count > 0, share > 0, share < 1, confidence > 0, confidence < 1 else { return nil }
        let (inside, outside) = (log(share), log1p(-share))
        let whole: Double = lgamma(Double(count) + 1)
        var below = 0.0
        for number in 0..<count {
            let (hits, misses) = (Double(number), Double(count - number))
            let (first, second): (Double, Double) = (lgamma(hits + 1), lgamma(misses + 1))
            below += exp(whole - first - second + hits * inside + misses * outside)
            if below >= confidence { return number + 1 }
        }
        return nil
    }
}
