import GnomonLearn
public import GnomonSpaces

/// The estimator of arXiv:2101.00732: an MLP over genotypes of once-for-all networks; for one device, moved to another
/// one, or for several at once.
///
/// Of other spaces it reads every gene as one of its choices.
public struct HardwareMLPPredictor: ArchitecturePredictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "hardware-mlp", summary: "an MLP over genotypes, for one device, fine-tuned, or over several",
        source: "arXiv:2101.00732")

    /// How it was built and trained.
    public let settings: HardwareMLPSettings
    /// The point of the grid that was chosen.
    public let point: HardwareMLPSettings.Point
    /// The devices it was trained on, where it reads facts of devices; else none.
    public let devices: [HardwareFacts]
    /// The device that is predicted, where it reads facts of devices.
    public var hardware: HardwareFacts?
    let manifest: ArchitectureManifest
    let scaling: RowScaling
    let scale: TargetScale
    let conformal: Double?
    let weights: Weights

    /// The fewest devices from which something can be learned about devices.
    public static let fewestDevices = 4

    /// Trains with our settings.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64
    ) throws(PredictError) -> HardwareMLPPredictor {
        try train(on: rows, validation: validation, seed: seed, settings: .ours)
    }

    /// Trains with given settings; the point of the grid is chosen on validation rows.
    ///
    /// - Throws: `PredictError` where the rows do not suffice or LibTorch is missing.
    public static func train(
        on rows: ArchitectureRows, validation: ArchitectureRows, seed: UInt64, settings: HardwareMLPSettings
    ) throws(PredictError) -> HardwareMLPPredictor {
        try train(
            [(hardware: nil, rows: rows, validation: validation)], seed: seed, settings: settings)
    }

    /// Trains one estimator for several devices, which also reads facts of each.
    ///
    /// The published code reads them raw, and found that it ruins the estimator; ours reads logarithms.
    ///
    /// - Returns: a predictor for the first device; set ``hardware`` for another one.
    /// - Throws: `PredictError` where the rows do not suffice or facts are not positive.
    public static func trainGeneralist(
        _ devices: [(hardware: HardwareFacts, rows: ArchitectureRows, validation: ArchitectureRows)],
        seed: UInt64, settings: HardwareMLPSettings = .ours
    ) throws(PredictError) -> HardwareMLPPredictor {
        if let bad = devices.first(where: { !$0.hardware.isSound }) {
            throw PredictError(.training, "the facts of '\(bad.hardware.name)' must be positive")
        }
        return try train(
            devices.map { (Optional($0.hardware), $0.rows, $0.validation) }, seed: seed, settings: settings)
    }

    private static func train(
        _ parts: [HardwareMLPTraining.Part], seed: UInt64, settings: HardwareMLPSettings
    ) throws(PredictError) -> HardwareMLPPredictor {
        try settings.check()
        guard let first = parts.first else {
            throw PredictError(.tooFew, "there are no devices to learn from")
        }
        var count = (rows: 0, validation: 0)
        for part in parts {
            try part.rows.check(fewest: 10)
            try part.validation.check(fewest: 1, what: "validation rows")
            guard !part.rows.space.choices.isEmpty else {
                throw PredictError(
                    .training, "hardware-mlp reads choices, and \(part.rows.space.name) have none")
            }
            guard part.rows.space.name == first.rows.space.name else {
                throw PredictError(.training, "all devices must have rows of one space")
            }
            count = (count.rows + part.rows.count, count.validation + part.validation.count)
        }
        let manifest = ArchitectureManifest(
            system: card.name, space: first.rows.space.name, rows: count.rows,
            validationRows: count.validation, seed: seed)
        let training = try HardwareMLPTraining(parts, settings)
        do throws(LearnError) { return try training.run(manifest, seed) } catch { throw PredictError(error) }
    }

    /// The latency of each architecture, in order.
    ///
    /// - Throws: `PredictError` where an architecture is not of the space.
    public func predict(_ architectures: [Architecture]) throws(PredictError) -> [ArchitecturePrediction] {
        let space = try manifest.searchSpace(place: "")
        var rows: [[Double]] = []
        for architecture in architectures {
            rows.append(scaling(try HardwareInputs.row(architecture, of: space, settings, hardware)))
        }
        let found: [Double]
        do throws(LearnError) {
            let engine = try NeuralEngine(precision: .float64)
            let model = try self.model(engine)
            found = try Rows.values(rows, engine) { (x) throws(LearnError) in try model(x, Pass()) }
        } catch {
            throw PredictError(error)
        }
        return found.map {
            let milliseconds = milliseconds(of: $0)
            return ArchitecturePrediction(
                milliseconds: milliseconds, interval: ConformalFactor.interval(milliseconds, conformal),
                warnings: warnings)
        }
    }

    /// What the user should know of an estimator for several devices.
    private var warnings: [String] {
        guard !devices.isEmpty else { return [] }
        var warnings: [String] = []
        if devices.count < Self.fewestDevices {
            warnings.append(
                "learned from \(devices.count) devices; fewer than \(Self.fewestDevices) cannot tell how latency "
                    + "depends on cores, memory and bandwidth")
        }
        if let hardware, !devices.contains(hardware) {
            warnings.append("'\(hardware.name)' is none of the devices that were trained on")
        }
        return warnings
    }

    /// The network with the trained weights.
    func model(_ engine: NeuralEngine) throws(LearnError) -> MLP {
        let model = try HardwareMLPTraining.model(settings, inputs: scaling.means.count, engine, seed: 0)
        try model.load(weights)
        return model
    }

    /// The milliseconds an answer of the network means.
    func milliseconds(of value: Double) -> Double {
        HardwareMLPTraining.milliseconds(of: value, scale, settings.objective)
    }
}
