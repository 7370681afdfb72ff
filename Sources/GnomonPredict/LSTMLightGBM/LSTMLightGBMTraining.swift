import GnomonFeatures
import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// The training of an LSTM and of LightGBM on its states.
struct LSTMLightGBMTraining {
    private let settings: LSTMLightGBMSettings
    private let networks: [LayerTokens]
    private let targets: [Double]
    private let held: [LayerTokens]
    private let measured: [Double]
    private let scaling: RowScaling
    private let scale: TargetScale

    init(
        _ rows: ArchitectureRows, _ validation: ArchitectureRows, _ settings: LSTMLightGBMSettings
    ) throws(PredictError) {
        self.settings = settings
        networks = try LSTMLightGBMPredictor.tokens(rows.architectures, of: rows.space)
        held = try LSTMLightGBMPredictor.tokens(validation.architectures, of: rows.space)
        measured = validation.milliseconds
        scaling = RowScaling(networks.flatMap { network in (0..<network.count).map { network.row($0) } })
        let scale = TargetScale(rows.milliseconds, .logarithm)
        self.scale = scale
        targets = rows.milliseconds.map(scale.value)
    }

    /// Trains everything.
    func run(_ manifest: ArchitectureManifest, _ seed: UInt64) throws(LearnError) -> LSTMLightGBMPredictor {
        let engine = try NeuralEngine(precision: settings.precision)
        let all = Array(networks.indices)
        let kept = try fit(all, engine, seed)
        var generator = SeededGenerator(seed: seed)
        let order = all.shuffled(using: &generator)
        let folds = min(settings.folds, networks.count)
        var rows = [[Double]](repeating: [], count: networks.count)
        for fold in 0..<folds {
            let out = order.indices.filter { $0 % folds == fold }.map { order[$0] }.sorted()
            let left = Set(out)
            let model = try fit(all.filter { !left.contains($0) }, engine, seed)
            let described = try model.describe(out.map { networks[$0] }, scaling, engine)
            for (place, row) in zip(out, described) { rows[place] = row + networks[place].totals }
        }
        let trees = try BoostedTrees.train(
            features: Matrix(rows), labels: targets, parameters: settings.boosting(seed))
        let predicted = try zip(kept.describe(held, scaling, engine), held).map {
            scale.milliseconds(of: trees.predict(row: $0 + $1.totals))
        }
        return LSTMLightGBMPredictor(
            settings: settings, manifest: manifest, scaling: scaling, scale: scale,
            conformal: ConformalFactor.of(predicted: predicted, measured: measured),
            weights: try kept.weights(), trees: trees)
    }

    /// Trains an LSTM on some rows, always from the same weights.
    private func fit(
        _ rows: [Int], _ engine: NeuralEngine, _ seed: UInt64
    ) throws(LearnError) -> SequenceModel {
        var source = WeightSource(engine, seed: seed)
        let model = try SequenceModel(settings, &source)
        let optimizer = try AdamW(model.parameters.map(\.parameter), rate: settings.rate)
        let wanted = measured.map(scale.value)
        _ = try settings.fitting.run(
            model, optimizer, rows: rows.count, seed: seed &+ 1,
            loss: { (chosen, _) throws(LearnError) in
                let places = chosen.map { rows[$0] }
                let state = try model.state(places.map { networks[$0] }, scaling, engine)
                let labels = try engine.tensor(places.map { targets[$0] }, [places.count, 1])
                return try Loss.mse(model.readout(state), labels)
            },
            validation: { () throws(LearnError) in
                let answers = try model.describe(held, scaling, engine).map { $0[$0.count - 1] }
                return zip(answers, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                    / Double(wanted.count)
            })
        return model
    }
}
