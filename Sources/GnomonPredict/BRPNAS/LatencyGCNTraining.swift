import GnomonFeatures
import GnomonLearn
import GnomonSpaces

/// The training of a latency predictor of BRP-NAS.
struct LatencyGCNTraining {
    let model: LatencyGCN
    private let settings: LatencyGCNSettings
    private let engine: NeuralEngine
    private let cells: [CellEncoding]
    private let targets: [Double]
    private let held: [CellEncoding]
    private let heldTargets: [Double]

    init(
        rows: ArchitectureRows, validation: ArchitectureRows, scale: TargetScale,
        _ settings: LatencyGCNSettings, _ seed: UInt64
    ) throws(LearnError) {
        self.settings = settings
        engine = try NeuralEngine(precision: settings.precision)
        var source = WeightSource(engine, seed: seed)
        model = try LatencyGCN(settings, &source)
        cells = rows.architectures.map { CellEncoding(codes: $0.genes) }
        targets = rows.milliseconds.map { scale.value(of: $0) }
        held = validation.architectures.map { CellEncoding(codes: $0.genes) }
        heldTargets = validation.milliseconds.map { scale.value(of: $0) }
    }

    /// Trains; returns the best epoch's weights and how it went.
    func run(_ seed: UInt64) throws(LearnError) -> (Weights, Fitting.History) {
        let optimizer = try AdamW(
            model.parameters.map(\.parameter), rate: settings.rate, decay: settings.decay)
        let history = try settings.fitting.run(
            model, optimizer, rows: cells.count, seed: seed &+ 1,
            loss: { (rows, pass) throws(LearnError) in try loss(rows, pass) },
            validation: { () throws(LearnError) in try validationLoss() })
        return (try model.weights(), history)
    }

    /// The sum of absolute errors.
    func loss(_ rows: [Int], _ pass: Pass) throws(LearnError) -> Tensor {
        let batch = try CellBatch(
            rows.map { cells[$0] }, normalised: settings.normalisesRows, engine)
        return try Loss.l1(model(batch, pass), engine.tensor(rows.map { targets[$0] }, [rows.count]))
    }

    private func validationLoss() throws(LearnError) -> Double {
        let found = try CellForward.distinct(held) { (cells) throws(LearnError) in
            try model(CellBatch(cells, normalised: settings.normalisesRows, engine), Pass()).values()
        }
        return zip(found, heldTargets).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(1, held.count))
    }
}
