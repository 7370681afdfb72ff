import GnomonStatistics
import Testing

@testable import GnomonPredict

@Suite("Pairs that are ranked")
struct RankingPairsTests {
    @Test("Few rows give all pairs that differ, the slower first")
    func all() {
        var generator = SeededGenerator(seed: 1)
        let pairs = RankingPairs([0.2, 0.9, 0.2, 0.5], most: 16, using: &generator)
        #expect(pairs.slower == [1, 3, 1, 1, 3] && pairs.faster == [0, 0, 2, 3, 2])
        #expect(RankingPairs([1, 1, 1], most: 12, using: &generator).slower.isEmpty)
        #expect(RankingPairs([], most: 4, using: &generator).slower.isEmpty)
        #expect(RankingPairs([1], most: 4, using: &generator).slower.isEmpty)
    }

    @Test("Many rows give so many different pairs, none of them alike, across devices too")
    func many() {
        // Rows 0 to 63 are of one device, the others of another; every label is there twice.
        let labels = (0..<128).map { Double($0 / 2 % 40) / 40 }
        var generator = SeededGenerator(seed: 3)
        let pairs = RankingPairs(labels, most: 512, using: &generator)
        #expect(pairs.slower.count == 512 && pairs.faster.count == 512)
        let both = zip(pairs.slower, pairs.faster)
        #expect(both.allSatisfy { labels[$0] > labels[$1] })
        #expect(Set(both.map { [$0, $1] }).count == 512)
        let crossing = both.count { ($0 < 64) != ($1 < 64) }
        // Nearly half of all pairs cross.
        #expect((180...330).contains(crossing))
        var again = SeededGenerator(seed: 3)
        #expect(RankingPairs(labels, most: 512, using: &again).slower == pairs.slower)
    }

    @Test("Labels that are mostly alike end the draw all the same")
    func mostlyAlike() {
        var labels = [Double](repeating: 1, count: 100)
        labels[7] = 2
        var generator = SeededGenerator(seed: 3)
        let pairs = RankingPairs(labels, most: 90, using: &generator)
        #expect(pairs.slower == [Int](repeating: 7, count: 90) && Set(pairs.faster).count == 90)
    }
}

@Suite("Milliseconds of scores")
struct ScoreScaleTests {
    @Test("The curve rises through pooled samples, and beyond them, and stays above 0")
    func rises() {
        let scale = ScoreScale(scores: [0, 1, 2, 3, 4], milliseconds: [1, 3, 2, 6, 6])
        #expect(abs(scale(0) - 1) < 1e-12)
        // Samples 1 and 2 stand against the order: their mean is at their middle. So do 3 and 4.
        #expect(abs(scale(1.5) - 2.5) < 1e-12)
        #expect(abs(scale(3.5) - 6) < 1e-12)
        #expect(abs(scale(2.5) - 4.25) < 1e-12)
        let values = stride(from: -30.0, to: 30, by: 0.25).map(scale.callAsFunction)
        #expect(values.allSatisfy { $0 > 0 && $0.isFinite })
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("Samples in the wrong order still give an order")
    func falling() {
        let scale = ScoreScale(scores: [0, 1, 2], milliseconds: [3, 2, 1])
        #expect(scale(0) < scale(1) && scale(1) < scale(2))
        #expect(abs(scale(1) - 2) < 1e-12)
    }
}
