import GnomonFeatures
import GnomonLearn
import GnomonSpaces

/// The training of an MLP over genotypes, of one device or several.
struct HardwareMLPTraining {
    /// The rows of a device.
    typealias Part = (hardware: HardwareFacts?, rows: ArchitectureRows, validation: ArchitectureRows)

    private let settings: HardwareMLPSettings
    private let devices: [HardwareFacts]
    private let scaling: RowScaling
    private let scale: TargetScale
    private let inputs: [[Double]]
    private let targets: [Double]
    private let held: [[Double]]
    private let measured: [Double]

    init(_ parts: [Part], _ settings: HardwareMLPSettings) throws(PredictError) {
        self.settings = settings
        devices = parts.compactMap(\.hardware)
        var (plain, held): ([[Double]], [[Double]]) = ([], [])
        var (milliseconds, measured): ([Double], [Double]) = ([], [])
        for part in parts {
            let (rows, validation) = (part.rows.ordered, part.validation.ordered)
            for architecture in rows.architectures {
                plain.append(
                    try HardwareInputs.row(architecture, of: rows.space, settings, part.hardware))
            }
            for architecture in validation.architectures {
                held.append(
                    try HardwareInputs.row(architecture, of: rows.space, settings, part.hardware))
            }
            milliseconds += rows.milliseconds
            measured += validation.milliseconds
        }
        let width = plain.first?.count ?? 0
        // The published code scales nothing.
        let scaling = settings.readsTotals ? RowScaling(plain) : RowScaling.identity(width)
        self.scaling = scaling
        inputs = plain.map { scaling($0) }
        self.held = held.map { scaling($0) }
        self.measured = measured
        let scale = TargetScale(milliseconds, .logarithm)
        self.scale = scale
        targets = milliseconds.map { Self.target($0, scale, settings.objective) }
    }

    /// What the network should give for a latency.
    static func target(
        _ milliseconds: Double, _ scale: TargetScale, _ objective: HardwareMLPSettings.Objective
    ) -> Double {
        objective == .logarithm ? scale.value(of: milliseconds) : milliseconds
    }

    /// The latency an answer of the network means; positive.
    static func milliseconds(
        of value: Double, _ scale: TargetScale, _ objective: HardwareMLPSettings.Objective
    ) -> Double {
        objective == .logarithm
            ? scale.milliseconds(of: value) : max(value, scale.milliseconds(of: 0) / 1000)
    }

    static func model(
        _ settings: HardwareMLPSettings, inputs: Int, _ engine: NeuralEngine, seed: UInt64
    ) throws(LearnError) -> MLP {
        var source = WeightSource(engine, seed: seed)
        return try MLP(inputs: inputs, width: settings.width, depth: settings.depth, &source)
    }

    /// The loss of answers.
    static func loss(
        _ found: Tensor, _ wanted: Tensor, _ objective: HardwareMLPSettings.Objective
    ) throws(LearnError) -> Tensor {
        let mse = try Loss.mse(found, wanted)
        return objective == .logarithm ? mse : try (mse + 1e-6).squareRoot()
    }

    /// Trains every point of the grid and keeps the best.
    func run(_ manifest: ArchitectureManifest, _ seed: UInt64) throws(LearnError) -> HardwareMLPPredictor {
        let engine = try NeuralEngine(precision: settings.precision)
        var kept: (error: Double, point: HardwareMLPSettings.Point, predicted: [Double], weights: Weights)?
        for point in settings.grid {
            let model = try Self.model(settings, inputs: scaling.means.count, engine, seed: seed)
            guard let predicted = try fit(model, point, engine, seed) else { continue }
            let error = ConformalFactor.mape(predicted: predicted, measured: measured)
            if error < kept?.error ?? .infinity { kept = (error, point, predicted, try model.weights()) }
        }
        guard let kept else { throw LearnError(.data, "no point of the grid gave finite predictions") }
        return HardwareMLPPredictor(
            settings: settings, point: kept.point, devices: devices, hardware: devices.first,
            manifest: manifest, scaling: scaling, scale: scale,
            conformal: ConformalFactor.of(predicted: kept.predicted, measured: measured),
            weights: kept.weights)
    }

    /// Trains one network; nil where it goes to infinity, as too large a rate makes it.
    private func fit(
        _ model: MLP, _ point: HardwareMLPSettings.Point, _ engine: NeuralEngine, _ seed: UInt64
    ) throws(LearnError) -> [Double]? {
        let parameters = model.parameters.map(\.parameter)
        let optimizer: any Optimizer =
            settings.method == .adamW
            ? try AdamW(parameters, rate: point.rate, decay: point.decay)
            : try GradientDescent(
                parameters, rate: point.rate, momentum: point.momentum, decay: point.decay)
        let wanted = measured.map { Self.target($0, scale, settings.objective) }
        func answers() throws(LearnError) -> [Double] {
            try Rows.values(held, engine) { (x) throws(LearnError) in try model(x, Pass()) }
        }
        do throws(LearnError) {
            _ = try settings.fitting.run(
                model, optimizer, rows: inputs.count, seed: seed &+ 1,
                loss: { (rows, pass) throws(LearnError) in
                    let x = try Rows.tensor(rows.map { inputs[$0] }, engine)
                    let y = try engine.tensor(rows.map { targets[$0] }, [rows.count, 1])
                    return try Self.loss(model(x, pass), y, settings.objective)
                },
                validation: { () throws(LearnError) in
                    zip(try answers(), wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                        / Double(wanted.count)
                })
        } catch  where error.code == .data {
            return nil
        }
        return try answers().map { Self.milliseconds(of: $0, scale, settings.objective) }
    }
}

extension RowScaling {
    /// Rows as they are.
    static func identity(_ width: Int) -> RowScaling {
        RowScaling(
            means: [Double](repeating: 0, count: width), factors: [Double](repeating: 1, count: width))
    }

    private init(means: [Double], factors: [Double]) {
        self.means = means
        self.factors = factors
    }
}
