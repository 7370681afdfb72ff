import Foundation

/// Student's t distribution.
public enum StudentT {
    /// The probability of a value up to `t` with `degrees` > 0 degrees of freedom.
    ///
    /// 1 − I(ν/(ν+t²); ν/2, 1/2)/2 for t ≥ 0 (DLMF 8.17; Abramowitz and Stegun 26.7.1).
    public static func cumulative(_ t: Double, degrees: Double) -> Double {
        guard degrees > 0, !t.isNaN else { return .nan }
        if t.isInfinite { return t < 0 ? 0 : 1 }
        let tail = IncompleteBeta.value(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        return t < 0 ? tail : 1 - tail
    }

    /// The value that is not exceeded with probability `p`; nil outside 0 < p < 1 or without degrees of freedom.
    ///
    /// By bisection on the tail, to the last few bits.
    public static func quantile(_ p: Double, degrees: Double) -> Double? {
        guard p > 0, p < 1, degrees > 0 else { return nil }
        if p == 0.5 { return 0 }
        // In the lower tail small probabilities keep their accuracy.
        let tail = min(p, 1 - p)
        var low = -1.0
        while cumulative(low, degrees: degrees) > tail, low > -1e300 { low *= 2 }
        var high = 0.0
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if middle == low || middle == high { break }
            if cumulative(middle, degrees: degrees) < tail { low = middle } else { high = middle }
        }
        let value = low + (high - low) / 2
        return p < 0.5 ? value : -value
    }
}

/// The regularised incomplete beta function I(x; a, b) (DLMF 8.17.22, its continued fraction, by Lentz's method).
enum IncompleteBeta {
    static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast on one side only.
        if x > (a + 1) / (a + b + 2) { return 1 - front(1 - x, b, a) * fraction(1 - x, b, a) }
        return front(x, a, b) * fraction(x, a, b)
    }

    private static func front(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let logarithm = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
        return exp(logarithm) / a
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / guarded(1 - (a + b) * x / (a + 1))
        var result = d
        for m in 1...10_000 {
            let k = Double(m)
            let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
            d = 1 / guarded(1 + even * d)
            c = guarded(1 + even / c)
            result *= d * c
            let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
            d = 1 / guarded(1 + odd * d)
            c = guarded(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }
}
