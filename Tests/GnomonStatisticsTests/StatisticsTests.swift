import GnomonStatistics
import Testing

func close(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance * max(1, abs(b))
}

// Expected numbers were computed with SciPy 1.17 and NumPy.

@Suite("Quantiles")
struct QuantileTests {
    let values: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]

    @Test(
        "Quantiles are linear between order statistics",
        arguments: [(0, 1), (0.1, 1), (0.25, 1.75), (0.5, 3.5), (0.9, 6.9), (1, 9)])
    func typeSeven(share: Double, expected: Double) {
        #expect(close(Quantile.of(values, at: share), expected))
    }

    @Test("There is no quantile of nothing, of NaN or outside 0 to 1")
    func none() {
        #expect(Quantile.median([]) == nil)
        #expect(Quantile.median([1, .nan]) == nil)
        #expect(Quantile.of(values, at: 1.1) == nil)
        #expect(Quantile.of(values, at: .nan) == nil)
    }

    @Test("The median absolute deviation ignores one outlier")
    func deviation() {
        #expect(Quantile.medianAbsoluteDeviation([1, 2, 3, 4, 1000]) == 1)
    }

    @Test("A weighted median agrees with repeating values")
    func weighted() {
        #expect(Quantile.weightedMedian([1, 2, 3], weights: [1, 1, 5]) == 3)
        #expect(Quantile.weightedMedian([4, 1, 2, 3], weights: [1, 1, 1, 1]) == 2.5)
        #expect(Quantile.weightedMedian([1, 2, 9], weights: [1, 0, 1]) == 5)
        #expect(Quantile.weightedMedian([1, 2], weights: [0, 0]) == nil)
        #expect(Quantile.weightedMedian([1, 2], weights: [-1, 2]) == nil)
    }

    @Test("A conformal bound takes the rank ceil((n+1)·level), or infinity")
    func conformal() {
        let scores = (1...9).map(Double.init)
        #expect(Quantile.conformal(scores.reversed(), level: 0.9) == 9)
        #expect(Quantile.conformal(scores, level: 0.5) == 5)
        #expect(Quantile.conformal(scores, level: 0.95) == .infinity)
        #expect(Quantile.conformal([], level: 0.5) == .infinity)
        #expect(Quantile.conformal(scores, level: 1) == nil)
    }

    @Test("A conformal bound covers new cases as often as it says")
    func coverage() throws {
        var generator = SeededGenerator(seed: 7)
        var covered = 0
        for _ in 0..<2_000 {
            let bound = try #require(
                Quantile.conformal((0..<39).map { _ in generator.uniform() }, level: 0.9))
            if generator.uniform() <= bound { covered += 1 }
        }
        #expect((1_760...1_840).contains(covered))
    }
}

@Suite("Error summary")
struct ErrorSummaryTests {
    @Test("Errors are relative to what was measured, and shares include the border")
    func summary() throws {
        let summary = try #require(
            ErrorSummary(predicted: [1.1, 0.95, 2, 1.5], measured: [1, 1, 2, 1]))
        #expect(summary.count == 4)
        #expect(close(summary.mape, 0.1625))
        #expect(close(summary.rmspe, (0.2625 / 4).squareRoot()))
        #expect(close(summary.worst, 0.5))
        #expect(summary.worstIndex == 3)
        #expect(summary.within5 == 0.5)
        #expect(summary.within10 == 0.75)
        #expect(summary.within20 == 0.75)
        #expect(close(summary.bias, 0.05))
    }

    @Test("The worst error keeps its sign")
    func sign() {
        #expect(ErrorSummary(predicted: [0.5, 1.2], measured: [1, 1])?.worst == -0.5)
    }

    @Test("There is no summary of nothing, of zero latencies or of NaN")
    func none() {
        #expect(ErrorSummary(predicted: [], measured: []) == nil)
        #expect(ErrorSummary(predicted: [1], measured: [0]) == nil)
        #expect(ErrorSummary(predicted: [.nan], measured: [1]) == nil)
        #expect(ErrorSummary(predicted: [1], measured: [1, 2]) == nil)
    }
}

@Suite("Rank correlation")
struct RankCorrelationTests {
    @Test("Spearman and Kendall agree with SciPy, ties included")
    func reference() {
        let x: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
        let y: [Double] = [2, 7, 1, 8, 2, 8, 1, 8]
        #expect(close(RankCorrelation.spearman(x, y), 0.19885368120992467))
        #expect(close(RankCorrelation.kendall(x, y), 0.16051447078102563))
        let a = [0.5, 1.5, 2.5, 2.4, 9, -1, 3]
        let b = [1, 2, 3, 3.5, 5, 0, 3]
        #expect(close(RankCorrelation.spearman(a, b), 0.8829187134416479))
        #expect(close(RankCorrelation.kendall(a, b), 0.7807200583588265))
    }

    @Test("Orders that agree give 1, opposite ones −1, constants nothing")
    func ends() {
        #expect(RankCorrelation.kendall([1, 2, 3], [2, 4, 9]) == 1)
        #expect(RankCorrelation.kendall([1, 2, 3], [9, 4, 2]) == -1)
        #expect(close(RankCorrelation.spearman([1, 2, 3], [9, 4, 2]), -1))
        #expect(RankCorrelation.kendall([1, 1], [1, 2]) == nil)
        #expect(RankCorrelation.spearman([1, 1], [1, 2]) == nil)
        #expect(RankCorrelation.spearman([1], [1]) == nil)
        #expect(RankCorrelation.spearman([1, .nan], [1, 2]) == nil)
    }

    @Test("Kendall agrees with counting all pairs")
    func bruteForce() throws {
        var generator = SeededGenerator(seed: 3)
        for count in 2...40 {
            let x = (0..<count).map { _ in Double(Int.random(in: 0..<9, using: &generator)) }
            let y = (0..<count).map { _ in Double(Int.random(in: 0..<9, using: &generator)) }
            var (score, pairsX, pairsY) = (0.0, 0.0, 0.0)
            for i in 0..<count {
                for j in 0..<i {
                    let (dx, dy) = (x[i] - x[j], y[i] - y[j])
                    score += dx * dy > 0 ? 1 : dx * dy < 0 ? -1 : 0
                    if dx != 0 { pairsX += 1 }
                    if dy != 0 { pairsY += 1 }
                }
            }
            guard pairsX > 0, pairsY > 0 else { continue }
            #expect(close(RankCorrelation.kendall(x, y), score / (pairsX * pairsY).squareRoot()))
        }
    }
}

@Suite("Inference")
struct InferenceTests {
    @Test(
        "Student's t quantiles agree with SciPy",
        arguments: [
            (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 5, 2.5705818356363146),
            (0.975, 30, 2.0422724563012378), (0.95, 10, 1.8124611228116756), (0.995, 3, 5.840909309733355),
            (0.6, 4, 0.2707222947075976), (0.025, 7, -2.3646242515927844), (0.9, 2.5, 1.7302509288071766),
            (0.9999, 8, 6.441999821020496), (0.975, 1e6, 1.959966356814107),
        ])
    func student(p: Double, degrees: Double, expected: Double) {
        #expect(close(StudentT.quantile(p, degrees: degrees), expected, 1e-8))
    }

    @Test("A t quantile needs a probability and degrees of freedom")
    func studentEdges() {
        #expect(StudentT.quantile(0, degrees: 3) == nil)
        #expect(StudentT.quantile(0.5, degrees: 3) == 0)
        #expect(StudentT.quantile(0.9, degrees: 0) == nil)
        #expect(StudentT.cumulative(.infinity, degrees: 3) == 1)
    }

    @Test("Mann-Kendall sees a rise, ties included, and no trend in noise")
    func trend() throws {
        let rising = try #require(MannKendall([1, 2, 2, 3, 5, 4, 6, 7, 7, 9]))
        #expect(rising.statistic == 41)
        #expect(rising.variance == 123)
        #expect(close(rising.pValue, 0.0003101414891824452, 1e-10))
        let noise = try #require(MannKendall([5, 3, 4, 1, 2, 6, 2, 3]))
        #expect(close(noise.z, -0.37696851746252596))
        #expect(close(noise.pValue, 0.7061970013354243, 1e-10))
        #expect(MannKendall([4, 4, 4, 4])?.pValue == 1)
        #expect(MannKendall([1, 2]) == nil)
    }

    @Test("A bootstrap interval holds the mean, repeats with its seed, and needs values")
    func bootstrap() throws {
        let values = (1...50).map(Double.init)
        func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
        let first = try #require(Bootstrap.interval(values, seed: 5, statistic: mean))
        #expect(first.contains(25.5))
        // The normal interval is 25.5 ± 1.96 · 14.43 / √50 = ±4.0.
        #expect(close(first.lowerBound, 21.5, 0.03))
        #expect(close(first.upperBound, 29.5, 0.03))
        #expect(first == Bootstrap.interval(values, seed: 5, statistic: mean))
        #expect(Bootstrap.interval([Double](), statistic: mean) == nil)
    }
}
