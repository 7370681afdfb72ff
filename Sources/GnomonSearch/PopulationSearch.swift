import GnomonSpaces
import GnomonStatistics

/// Evolution in generations: the best quarter are parents, half of the children are changed parents and half have two
/// (Cai and others 2020, arXiv:1908.09791, as HELP runs it, arXiv:2106.08630).
public struct PopulationSearch: Hashable, Sendable {
    /// Architectures of a generation.
    public var population = 100
    /// Generations.
    public var generations = 500
    /// The share of a generation that become parents.
    public var parentShare = 0.25
    /// The share of children that are changed copies of one parent.
    public var mutationShare = 0.5
    /// The probability that a place of such a child changes.
    public var mutationRate = 0.1

    /// The usual search.
    public init() {}

    /// Searches; whoever is over the limit is drawn again, and the same seed finds the same.
    ///
    /// - Complexity: O(population · generations).
    public func run(_ problem: SearchProblem, seed: UInt64) -> SearchResult {
        var generator = SeededGenerator(seed: seed)
        var result = SearchResult(best: nil, evaluations: 0, rejected: 0, trace: [])
        /// Draws until one is within the limit; gives up where hardly any is.
        func born(_ draw: (inout SeededGenerator) -> Architecture) -> Candidate? {
            for _ in 0..<200 {
                let next = problem.feasible(draw(&generator))
                result.take(next)
                if let next { return next }
            }
            return nil
        }
        var alive: [Candidate] = []
        while alive.count < population {
            guard let next = born({ problem.space.random(using: &$0) }) else { return result }
            alive.append(next)
        }
        let parents = max(1, Int((parentShare * Double(population)).rounded()))
        let changed = Int((mutationShare * Double(population)).rounded())
        for _ in 0..<generations {
            alive.sort { $0.estimate.quality > $1.estimate.quality }
            let best = Array(alive.prefix(parents))
            alive = best
            for child in 0..<(population - parents) {
                let next = born { generator in
                    let one = best[Int.random(in: best.indices, using: &generator)].architecture
                    let other = best[Int.random(in: best.indices, using: &generator)].architecture
                    return child < changed
                        ? mutated(one, problem.space, &generator)
                        : crossed(one, other, problem.space, &generator)
                }
                if let next { alive.append(next) }
            }
        }
        return result
    }

    private func mutated(
        _ parent: Architecture, _ space: any SearchSpace, _ generator: inout SeededGenerator
    ) -> Architecture {
        var genes = parent.genes
        for place in genes.indices where generator.uniform() < mutationRate {
            genes[place] = Int.random(in: 0..<max(1, space.choices[place]), using: &generator)
        }
        return space.normalised(Architecture(genes))
    }

    private func crossed(
        _ one: Architecture, _ other: Architecture, _ space: any SearchSpace,
        _ generator: inout SeededGenerator
    ) -> Architecture {
        space.normalised(
            Architecture(zip(one.genes, other.genes).map { generator.uniform() < 0.5 ? $0 : $1 }))
    }
}
