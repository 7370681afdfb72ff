import GnomonSearch
import GnomonStatistics
import Testing

@Suite("Pareto fronts and choices under a limit")
struct ParetoFrontTests {
    @Test("The front has exactly the points that no other beats")
    func front() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let x = (0..<40).map { _ in (generator.uniform() * 8).rounded() }
            let y = (0..<40).map { _ in (generator.uniform() * 8).rounded() }
            let members = ParetoFront(milliseconds: x, quality: y).members
            for place in x.indices {
                let beaten = x.indices.contains { other in
                    x[other] <= x[place] && y[other] >= y[place]
                        && (x[other] < x[place] || y[other] > y[place])
                }
                let isFirst = !x.indices.prefix(place).contains { x[$0] == x[place] && y[$0] == y[place] }
                #expect(members.contains(place) == (!beaten && isFirst))
            }
        }
    }

    @Test("The area of a front is that of its steps")
    func area() {
        let area = ParetoFront.hypervolume(
            milliseconds: [1, 2, 3, 2.5], quality: [1, 3, 4, 0], slowest: 5, worst: 0)
        // 4·1 + 3·2 + 2·1.
        #expect(area == 12)
    }

    @Test("Perfect predictions cover the whole front, predictions upside down less")
    func ratio() {
        var generator = SeededGenerator(seed: 9)
        let measured = (0..<200).map { _ in 1 + generator.uniform() }
        let quality = measured.map { $0 * 2 + generator.uniform() }
        #expect(ParetoFront.hypervolumeRatio(predicted: measured, measured: measured, quality: quality) == 1)
        let reversed = measured.map { -$0 }
        #expect(
            ParetoFront.hypervolumeRatio(predicted: reversed, measured: measured, quality: quality) < 0.9)
    }

    @Test("A choice from a ranked list looks at the first three that seem fast enough")
    func list() {
        let choice = LimitedChoice(
            limit: 10, ranked: [3, 0, 1, 2, 4], predicted: [9, 12, 9, 8, 7], measured: [11, 9, 9, 8, 7],
            quality: [5, 9, 4, 3, 8])
        // 3, 0 and 2 seem fast enough; 0 is the best of them and too slow in truth.
        #expect(choice.chosen == 0)
        #expect(choice.isViolated())
        #expect(!choice.isViolated(tolerance: 1))
        #expect(choice.bestQuality == 9)
        #expect(choice.regret == 4)
    }

    @Test("Nothing that seems fast enough is no violation")
    func none() {
        let choice = LimitedChoice(limit: 1, predicted: [2, 3], measured: [0.5, 3], quality: [1, 2])
        #expect(choice.chosen == nil)
        #expect(!choice.isViolated())
        #expect(choice.regret == 1)
    }
}
