import Foundation
import GnomonStatistics
import Testing

@Suite("Statistics of nested and of few samples")
struct NestedStatisticsTests {
    @Test("The smallest numbers of samples that bound p99, p90 and the median with 99 % confidence")
    func smallest() {
        // 0.99^459 < 0.01 < 0.99^458, 0.9^44 < 0.01 < 0.9^43, 0.5^7 < 0.01 < 0.5^6.
        for (share, count) in [(0.99, 459), (0.9, 44), (0.5, 7)] {
            #expect(OrderStatistic.boundingRank(count: count, share: share) == count)
            #expect(OrderStatistic.boundingRank(count: count - 1, share: share) == nil)
        }
        #expect(OrderStatistic.boundingRank(count: 0, share: 0.5) == nil)
        #expect(OrderStatistic.boundingRank(count: 5, share: 1) == nil)
    }

    @Test("A bounding order statistic lies above the quantile as often as it says")
    func orderStatistic() throws {
        let rank = try #require(OrderStatistic.boundingRank(count: 100, share: 0.9))
        var generator = SeededGenerator(seed: 1)
        let above = (0..<2000).count { _ in
            (0..<100).map { _ in generator.uniform() }.sorted()[rank - 1] >= 0.9
        }
        #expect(above >= 1960)
        #expect(rank < 100)
    }

    @Test("A change of level is found where it is; noise and an outlier are no change")
    func changePoint() throws {
        var generator = SeededGenerator(seed: 2)
        let noise = (0..<200).map { _ in 100 + generator.uniform() }
        #expect(ChangePoint(noise, minimum: 0.02) == nil)
        let step = noise.enumerated().map { $0 < 80 ? $1 : $1 * 1.05 }
        let found = try #require(ChangePoint(step, minimum: 0.02))
        #expect(abs(found.position - 80) <= 5)
        #expect(found.after / found.before > 1.04)
        #expect(ChangePoint(step, minimum: 0.1) == nil)
        var outlier = noise
        outlier[100] = 1e9
        #expect(ChangePoint(outlier, minimum: 0.02) == nil)
        #expect(ChangePoint([1, 2, 3], minimum: 0) == nil)
    }

    @Test("Non-negative least squares agrees with a search over a grid", arguments: 0..<12)
    func nonNegative(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let truth = [generator.uniform() - 0.3, generator.uniform() - 0.3, generator.uniform()]
        let rows = (0..<30).map { _ in (0..<3).map { _ in generator.uniform() } }
        let targets = rows.map { row in
            zip(row, truth).reduce(0) { $0 + $1.0 * $1.1 } + 0.05 * generator.uniform()
        }
        func loss(_ beta: [Double]) -> Double {
            zip(rows, targets).reduce(0) { sum, item in
                let error = item.1 - zip(item.0, beta).reduce(0) { $0 + $1.0 * $1.1 }
                return sum + error * error
            }
        }
        let found = NonNegativeLeastSquares.solve(rows, targets, maximumSum: 1)
        #expect(found.allSatisfy { $0 >= 0 } && found.reduce(0, +) <= 1 + 1e-9)
        var best = Double.infinity
        for a in 0...20 {
            for b in 0...(20 - a) {
                for c in 0...(20 - a - b) {
                    best = min(best, loss([Double(a) / 20, Double(b) / 20, Double(c) / 20]))
                }
            }
        }
        #expect(loss(found) <= best + 1e-9)
    }

    @Test("Nothing to fit gives zeros")
    func nothing() {
        #expect(NonNegativeLeastSquares.solve([], []) == [])
        #expect(NonNegativeLeastSquares.solve([[0, 0]], [1]) == [0, 0])
        #expect(NonNegativeLeastSquares.solve([[1], [1]], [-1, -2]) == [0])
    }

    /// Launches with a standard deviation of 2 % between them and 0.5 % within.
    private func launches(_ count: Int, _ generator: inout SeededGenerator) -> [[[Double]]] {
        (0..<count).map { _ in
            let effect = exp(0.02 * ((0..<12).reduce(-6.0) { sum, _ in sum + generator.uniform() }))
            return (0..<5).map { _ in (0..<8).map { _ in effect * (1 + 0.01 * generator.uniform()) } }
        }
    }

    @Test("Drawing launches too gives wider intervals than drawing samples alone, the same for the same seed")
    func bootstrap() throws {
        var generator = SeededGenerator(seed: 3)
        let data = launches(8, &generator)
        let bootstrap = HierarchicalBootstrap(data)
        let nested = try #require(bootstrap.interval(draws: 300, seed: 4))
        #expect(nested == bootstrap.interval(draws: 300, seed: 4))
        #expect(nested != bootstrap.interval(draws: 300, seed: 5))
        let flat = try #require(
            Bootstrap.interval(data.flatMap { $0.flatMap { $0 } }, draws: 300, seed: 4) {
                Quantile.median($0) ?? .nan
            })
        #expect(nested.upperBound - nested.lowerBound > log(flat.upperBound / flat.lowerBound))
        #expect(HierarchicalBootstrap([data[0]]).interval() == nil)
        #expect(HierarchicalBootstrap([[[]], []]).interval() == nil)
    }
}
