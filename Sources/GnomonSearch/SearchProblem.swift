public import GnomonSpaces

/// What is searched for: the best architecture of a space that is fast enough.
public struct SearchProblem {
    /// What is said of an architecture before it is built.
    public struct Estimate: Hashable, Sendable {
        /// The latency in milliseconds that counts against the limit.
        public var milliseconds: Double
        /// How good it is; more is better.
        public var quality: Double

        /// An estimate.
        public init(milliseconds: Double, quality: Double) {
            self.milliseconds = milliseconds
            self.quality = quality
        }
    }

    /// The space.
    public var space: any SearchSpace
    /// The limit in milliseconds; infinity for none.
    public var limit: Double
    /// Estimates an architecture; nil for one that nothing is known of.
    public var estimate: (Architecture) -> Estimate?

    /// A problem.
    public init(
        space: any SearchSpace, limit: Double, estimate: @escaping (Architecture) -> Estimate?
    ) {
        self.space = space
        self.limit = limit
        self.estimate = estimate
    }

    /// The estimate of an architecture within the limit; nil for others.
    func feasible(_ architecture: Architecture) -> Candidate? {
        guard let estimate = estimate(architecture), estimate.milliseconds <= limit else { return nil }
        return Candidate(architecture: architecture, estimate: estimate)
    }
}

/// An architecture with what is thought of it.
public struct Candidate: Hashable, Sendable {
    /// The architecture.
    public var architecture: Architecture
    /// What is thought of it.
    public var estimate: SearchProblem.Estimate

    /// A candidate.
    public init(architecture: Architecture, estimate: SearchProblem.Estimate) {
        self.architecture = architecture
        self.estimate = estimate
    }
}

/// What a search found, and what it looked at.
public struct SearchResult: Hashable, Sendable {
    /// The best architecture within the limit; nil where none was found.
    public var best: Candidate?
    /// Architectures that were estimated, those over the limit included.
    public var evaluations: Int
    /// Architectures that were over the limit or of which nothing was known.
    public var rejected: Int
    /// The quality of the best so far after each architecture within the limit.
    public var trace: [Double]
}
