import GnomonFeatures
import GnomonLearn
import GnomonSpaces

/// The training of flat MLPs of several depths.
struct FlatMLPTraining {
    private let settings: FlatMLPSettings
    private let encoding: FlatEncoding
    private let scaling: RowScaling
    private let scale: TargetScale
    private let inputs: [[Double]]
    private let targets: [Double]
    private let held: [[Double]]
    private let measured: [Double]

    init(
        _ rows: ArchitectureRows, _ validation: ArchitectureRows, _ settings: FlatMLPSettings
    ) throws(PredictError) {
        self.settings = settings
        var tokens: [LayerTokens] = []
        if settings.form == .reconstruction {
            let more = settings.sparesRoom ? rows.space.sample(128, seed: 0) : []
            for architecture in rows.architectures + more {
                do throws(SpaceError) { tokens.append(try LayerTokens(architecture, of: rows.space)) } catch {
                    throw PredictError(.training, error.message)
                }
            }
        }
        encoding = FlatEncoding(settings.form, tokens)
        var plain: [[Double]] = []
        for architecture in rows.architectures {
            plain.append(try encoding.row(architecture, of: rows.space))
        }
        scaling = RowScaling(plain)
        inputs = plain.map(scaling.callAsFunction)
        scale = TargetScale(rows.milliseconds, settings.target)
        targets = rows.milliseconds.map(scale.value)
        // A validation network that is too large to be read counts for nothing, as it would be refused later.
        var (held, measured): ([[Double]], [Double]) = ([], [])
        for (architecture, value) in zip(validation.architectures, validation.milliseconds) {
            guard let row = try? encoding.row(architecture, of: validation.space) else { continue }
            held.append(scaling(row))
            measured.append(value)
        }
        guard !held.isEmpty else {
            throw PredictError(.tooFew, "all validation networks have more layers than those to train on")
        }
        (self.held, self.measured) = (held, measured)
    }

    /// Trains every depth and keeps the best try of the best one.
    func run(_ manifest: ArchitectureManifest, _ seed: UInt64) throws(LearnError) -> FlatMLPPredictor {
        let engine = try NeuralEngine(precision: settings.precision)
        var curve: [FlatMLPPredictor.Try] = []
        var kept: (median: Double, depth: Int, predicted: [Double], weights: Weights)?
        for depth in settings.depths {
            var tried = FlatMLPPredictor.Try(depth: depth, errors: [])
            var best: (error: Double, predicted: [Double], weights: Weights)?
            for number in 0..<settings.tries {
                let seed = seed &+ UInt64(depth * 1000 + number)
                let (predicted, weights) = try fit(depth, engine, seed)
                // Files hold no infinity.
                let error = min(1e9, ConformalFactor.mape(predicted: predicted, measured: measured))
                tried.errors.append(error)
                if error < best?.error ?? .infinity { best = (error, predicted, weights) }
            }
            curve.append(tried)
            if let best, tried.median < kept?.median ?? .infinity {
                kept = (tried.median, depth, best.predicted, best.weights)
            }
        }
        guard let kept else { throw LearnError(.data, "no depth gave finite predictions") }
        return FlatMLPPredictor(
            settings: settings, curve: curve, depth: kept.depth, manifest: manifest, encoding: encoding,
            scaling: scaling, scale: scale,
            conformal: ConformalFactor.of(predicted: kept.predicted, measured: measured),
            weights: kept.weights)
    }

    /// Trains one network; returns what it says of the validation rows, in milliseconds, and its weights.
    private func fit(
        _ depth: Int, _ engine: NeuralEngine, _ seed: UInt64
    ) throws(LearnError) -> ([Double], Weights) {
        let model = try FlatMLPPredictor.model(
            settings, inputs: encoding.width, depth: depth, engine, seed: seed)
        let optimizer = try AdamW(
            model.parameters.map(\.parameter), rate: settings.rate, decay: settings.decay)
        func answers() throws(LearnError) -> [Double] {
            try Rows.values(held, engine) { (x) throws(LearnError) in try model(x, Pass()) }
        }
        let wanted = measured.map(scale.value)
        let isLogarithm = settings.target == .logarithm
        _ = try settings.fitting.run(
            model, optimizer, rows: inputs.count, seed: seed &+ 1,
            loss: { (rows, pass) throws(LearnError) in
                let x = try Rows.tensor(rows.map { inputs[$0] }, engine)
                let y = try engine.tensor(rows.map { targets[$0] }, [rows.count, 1])
                return isLogarithm ? try Loss.mse(model(x, pass), y) : try Loss.l1(model(x, pass), y)
            },
            validation: { () throws(LearnError) in
                zip(try answers(), wanted).reduce(0) { sum, pair in
                    let error = pair.0 - pair.1
                    return sum + (isLogarithm ? error * error : abs(error))
                } / Double(wanted.count)
            })
        return (try answers().map(scale.milliseconds), try model.weights())
    }
}
