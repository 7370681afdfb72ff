public import GnomonLearn

/// How the reconstruction of an LSTM with LightGBM is built and trained.
public struct LSTMLightGBMSettings: Hashable, Sendable, Codable {
    /// The width of the LSTM's state.
    public var hidden = 128
    /// The learning rate of Adam.
    public var rate = 1e-3
    /// How long the LSTM is trained.
    public var fitting = Fitting(epochs: 100, batch: 32, patience: 15)
    /// Parts of the training rows whose states come from an LSTM that did not see them.
    public var folds = 5
    /// Trees of LightGBM.
    public var trees = 600
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float32

    /// The reconstruction's settings.
    public static let reconstruction = LSTMLightGBMSettings()

    /// What we train by default: half the width, fewer folds, the rate falling as a cosine.
    public static let ours: LSTMLightGBMSettings = {
        var settings = LSTMLightGBMSettings()
        settings.hidden = 64
        settings.folds = 3
        settings.rate = 3e-3
        settings.fitting = Fitting(epochs: 60, batch: 32, schedule: .cosine, patience: 20)
        return settings
    }()

    /// The reconstruction's settings.
    public init() {}

    /// Refuses what cannot be built.
    func check() throws(PredictError) {
        guard (1...4096).contains(hidden), rate > 0, rate.isFinite, fitting.epochs > 0, fitting.batch > 0,
            (2...100).contains(folds), (1...100_000).contains(trees)
        else { throw PredictError(.invalid, "an LSTM cannot have these settings") }
    }

    /// The parameters of LightGBM.
    func boosting(_ seed: UInt64) -> BoostedTreesParameters {
        var parameters = BoostedTreesParameters(objective: .l2, iterations: trees)
        parameters.learningRate = 0.04
        parameters.leaves = 15
        parameters.minLeaf = 5
        parameters.baggingFraction = 0.8
        parameters.featureFraction = 0.5
        parameters.earlyStoppingRounds = nil
        parameters.seed = UInt32(seed % UInt64(Int32.max))
        return parameters
    }
}
