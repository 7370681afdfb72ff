public import GnomonEvaluate

/// What `gnomon report` says about the predictor of one platform.
public struct EvaluationReport: Sendable {
    /// The platform's name.
    public var platform: String
    /// The predictor's name.
    public var predictor: String
    /// The models that were given.
    public var models: Evaluation
    /// The random networks that were held out of learning.
    public var heldOut: Evaluation
    /// How the error falls with the measurements; nil where too few are kept.
    public var learning: LearningCurve?
    /// How a convolution grows with its output channels.
    public var staircase: Staircase?
    /// Sentences on what is missing.
    public var notes: [String]

    /// A report.
    public init(
        platform: String, predictor: String, models: Evaluation, heldOut: Evaluation,
        learning: LearningCurve?, staircase: Staircase?, notes: [String]
    ) {
        self.platform = platform
        self.predictor = predictor
        self.models = models
        self.heldOut = heldOut
        self.learning = learning
        self.staircase = staircase
        self.notes = notes
    }

    /// The two sets of networks that have cases, with their names.
    var sets: [(name: String, evaluation: Evaluation)] {
        [(name: "models", evaluation: models), (name: "held out", evaluation: heldOut)]
            .filter { $0.evaluation.overall != nil }
    }
}
