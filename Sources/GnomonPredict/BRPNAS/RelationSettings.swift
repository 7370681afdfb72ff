public import GnomonLearn

/// How the accuracy predictor of BRP-NAS is built and trained (arXiv:2007.08668, section 4).
public struct RelationSettings: Hashable, Sendable, Codable {
    /// What is learned of two cells.
    public enum Form: String, Hashable, Sendable, Codable, CaseIterable {
        /// Both embeddings side by side give two numbers; their softmax is compared with that of the accuracies.
        case binary
        /// Each embedding gives one number; the softmax of two is compared with that of the accuracies.
        case naive
        /// Both embeddings give the probability (a1 - a2 + 1) / 2, with accuracies as shares.
        case oneway
        /// Both embeddings give the probability that the first is better, which is 0 or 1.
        case onewayHard = "oneway-hard"
    }

    /// How rows of a step are chosen.
    public enum Steps: Hashable, Sendable, Codable {
        /// So many of all ordered pairs, as the paper does.
        case pairs(Int)
        /// All ordered pairs among so many cells, which are embedded once each.
        case cells(Int)
    }

    /// What is learned.
    public var form = Form.binary
    /// Graph layers, at least two.
    public var layers = 4
    /// The width of each.
    public var width = 600
    /// The probability of dropout after each.
    public var dropout = 0.2
    /// Whether the rows of A are divided by their sums.
    public var normalisesRows = false
    /// Per cent of accuracy by which softmax sees a difference of 1.
    public var temperature = 100.0
    /// The learning rate of AdamW, which falls to 0 as a cosine.
    public var rate = 3.5e-4
    /// Its decay.
    public var decay = 5e-4
    /// How rows of a step are chosen.
    public var steps = Steps.pairs(64)
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float64

    /// The settings of the paper.
    public static let published = RelationSettings()

    /// What we use by default: seconds instead of hours a search.
    public static let ours: RelationSettings = {
        var settings = RelationSettings()
        settings.width = 128
        settings.dropout = 0.1
        settings.normalisesRows = true
        settings.temperature = 1
        settings.rate = 1e-3
        settings.steps = .cells(32)
        settings.precision = .float32
        return settings
    }()

    /// The settings of the paper.
    public init() {}
}
