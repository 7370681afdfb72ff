import GnomonFeatures
import GnomonLearn
public import GnomonSpaces

/// An MLP over a network's layers and adjacency, flattened; its depth is chosen on validation rows.
public struct FlatMLPPredictor: ArchitecturePredictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "flat-mlp", summary: "an MLP over attributes and adjacency, flattened; the depth is chosen",
        source: "reconstruction of a CS230 report, Stanford 2020")

    /// One depth that was tried.
    public struct Try: Hashable, Sendable, Codable {
        /// Hidden layers.
        public var depth: Int
        /// The mean relative error on validation rows, of each try.
        public var errors: [Double]
        /// The median of the errors.
        public var median: Double { errors.sorted()[errors.count / 2] }
    }

    /// How it was built and trained.
    public let settings: FlatMLPSettings
    /// All depths that were tried.
    public let curve: [Try]
    /// The depth that was chosen.
    public let depth: Int
    let manifest: ArchitectureManifest
    let encoding: FlatEncoding
    let scaling: RowScaling
    let scale: TargetScale
    let conformal: Double?
    let weights: Weights

    /// Trains with our settings.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> FlatMLPPredictor {
        try train(on: rows, validation: validation, seed: seed, settings: .ours)
    }

    /// Trains with given settings.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64, settings: FlatMLPSettings
    ) throws(PredictError) -> FlatMLPPredictor {
        try settings.check()
        try rows.check(fewest: 10)
        try validation.check(fewest: 1, what: "validation rows")
        if settings.form == .eagle { try BRPNASPredictor.requireCells(rows.space) }
        let training = try FlatMLPTraining(rows.ordered, validation.ordered, settings)
        let manifest = ArchitectureManifest(
            system: card.name, space: rows.space.name, rows: rows.count, validationRows: validation.count,
            seed: seed)
        do throws(LearnError) { return try training.run(manifest, seed) } catch { throw PredictError(error) }
    }

    /// The latency of each architecture, in order.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space, or has more layers than any that was
    ///   trained on.
    public func predict(_ architectures: [Architecture]) throws(PredictError) -> [ArchitecturePrediction] {
        let space = try manifest.searchSpace(place: "")
        var rows: [[Double]] = []
        for architecture in architectures {
            rows.append(scaling(try encoding.row(architecture, of: space)))
        }
        let found: [Double]
        do throws(LearnError) {
            let engine = try NeuralEngine(precision: .float64)
            let model = try Self.model(settings, inputs: encoding.width, depth: depth, engine, seed: 0)
            try model.load(weights)
            found = try Rows.values(rows, engine) { (x) throws(LearnError) in try model(x, Pass()) }
        } catch {
            throw PredictError(error)
        }
        return found.map {
            let milliseconds = scale.milliseconds(of: $0)
            return ArchitecturePrediction(
                milliseconds: milliseconds, interval: ConformalFactor.interval(milliseconds, conformal))
        }
    }

    static func model(
        _ settings: FlatMLPSettings, inputs: Int, depth: Int, _ engine: NeuralEngine, seed: UInt64
    ) throws(LearnError) -> MLP {
        var source = WeightSource(engine, seed: seed)
        return try MLP(
            inputs: inputs, width: settings.width, depth: depth, normalises: settings.form == .eagle,
            dropout: settings.dropout, &source)
    }
}
