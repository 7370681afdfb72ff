import GnomonSpaces
import GnomonStatistics

/// Draws architectures and keeps the best within the limit: what every search must be better than (Li, Talwalkar 2019,
/// arXiv:1902.07638).
public struct RandomSearch: Hashable, Sendable {
    /// Architectures that are estimated.
    public var evaluations = 1000

    /// The usual search.
    public init(evaluations: Int = 1000) { self.evaluations = evaluations }

    /// Searches; the same seed finds the same.
    ///
    /// - Complexity: O(evaluations).
    public func run(_ problem: SearchProblem, seed: UInt64) -> SearchResult {
        var generator = SeededGenerator(seed: seed)
        var result = SearchResult(best: nil, evaluations: 0, rejected: 0, trace: [])
        for _ in 0..<evaluations {
            result.take(problem.feasible(problem.space.random(using: &generator)))
        }
        return result
    }
}

extension SearchResult {
    /// Counts a candidate, and keeps it if it is the best.
    mutating func take(_ candidate: Candidate?) {
        evaluations += 1
        guard let candidate else {
            rejected += 1
            return
        }
        if candidate.estimate.quality > best?.estimate.quality ?? -.infinity { best = candidate }
        trace.append(best?.estimate.quality ?? candidate.estimate.quality)
    }
}
