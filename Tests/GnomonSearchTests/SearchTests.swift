import GnomonSearch
import GnomonSpaces
import Testing

@Suite("Search for architectures")
struct SearchTests {
    /// NAS-Bench-201 where a 3x3 costs 3, a 1x1 or a pooling 1, and quality is what it costs, most of all at the end.
    func problem(limit: Double) -> SearchProblem {
        SearchProblem(space: NASBench201(), limit: limit) { architecture in
            let costs = architecture.genes.map { [0, 0, 1, 3, 1.0][$0] }
            let quality = costs.enumerated().reduce(0) { $0 + $1.element * Double($1.offset + 1) }
            return .init(milliseconds: costs.reduce(0, +), quality: quality)
        }
    }

    @Test("No search returns what is over the limit, and each counts what it looked at")
    func limits() throws {
        for limit in [4, 7, 10] as [Double] {
            let problem = problem(limit: limit)
            var population = PopulationSearch()
            (population.population, population.generations) = (20, 5)
            for result in [
                RandomSearch(evaluations: 500).run(problem, seed: 1),
                RegularisedEvolution().run(problem, seed: 1),
                population.run(problem, seed: 1),
            ] {
                let best = try #require(result.best)
                #expect(best.estimate.milliseconds <= limit)
                #expect(result.trace.count == result.evaluations - result.rejected)
                #expect(zip(result.trace, result.trace.dropFirst()).allSatisfy { $0 <= $1 })
                #expect(result.trace.last == best.estimate.quality)
            }
        }
    }

    @Test("Where good parts add up, evolution finds nearly all of them and random draws do not")
    func evolution() {
        let best = [1, 4, 2, 1, 4, 2]
        let problem = SearchProblem(space: NASBench201(), limit: 9) { architecture in
            let cost = architecture.genes.reduce(0.0) { $0 + [0, 0, 1, 3, 1][$1] }
            let matches = zip(architecture.genes, best).count { $0 == $1 }
            return .init(milliseconds: cost, quality: Double(matches))
        }
        func mean(_ search: (UInt64) -> SearchResult) -> Double {
            (0..<5).reduce(0) { $0 + (search($1).best?.estimate.quality ?? 0) / 5 }
        }
        let evolved = mean { RegularisedEvolution().run(problem, seed: $0) }
        #expect(evolved >= 5.5)
        #expect(evolved > mean { RandomSearch(evaluations: 300).run(problem, seed: $0) })
    }

    @Test("The same seed finds the same, another limit may not")
    func seeds() {
        let search = RegularisedEvolution()
        #expect(search.run(problem(limit: 9), seed: 4) == search.run(problem(limit: 9), seed: 4))
    }

    @Test("Where nothing is fast enough nothing is found")
    func nothing() {
        let problem = SearchProblem(space: NASBench201(), limit: 1) { _ in .init(milliseconds: 2, quality: 1)
        }
        #expect(RandomSearch(evaluations: 50).run(problem, seed: 0).best == nil)
        #expect(PopulationSearch().run(problem, seed: 0).best == nil)
        var evolution = RegularisedEvolution()
        evolution.evaluations = 50
        #expect(evolution.run(problem, seed: 0).rejected == 50)
    }
}
