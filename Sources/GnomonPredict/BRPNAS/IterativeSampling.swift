public import GnomonSpaces
import GnomonStatistics

/// The search of BRP-NAS: train cells, learn from them which are better, train the most promising next
/// (Dudziak and others 2020, arXiv:2007.08668, section 4).
public struct IterativeSampling: Hashable, Sendable, Codable {
    /// How many cells are trained in all.
    public var budget = 100
    /// In how many rounds; the first is random.
    public var rounds = 5
    /// The share of a round that goes to the best not yet trained; the others are drawn from the better ones.
    public var alpha = 0.5
    /// Epochs of the first round's learning; the second has twice as many, and so on.
    public var epochs = 50
    /// The predictor.
    public var relation = RelationSettings.ours
    /// How cells are put in order.
    public var ranking = RelationRanking.panel(size: 256, rounds: 100)

    /// Our settings.
    public init() {}

    /// The settings of the paper, which take hours.
    public static let published: IterativeSampling = {
        var settings = IterativeSampling()
        settings.relation = .published
        settings.ranking = .sort
        return settings
    }()

    /// What a search did.
    public struct Trace: Hashable, Sendable {
        /// Places of the trained cells, in the order they were trained.
        public var trained: [Int] = []
        /// Their accuracies in per cent.
        public var accuracies: [Double] = []
        /// All candidates in the predicted order at the end, the best first.
        public var ranking: [Int] = []
    }

    /// Searches among candidates; the same seed finds the same.
    ///
    /// Candidates that are too slow should not be among them: that is how a latency limit works. `train` gives the
    /// accuracy of a candidate in per cent, by its place.
    ///
    /// - Throws: `PredictError` where there are fewer than two candidates or LibTorch is missing.
    public func run(
        _ candidates: [Architecture], seed: UInt64, train: (Int) -> Double
    ) throws(PredictError) -> Trace {
        let rounds = max(1, self.rounds)
        let share = max(2, min(budget, candidates.count) / rounds)
        guard candidates.count >= 2 else {
            throw PredictError(.tooFew, "a search needs two candidates or more")
        }
        var generator = SeededGenerator(seed: seed)
        let learner = try RelationLearner(relation, seed: generator.next())
        var trace = Trace()
        var known: Set<Int> = []
        trace.ranking = candidates.indices.shuffled(using: &generator)
        for round in 0..<rounds {
            let count = min(share, candidates.count - known.count)
            let best = round == 0 ? 0 : Int((alpha * Double(count)).rounded())
            var chosen = Array(trace.ranking.lazy.filter { !known.contains($0) }.prefix(best))
            let top = Double(candidates.count) / Double(1 << min(round, 62))
            let better = trace.ranking.prefix(max(count, Int(top))).filter {
                !known.contains($0) && !chosen.contains($0)
            }
            chosen += better.shuffled(using: &generator).prefix(count - chosen.count)
            for place in chosen {
                known.insert(place)
                trace.trained.append(place)
                trace.accuracies.append(train(place))
            }
            var steps = relation.steps
            if case .pairs = steps { steps = .pairs(12 * (round + 1)) }
            try learner.train(
                on: trace.trained.map { candidates[$0] }, accuracies: trace.accuracies,
                epochs: epochs * (round + 1), steps: steps)
            trace.ranking = try learner.rank(candidates, by: ranking)
        }
        return trace
    }
}
