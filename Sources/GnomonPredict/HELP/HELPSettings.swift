public import GnomonLearn

/// How `help` is built, trained and adapted; the numbers are those of the paper's code (arXiv:2106.08630).
public struct HELPSettings: Hashable, Sendable, Codable {
    /// What is done where the published code looks at what no user has, or does what it does not mean to.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// Measured samples alone; every device's divergence counts; checkpoints are chosen on devices held out, and
        /// draws are averaged.
        case strict
        /// As the published code does.
        case reference
    }

    /// How answers become milliseconds.
    public enum Line: String, Hashable, Sendable, Codable, CaseIterable {
        /// By the line through the least and the largest of what was measured, as published.
        case ends
        /// By the line of least squares.
        case squares
        /// By the scale that labels were put on.
        case scale
    }

    /// Whether the published code's slips are kept.
    public var mode = Mode.strict
    /// The width of trunk and hardware network; half of what the last layers have.
    public var width = 100
    /// Meta-training steps; nil for 2,000 on cells and 4,000 elsewhere.
    public var episodes: Int?
    /// The most devices of an episode.
    public var devices = 8
    /// Samples a device adapts to.
    public var support = 10
    /// Rows a device is judged by in training.
    public var query = 200
    /// Steps of adaptation.
    public var innerSteps = 2
    /// Where the learned rates of adaptation start.
    public var innerRate = 1e-3
    /// The learning rate of meta-training.
    public var outerRate = 1e-4
    /// The weight of the divergence of the modulation from a standard normal distribution.
    public var divergence = 0.1
    /// How strongly weights are modulated.
    public var modulation = 0.01
    /// How often a modulation is drawn for a prediction.
    public var draws = 10
    /// Reference architectures that describe a device.
    public var references = 10
    /// Episodes between two looks at the devices held out.
    public var interval = 50
    /// Ends after so many looks without a better one; nil for never.
    public var patience: Int?
    /// Devices that are held out if they are among the sources, as in the paper.
    public var held = ["titanx_1", "titanx_32", "titanx_256", "titanx_64", "gold_6240"]
    /// The share of the sources that is held out by the seed if none of those is there; none in `reference`, where the
    /// weights are those that do best on the devices learned from.
    public var heldShare = 0.25
    /// Whether the network is trained once more on all devices, as long as was best with some held out.
    public var refits = false
    /// How answers become milliseconds.
    public var line = Line.ends
    /// The kind of numbers.
    public var precision = NeuralEngine.Precision.float32

    /// The settings of the paper.
    public init() {}

    /// The settings of the paper but for those that a user gives by name.
    ///
    /// - Throws: `PredictError` for names and values that are not known.
    public init(_ named: NamedSettings) throws(PredictError) {
        var named = named
        self.init()
        try named.read("mode", into: &mode)
        episodes = try Self.count("episodes", &named)
        patience = try Self.count("patience", &named)
        draws = try Self.count("draws", &named) ?? draws
        try named.read("refit", into: &refits)
        try named.finish()
    }

    private static func count(
        _ name: String, _ named: inout NamedSettings
    ) throws(PredictError) -> Int? {
        let isGiven = named.contains(name)
        var value = 0
        try named.read(name, into: &value)
        guard isGiven else { return nil }
        guard (1...1_000_000).contains(value) else {
            throw PredictError(.unknown, "\(name) cannot be \(value)", hint: "give 1 to 1000000")
        }
        return value
    }

    /// Refuses what cannot be built.
    func check() throws(PredictError) {
        guard (1...4096).contains(width), (episodes ?? 1) >= 0, devices > 0, support > 0, query > 0,
            (1...16).contains(innerSteps), innerRate > 0, innerRate.isFinite, outerRate > 0,
            outerRate.isFinite,
            divergence >= 0, divergence.isFinite, modulation >= 0, modulation.isFinite,
            (1...1000).contains(draws),
            (2...100).contains(references), interval > 0, heldShare >= 0, heldShare < 1
        else { throw PredictError(.invalid, "help cannot have these settings") }
    }
}
