public import GnomonSpaces

/// A predictor that moves to a device it has never seen with a few measurements.
public protocol TransferPredictor: Sendable {
    /// What the predictor is, needs and returns.
    static var card: PredictorCard { get }

    /// Whether the reference architectures of a task are measured on every device before anything else.
    static var usesReferences: Bool { get }

    /// The encoding of the pool that is read with these settings; nil for none.
    ///
    /// Whoever makes the sources puts it into ``TransferSources/encodings``.
    /// - Throws: `PredictError` for settings that the predictor does not have.
    static func supplement(_ settings: NamedSettings) throws(PredictError) -> ArchitectureEncoding?

    /// Learns what other devices teach.
    ///
    /// - Throws: `PredictError` where the sources do not suffice or a library is missing.
    static func prepare(_ sources: TransferSources, seed: UInt64) throws(PredictError) -> Self

    /// The same with settings that a user gives by name; a predictor without settings refuses all.
    ///
    /// - Throws: `PredictError` also for settings that are not known.
    static func prepare(
        _ sources: TransferSources, named settings: NamedSettings, seed: UInt64
    ) throws(PredictError) -> Self

    /// Refuses settings that the predictor does not have, before anything is read or learned.
    ///
    /// - Throws: `PredictError` with the settings there are.
    static func check(_ settings: NamedSettings) throws(PredictError)

    /// The rows of the pool that should be measured on the new device, in order; 5 are a prefix of 10.
    func proposals(_ count: Int, among candidates: [Int], seed: UInt64) -> [Int]

    /// The latency of every row of the pool on the new device.
    ///
    /// - Parameters:
    ///   - samples: Rows of the pool and what was measured there, in milliseconds.
    ///   - seed: The seed of whatever is random.
    /// - Returns: A prediction for each row of the pool.
    /// - Throws: `PredictError` where the samples do not suffice.
    func adapt(to samples: [(row: Int, milliseconds: Double)], seed: UInt64) throws(PredictError)
        -> [ArchitecturePrediction]

    /// The same for a protocol that tells the range of the new device's latencies, which nobody knows of a real one.
    ///
    /// - Parameters:
    ///   - samples: Rows of the pool and what was measured there, in milliseconds.
    ///   - range: From the least to the largest latency that the protocol shows; nil where it shows none.
    ///   - seed: The seed of whatever is random.
    /// - Returns: A prediction for each row of the pool.
    /// - Throws: `PredictError` where the samples do not suffice.
    func adapt(
        to samples: [(row: Int, milliseconds: Double)], range: ClosedRange<Double>?, seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction]
}

extension TransferPredictor {
    /// Without settings of its own, a predictor refuses all.
    public static func check(_ settings: NamedSettings) throws(PredictError) { try settings.finish() }

    /// No encoding is read.
    public static func supplement(
        _ settings: NamedSettings
    ) throws(PredictError) -> ArchitectureEncoding? { nil }

    /// No architectures are measured first.
    public static var usesReferences: Bool { false }

    /// The prediction without looking at the range.
    public func adapt(
        to samples: [(row: Int, milliseconds: Double)], range: ClosedRange<Double>?, seed: UInt64
    ) throws(PredictError) -> [ArchitecturePrediction] {
        try adapt(to: samples, seed: seed)
    }
}

extension TransferPredictor {
    /// Learns where no setting is given.
    ///
    /// - Throws: `PredictError` for any setting, and where the sources do not suffice.
    public static func prepare(
        _ sources: TransferSources, named settings: NamedSettings, seed: UInt64
    ) throws(PredictError) -> Self {
        try settings.finish()
        return try prepare(sources, seed: seed)
    }
}

/// What is known of other devices: a pool of architectures, and some of their latencies on each device.
public struct TransferSources: Sendable {
    /// The space the pool is from.
    public var space: any SearchSpace
    /// The architectures that samples are taken from and that are predicted.
    public var pool: [Architecture]
    /// The names of the devices.
    public var devices: [String]
    /// For each device the rows of the pool that were measured there.
    public var rows: [[Int]]
    /// For each device the latency of each of those rows in milliseconds.
    public var milliseconds: [[Double]]
    /// Rows of the pool that describe a device by their latencies and were measured on all of them; may be none.
    public var references: [Int] = []
    /// For each device the latency of each reference in milliseconds.
    public var referenceMilliseconds: [[Double]] = []
    /// Encodings of the pool, a row for each architecture; see ``TransferPredictor/supplement(_:)``.
    public var encodings: [ArchitectureEncoding: [[Double]]] = [:]

    /// Sources.
    public init(
        space: any SearchSpace, pool: [Architecture], devices: [String], rows: [[Int]],
        milliseconds: [[Double]]
    ) {
        self.space = space
        self.pool = pool
        self.devices = devices
        self.rows = rows
        self.milliseconds = milliseconds
    }
}
