public import GnomonSpaces

/// A function from architectures of a search space to latencies on one device, trained on rows of a data set.
public protocol ArchitecturePredictor: Sendable {
    /// What the predictor is, needs and returns.
    static var card: PredictorCard { get }

    /// Trains on rows of one device; everything that is chosen is chosen on the validation rows.
    ///
    /// The same rows and seed give the same predictor.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or a library is missing.
    static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> Self

    /// The latency of each architecture, in order.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space that was trained on.
    func predict(_ architectures: [Architecture]) throws(PredictError) -> [ArchitecturePrediction]

    /// Writes the predictor into a folder that does not exist yet.
    ///
    /// - Throws: `PredictError` with the file that could not be written.
    func save(to folder: String) throws(PredictError)

    /// Reads a predictor from a folder, checking everything and executing nothing.
    ///
    /// - Throws: `PredictError` with what does not fit.
    init(folder: String) throws(PredictError)
}

/// Architectures of one space with their measured latencies on one device.
public struct ArchitectureRows: Sendable {
    /// The space they are from.
    public var space: any SearchSpace
    /// The architectures.
    public var architectures: [Architecture]
    /// The measured latency of each, in milliseconds: finite and positive.
    public var milliseconds: [Double]

    /// Rows; as many latencies as architectures.
    public init(space: any SearchSpace, architectures: [Architecture], milliseconds: [Double]) {
        self.space = space
        self.architectures = architectures
        self.milliseconds = milliseconds
    }

    /// The number of rows.
    public var count: Int { architectures.count }
}

/// What a predictor answers for one architecture.
public struct ArchitecturePrediction: Hashable, Sendable {
    /// The predicted latency in milliseconds.
    public var milliseconds: Double
    /// Where the measured latency will lie in nine of ten cases; nil where the predictor cannot tell.
    public var interval: ClosedRange<Double>?
    /// The share of the prediction that rests on what was learned, from 0 to 1.
    public var coverage: Double
    /// What the user should know, such as what is not covered.
    public var warnings: [String]

    /// A prediction.
    public init(
        milliseconds: Double, interval: ClosedRange<Double>? = nil, coverage: Double = 1,
        warnings: [String] = []
    ) {
        self.milliseconds = milliseconds
        self.interval = interval
        self.coverage = coverage
        self.warnings = warnings
    }
}
