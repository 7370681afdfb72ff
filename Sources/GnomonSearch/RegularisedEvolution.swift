import GnomonSpaces
import GnomonStatistics

/// Evolution in which the oldest die: the winner of a tournament is changed at one place (Real and others 2019,
/// arXiv:1802.01548).
public struct RegularisedEvolution: Hashable, Sendable {
    /// Architectures that live at a time.
    public var population = 64
    /// Architectures that compete to be a parent.
    public var tournament = 16
    /// Architectures that are estimated.
    public var evaluations = 1000

    /// The usual search.
    public init() {}

    /// Searches; children over the limit are not born, and the same seed finds the same.
    ///
    /// - Complexity: O(evaluations · tournament).
    public func run(_ problem: SearchProblem, seed: UInt64) -> SearchResult {
        var generator = SeededGenerator(seed: seed)
        var result = SearchResult(best: nil, evaluations: 0, rejected: 0, trace: [])
        var alive: [Candidate] = []
        while result.evaluations < evaluations {
            let next: Candidate?
            if alive.count < population {
                next = problem.feasible(problem.space.random(using: &generator))
            } else {
                let parent = (0..<max(1, tournament)).compactMap { _ in
                    alive.randomElement(using: &generator)
                }.max { $0.estimate.quality < $1.estimate.quality }
                guard let parent else { break }
                next = problem.feasible(
                    problem.space.mutated(parent.architecture, using: &generator))
            }
            result.take(next)
            guard let next else { continue }
            alive.append(next)
            if alive.count > population { alive.removeFirst() }
        }
        return result
    }
}
