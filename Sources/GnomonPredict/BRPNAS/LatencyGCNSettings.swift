public import GnomonLearn

/// How the latency predictor of BRP-NAS is built and trained.
public struct LatencyGCNSettings: Hashable, Sendable, Codable {
    /// What the network is trained to give.
    public enum Target: String, Hashable, Sendable, Codable {
        /// Seconds, as the paper does.
        case seconds
        /// The logarithm of milliseconds less its mean in training, over its deviation there.
        case logarithm
    }

    /// Graph layers, at least two.
    public var layers = 4
    /// The width of each.
    public var width = 600
    /// The probability of dropout after each.
    public var dropout = 0.002
    /// Whether the rows of A are divided by their sums.
    public var normalisesRows = false
    /// What the network is trained to give.
    public var target = Target.seconds
    /// The learning rate of AdamW.
    public var rate = 4e-4
    /// Its decay.
    public var decay = 5e-4
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float64
    /// How long it is trained.
    public var fitting = Fitting(
        epochs: 250, batch: 1, schedule: .plateau(factor: 0.5, patience: 10, threshold: 0.01, from: 21),
        patience: 35, keepsFrom: 21)

    /// The settings of the paper and its code, but for which weights are kept: there the last, here the best.
    public static let published = LatencyGCNSettings()

    /// What we train by default: relative errors count, and it takes seconds instead of an hour.
    public static let ours: LatencyGCNSettings = {
        var settings = LatencyGCNSettings()
        settings.normalisesRows = true
        settings.target = .logarithm
        settings.precision = .float32
        settings.rate = 1e-3
        settings.fitting = Fitting(epochs: 150, batch: 32, schedule: .cosine, patience: 60)
        return settings
    }()

    /// The settings of the paper.
    public init() {}

    /// Refuses what cannot be built.
    func check() throws(PredictError) {
        guard (2...64).contains(layers), (1...8192).contains(width), dropout >= 0, dropout < 1, rate > 0,
            decay >= 0, rate.isFinite, decay.isFinite, fitting.epochs > 0, fitting.batch > 0
        else { throw PredictError(.invalid, "a graph network cannot have these settings") }
    }
}
