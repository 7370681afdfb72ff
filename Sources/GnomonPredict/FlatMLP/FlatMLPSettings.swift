public import GnomonLearn

/// How a flat MLP is built and trained.
public struct FlatMLPSettings: Hashable, Sendable, Codable {
    /// What the network reads, and what of.
    public enum Form: String, Hashable, Sendable, Codable {
        /// Attributes and adjacency of the layers, flattened; the depth is chosen. Reconstructed from second-hand
        /// descriptions of a course report (CS230, Stanford, Fall 2020, "Predicting Latency of Neural Network
        /// Inference"), whose text we have not found.
        case reconstruction
        /// The neighbour in the code of BRP-NAS (SamsungLabs/eagle): the graph network's input, flattened, four
        /// layers of 600 with normalisation.
        case eagle
    }

    /// What the network reads.
    public var form = Form.reconstruction
    /// Whether rows have room for the networks of 128 architectures of the space, too, or for those trained on alone:
    /// what does not fit is refused.
    public var sparesRoom = false
    /// The width of hidden layers.
    public var width = 100
    /// Depths that are tried; the best on validation rows is kept.
    public var depths = Array(1...20)
    /// How often each depth is tried, with other seeds; the median counts.
    public var tries = 3
    /// The probability of dropout after each hidden layer.
    public var dropout = 0.0
    /// The learning rate of AdamW.
    public var rate = 1e-3
    /// Its decay; 0 makes it Adam.
    public var decay = 0.0
    /// What the network is trained to give: seconds by absolute errors, or logarithms by squared ones.
    public var target = LatencyGCNSettings.Target.logarithm
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float32
    /// How long each is trained.
    public var fitting = Fitting(epochs: 300, batch: 32, patience: 30)

    /// The reconstruction: depths 1 to 20, three times each.
    public static let reconstruction = FlatMLPSettings()

    /// The neighbour in the code of BRP-NAS, as published.
    public static let eagle: FlatMLPSettings = {
        var settings = FlatMLPSettings()
        let published = LatencyGCNSettings.published
        settings.form = .eagle
        settings.width = 600
        settings.depths = [4]
        settings.tries = 1
        settings.dropout = published.dropout
        settings.rate = published.rate
        settings.decay = published.decay
        settings.target = .seconds
        settings.precision = .float64
        settings.fitting = published.fitting
        return settings
    }()

    /// What we train by default: fewer depths, once each, the rate falling as a cosine.
    public static let ours: FlatMLPSettings = {
        var settings = FlatMLPSettings()
        settings.sparesRoom = true
        settings.depths = [1, 2, 3, 4, 6, 8]
        settings.tries = 1
        settings.decay = 1e-2
        settings.fitting = Fitting(epochs: 150, batch: 32, schedule: .cosine, patience: 60)
        return settings
    }()

    /// The reconstruction.
    public init() {}

    /// Refuses what cannot be built.
    func check() throws(PredictError) {
        guard (1...8192).contains(width), !depths.isEmpty, depths.allSatisfy({ (1...64).contains($0) }),
            (1...100).contains(tries), dropout >= 0, dropout < 1, rate > 0, rate.isFinite, decay >= 0,
            decay.isFinite, fitting.epochs > 0, fitting.batch > 0
        else { throw PredictError(.invalid, "an MLP cannot have these settings") }
    }
}
