import GnomonLearn
import GnomonSpaces

extension HardwareMLPPredictor {
    /// How a predictor is moved to another device.
    public enum FineTuning: String, Hashable, Sendable, Codable, CaseIterable {
        /// A new last layer alone, by gradient descent as published: rate 0.1, decay 0.001, momentum 0.9, 100 epochs.
        case published
        /// A new last layer alone, by ridge regression.
        case ridge
        /// All layers, at a tenth of the rate.
        case allLayers
        /// The better of the last two on validation rows.
        case chosen
    }

    /// A predictor for another device, which starts from what this one has learned.
    ///
    /// - Throws: `PredictError` where the rows do not suffice, are of another space, or this predictor reads facts
    ///   of devices.
    public func fineTuned(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64, by method: FineTuning = .chosen
    ) throws(PredictError) -> HardwareMLPPredictor {
        try rows.check(fewest: 5)
        try validation.check(fewest: 1, what: "validation rows")
        guard devices.isEmpty else {
            throw PredictError(
                .training, "an estimator for several devices is not fine-tuned: train it with the device")
        }
        guard rows.space.name == manifest.space, validation.space.name == manifest.space else {
            throw PredictError(.training, "it was trained on \(manifest.space), not on \(rows.space.name)")
        }
        let tuning = try HardwareFineTuning(self, rows.ordered, validation.ordered, seed)
        do throws(LearnError) {
            switch method {
            case .published: return try tuning.lastLayer()
            case .ridge: return try tuning.ridge()
            case .allLayers: return try tuning.allLayers()
            case .chosen:
                let (ridge, all) = (try tuning.ridge(), try tuning.allLayers())
                return try tuning.error(ridge) <= tuning.error(all) ? ridge : all
            }
        } catch {
            throw PredictError(error)
        }
    }

    /// The same but for what fine-tuning changes.
    func with(
        _ weights: Weights, scale: TargetScale, conformal: Double?, manifest: ArchitectureManifest
    ) -> HardwareMLPPredictor {
        HardwareMLPPredictor(
            settings: settings, point: point, devices: devices, hardware: hardware, manifest: manifest,
            scaling: scaling, scale: scale, conformal: conformal, weights: weights)
    }
}

/// The ways to move an MLP to another device.
struct HardwareFineTuning {
    private let base: HardwareMLPPredictor
    private let seed: UInt64
    private let inputs: [[Double]]
    private let milliseconds: [Double]
    private let held: [[Double]]
    private let measured: [Double]
    private let scale: TargetScale
    private let manifest: ArchitectureManifest

    init(
        _ base: HardwareMLPPredictor, _ rows: ArchitectureRows, _ validation: ArchitectureRows, _ seed: UInt64
    ) throws(PredictError) {
        self.base = base
        self.seed = seed
        func encode(_ rows: ArchitectureRows) throws(PredictError) -> [[Double]] {
            var result: [[Double]] = []
            for architecture in rows.architectures {
                let row = try HardwareInputs.row(architecture, of: rows.space, base.settings, nil)
                result.append(base.scaling(row))
            }
            return result
        }
        inputs = try encode(rows)
        held = try encode(validation)
        milliseconds = rows.milliseconds
        measured = validation.milliseconds
        // The new device's own level and spread: what was learned is the shape.
        scale = TargetScale(rows.milliseconds, .logarithm)
        manifest = ArchitectureManifest(
            system: base.manifest.system, space: base.manifest.space, rows: rows.count,
            validationRows: validation.count, seed: seed)
    }

    private var objective: HardwareMLPSettings.Objective { base.settings.objective }

    private var targets: [Double] {
        milliseconds.map { HardwareMLPTraining.target($0, scale, objective) }
    }

    /// The mean relative error of a predictor on validation rows.
    func error(_ predictor: HardwareMLPPredictor) throws(LearnError) -> Double {
        let engine = try NeuralEngine(precision: base.settings.precision)
        let found = try answers(predictor.model(engine), engine)
        return ConformalFactor.mape(predicted: found, measured: measured)
    }

    private func answers(_ model: MLP, _ engine: NeuralEngine) throws(LearnError) -> [Double] {
        try Rows.values(held, engine) { (x) throws(LearnError) in try model(x, Pass()) }
            .map { HardwareMLPTraining.milliseconds(of: $0, scale, objective) }
    }

    private func finish(_ model: MLP, _ engine: NeuralEngine) throws(LearnError) -> HardwareMLPPredictor {
        let conformal = ConformalFactor.of(predicted: try answers(model, engine), measured: measured)
        return base.with(try model.weights(), scale: scale, conformal: conformal, manifest: manifest)
    }

    /// A new last layer by gradient descent; the others stay.
    func lastLayer() throws(LearnError) -> HardwareMLPPredictor {
        let engine = try NeuralEngine(precision: base.settings.precision)
        let model = try base.model(engine)
        var source = WeightSource(engine, seed: seed)
        let fresh = try Linear(base.settings.width, 1, &source)
        var weights = base.weights
        for (name, value) in try fresh.weights().entries { weights["readout.\(name)"] = value }
        try model.load(weights)
        let last = [model.readout.weight] + [model.readout.bias].compactMap { $0 }
        try train(
            model, engine, GradientDescent(last, rate: 0.1, momentum: 0.9, decay: 1e-3),
            Fitting(epochs: 100, batch: 32))
        return try finish(model, engine)
    }

    /// All layers, at a tenth of the rate.
    func allLayers() throws(LearnError) -> HardwareMLPPredictor {
        let engine = try NeuralEngine(precision: base.settings.precision)
        let model = try base.model(engine)
        let parameters = model.parameters.map(\.parameter)
        try train(
            model, engine, AdamW(parameters, rate: base.point.rate / 10, decay: base.point.decay),
            Fitting(epochs: 150, batch: 32, schedule: .cosine, patience: 50))
        return try finish(model, engine)
    }

    /// A new last layer by ridge regression on what the layer before it gives; the penalty is chosen on validation
    /// rows.
    func ridge() throws(LearnError) -> HardwareMLPPredictor {
        let engine = try NeuralEngine(precision: .float64)
        let model = try base.model(engine)
        let hidden = try engine.withoutRecording { () throws(LearnError) in
            try model.hidden(Rows.tensor(inputs, engine), Pass()).values()
        }
        let width = base.settings.width
        let rows = try Matrix(rows: inputs.count, columns: width, values: hidden)
        var kept: (error: Double, predictor: HardwareMLPPredictor)?
        for penalty in [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000] {
            let fit = try RidgeRegression(rows, targets, penalty: penalty)
            var weights = base.weights
            weights["readout.weight"] = try Weights.Entry(engine.tensor(fit.coefficients, [width, 1]))
            weights["readout.bias"] = try Weights.Entry(engine.tensor([fit.intercept], [1]))
            try model.load(weights)
            let predictor = try finish(model, engine)
            let error = try error(predictor)
            if error < kept?.error ?? .infinity { kept = (error, predictor) }
        }
        guard let kept else { throw LearnError(.data, "no penalty gave finite predictions") }
        return kept.predictor
    }

    private func train(
        _ model: MLP, _ engine: NeuralEngine, _ optimizer: any Optimizer, _ fitting: Fitting
    ) throws(LearnError) {
        let targets = targets
        _ = try fitting.run(
            model, optimizer, rows: inputs.count, seed: seed &+ 1,
            loss: { (rows, pass) throws(LearnError) in
                let x = try Rows.tensor(rows.map { inputs[$0] }, engine)
                let y = try engine.tensor(rows.map { targets[$0] }, [rows.count, 1])
                return try HardwareMLPTraining.loss(model(x, pass), y, objective)
            },
            validation: { () throws(LearnError) in
                ConformalFactor.mape(predicted: try answers(model, engine), measured: measured)
            })
    }
}
