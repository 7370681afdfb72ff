import GnomonEvaluate
import GnomonStatistics
import Testing

@Suite("Samplers and splits of devices")
struct SamplerTests {
    /// Four groups of points far apart.
    func groups() -> [[Double]] {
        var generator = SeededGenerator(seed: 4)
        return (0..<80).map { place in
            let corner = [[10, 0], [0, 10], [-10, 0], [0, -10.0]][place % 4]
            return corner.map { $0 + generator.uniform() }
        }
    }

    @Test("Clusters are the groups that are there, and too few points have none")
    func kmeans() throws {
        let found = try #require(KMeans(groups(), clusters: 4, seed: 1))
        for place in 0..<80 { #expect(found.assignment[place] == found.assignment[place % 4]) }
        #expect(Set(found.assignment).count == 4)
        #expect(KMeans([[1, 1], [1, 1]], clusters: 2, seed: 0) == nil)
        #expect(KMeans([[1, 1]], clusters: 2, seed: 0) == nil)
    }

    @Test(
        "Every sampler chooses different places, the same for the same seed",
        arguments: ArchitectureSampler.allCases.filter { $0 != .predictor })
    func samplers(sampler: ArchitectureSampler) throws {
        let points = groups()
        let view = ArchitectureSampler.View(
            encodings: points, parameters: points.map { $0[0] }, milliseconds: points.map { $0[1] })
        let chosen = try #require(sampler.choose(8, view, seed: 2))
        #expect(chosen.count == 8 && Set(chosen).count == 8)
        #expect(chosen == sampler.choose(8, view, seed: 2))
        #expect(chosen.allSatisfy { points.indices.contains($0) })
    }

    @Test("Buckets take one of each part of the order, clusters one of each group")
    func spread() throws {
        let points = groups()
        let view = ArchitectureSampler.View(encodings: points, parameters: (0..<80).map(Double.init))
        let buckets = try #require(ArchitectureSampler.parameters.choose(8, view, seed: 1))
        #expect(buckets.map { $0 / 10 } == Array(0..<8))
        let clusters = try #require(ArchitectureSampler.kmeans.choose(4, view, seed: 1))
        #expect(Set(clusters.map { $0 % 4 }).count == 4)
        #expect(ArchitectureSampler.latencyOracle.choose(4, view, seed: 1) == nil)
        #expect(ArchitectureSampler.predictor.choose(4, view, seed: 1) == nil)
    }

    /// Two groups of devices that are alike within.
    func correlation(_ count: Int) -> [[Double]] {
        func value(_ a: Int, _ b: Int) -> Double {
            if a == b { return 1 }
            return a % 2 == b % 2 ? 0.9 + 0.001 * Double(a + b) : 0.2
        }
        return (0..<count).map { a in (0..<count).map { value(a, $0) } }
    }

    @Test("Keeping alike devices together finds the two groups; the published way mixes them")
    func partition() throws {
        let table = correlation(12)
        let apart = try #require(
            DevicePartition(correlation: table, sources: 6, targets: 6, minimisesCross: true))
        #expect(Set(apart.sources.map { $0 % 2 }).count == 1)
        #expect(abs(apart.meanCrossCorrelation - 0.2) < 1e-12)
        let mixed = try #require(DevicePartition(correlation: table, sources: 6, targets: 6))
        #expect(Set(mixed.sources.map { $0 % 2 }).count == 2)
        #expect(mixed.meanCrossCorrelation > 0.4)
    }

    @Test("The bisection is as good as the best of all, for few devices")
    func optimum() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<10 {
            var table = [[Double]](repeating: [Double](repeating: 1, count: 8), count: 8)
            for a in 0..<8 {
                for b in 0..<a { (table[a][b], table[b][a]) = { ($0, $0) }(generator.uniform()) }
            }
            let found = try (0..<4).map { seed in
                try #require(
                    DevicePartition(correlation: table, sources: 4, targets: 4, seed: seed)
                ).meanCrossCorrelation
            }
            var best = -1.0
            for set in 0..<256 where set.nonzeroBitCount == 4 {
                let (left, right) = (
                    (0..<8).filter { set >> $0 & 1 == 1 }, (0..<8).filter { set >> $0 & 1 == 0 }
                )
                best = max(best, left.reduce(0) { sum, a in right.reduce(sum) { $0 + table[a][$1] } } / 16)
            }
            #expect((found.max() ?? 0) > best - 0.02)
        }
    }

    @Test("Sides shrink to what is asked for, the most alike leaving first; impossible counts have no answer")
    func shrinking() throws {
        let split = try #require(DevicePartition(correlation: correlation(13), sources: 4, targets: 2))
        #expect(split.sources.count == 4 && split.targets.count == 2)
        #expect(Set(split.sources).isDisjoint(with: split.targets))
        #expect(DevicePartition(correlation: correlation(6), sources: 4, targets: 3) == nil)
        #expect(DevicePartition(correlation: [[1]], sources: 1, targets: 1) == nil)
    }
}
