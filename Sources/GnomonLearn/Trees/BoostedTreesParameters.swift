/// How trees are grown.
///
/// The defaults suit some thousand rows of a few dozen features.
public struct BoostedTreesParameters: Hashable, Sendable, Codable {
    /// The loss that is made small.
    public enum Objective: Hashable, Sendable, Codable {
        /// The absolute error: the trees predict a median.
        case l1
        /// The squared error: the trees predict a mean.
        case l2
        /// The pinball loss: the trees predict the quantile `alpha`, in (0, 1).
        case quantile(Double)
        /// Squared up to an error of `delta`, absolute beyond.
        case huber(Double)
        /// The absolute error relative to max(1, |label|).
        case mape
    }

    /// How trees are combined.
    public enum Method: String, Hashable, Sendable, Codable {
        /// Each tree corrects those before it.
        case boosting
        /// A random forest: the mean of trees grown apart, each on a share `baggingFraction` of the rows.
        case forest
    }

    /// The loss that is made small.
    public var objective: Objective = .l2
    /// How trees are combined.
    public var method: Method = .boosting
    /// The most trees that are grown.
    public var iterations = 500
    /// The most leaves of a tree.
    public var leaves = 31
    /// The most levels of a tree; nil for no bound.
    public var maxDepth: Int?
    /// How much of each tree's correction is taken, in (0, 1].
    public var learningRate = 0.05
    /// The fewest rows in a leaf.
    public var minLeaf = 10
    /// Ends training when the validation loss has not improved for this many trees; nil grows them all.
    public var earlyStoppingRounds: Int? = 50
    /// The share of features each tree may look at, in (0, 1].
    public var featureFraction = 1.0
    /// The share of rows each tree is grown on, in (0, 1]; a forest needs less than 1.
    public var baggingFraction = 1.0
    /// The penalty on absolute leaf values.
    public var lambdaL1 = 0.0
    /// The penalty on squared leaf values.
    public var lambdaL2 = 0.0
    /// The most bins a feature is cut into.
    public var maxBins = 255
    /// The seed of sampling.
    public var seed: UInt32 = 1
    /// Per feature +1 when the prediction may only grow with it, −1 only fall, 0 either; empty for no bound.
    public var monotone: [Int] = []

    /// The default parameters.
    public init() {}

    /// The default parameters for an objective.
    public init(objective: Objective, iterations: Int = 500) {
        self.objective = objective
        self.iterations = iterations
    }

    /// A random forest of `trees` trees.
    ///
    /// 0.632 is the expected share of distinct rows of a bootstrap sample.
    public static func forest(trees: Int, seed: UInt32 = 1) -> BoostedTreesParameters {
        var parameters = BoostedTreesParameters(objective: .l2, iterations: trees)
        parameters.method = .forest
        parameters.baggingFraction = 0.632
        parameters.featureFraction = 0.7
        parameters.minLeaf = 3
        parameters.leaves = 255
        parameters.earlyStoppingRounds = nil
        parameters.seed = seed
        return parameters
    }
}
