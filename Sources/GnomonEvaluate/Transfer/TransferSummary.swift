/// One task at one number of samples: the mean over targets of each seed, and over seeds.
public struct TransferSummary: Hashable, Sendable {
    /// One target in one run.
    public struct Run: Hashable, Sendable {
        /// The seed.
        public var seed: UInt64
        /// The device.
        public var target: String
        /// How well it was predicted.
        public var score: TransferScore
        /// Seconds for choosing the samples.
        public var choosing: Double
        /// Seconds from the samples to all predictions.
        public var adaptation: Double

        /// A run.
        public init(
            seed: UInt64, target: String, score: TransferScore, choosing: Double, adaptation: Double
        ) {
            self.seed = seed
            self.target = target
            self.score = score
            self.choosing = choosing
            self.adaptation = adaptation
        }
    }

    /// The task's name.
    public var task: String
    /// The predictor's name.
    public var predictor: String
    /// The protocol.
    public var rules: TransferProtocol
    /// How samples were chosen.
    public var sampler: String
    /// Labels of each target.
    public var budget: Int
    /// Every target of every seed.
    public var runs: [Run]
    /// Seconds that learning from the sources took, by seed.
    public var sourceSeconds: [Double]

    /// A summary of runs.
    public init(
        task: String, predictor: String, rules: TransferProtocol, sampler: String, budget: Int, runs: [Run],
        sourceSeconds: [Double]
    ) {
        self.task = task
        self.predictor = predictor
        self.rules = rules
        self.sampler = sampler
        self.budget = budget
        self.runs = runs
        self.sourceSeconds = sourceSeconds
    }

    /// The mean over targets and seeds; nil without runs.
    public var mean: TransferScore? { TransferScore(meanOf: bySeed) }

    /// The mean over targets for each seed.
    public var bySeed: [TransferScore] {
        let seeds = Set(runs.map(\.seed)).sorted()
        return seeds.compactMap { seed in
            TransferScore(meanOf: runs.filter { $0.seed == seed }.map(\.score))
        }
    }

    /// The mean over seeds for each target, in the order of the targets.
    public var byTarget: [(target: String, score: TransferScore)] {
        var order: [String] = []
        for run in runs where !order.contains(run.target) { order.append(run.target) }
        return order.compactMap { target in
            TransferScore(meanOf: runs.filter { $0.target == target }.map(\.score)).map { (target, $0) }
        }
    }

    /// The standard deviation over seeds of the task's Spearman correlation; nil for fewer than two seeds.
    public var spearmanDeviation: Double? {
        let values = bySeed.map(\.spearman)
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (square / Double(values.count - 1)).squareRoot()
    }

    /// The mean seconds from samples to all predictions.
    public var adaptationSeconds: Double {
        runs.isEmpty ? 0 : runs.reduce(0) { $0 + $1.adaptation } / Double(runs.count)
    }
}
