import GnomonData
import GnomonGraph
import GnomonMeasure
public import GnomonPredict
public import GnomonReport
import GnomonRuntimes
import GnomonStore

/// Answers with the predictors that were learned on this machine.
public struct PredictSession: Sendable {
    /// The predictors that answer, one a platform.
    public let predictors: [any Predictor]

    /// Loads the predictor of a platform, of all (`all`), or of the only one there is (nil).
    ///
    /// - Parameters:
    ///   - name: The platform.
    ///   - system: Which predictor of the platform; nil takes the best system it was learned with.
    ///   - settings: Where things are kept.
    /// - Throws: `AppError`: exit 64 for an unknown platform, 69 for one that was not learned.
    public init(
        platform name: String?, system: LearnSystem? = nil, settings: Settings
    ) throws(AppError) {
        let learned = settings.learnedPlatforms()
        var names: [String]
        switch name {
        case "all"?: names = learned
        case let name?:
            do { names = [try Platform(named: name).name] } catch { throw AppError(error) }
        case nil: names = learned.count == 1 ? learned : []
        }
        if names.isEmpty {
            throw AppError(
                code: "predictor.missing",
                message: learned.isEmpty
                    ? "no platform was learned yet"
                    : "several platforms were learned: \(learned.joined(separator: ", "))",
                hint: learned.isEmpty ? "run 'gnomon learn --on here'" : "choose one with --on",
                exit: learned.isEmpty ? .unavailable : .usage)
        }
        var predictors: [any Predictor] = []
        for name in names {
            let chosen = system ?? settings.learnedSystems(platform: name).first ?? .kernelBoost
            let folder = settings.predictorFolder(platform: name, system: chosen)
            do { predictors.append(try PredictorCatalog.load(folder: folder)) } catch {
                if error.code == .missing {
                    throw AppError(
                        code: error.code.rawValue,
                        message: "platform '\(name)' was not learned"
                            + (system.map { " with \($0.rawValue)" } ?? "") + " yet",
                        hint: "run 'gnomon learn --on \(name)'"
                            + (system.map { " with '--system \($0.rawValue)'" } ?? ""), exit: .unavailable)
                }
                throw AppError(error)
            }
        }
        self.predictors = predictors
    }

    /// The predictions for a model, one a predictor.
    public func predict(_ model: LoadedModel) -> [PredictionRow] {
        predictors.flatMap { predictor in
            predictor.predict([model.network]).map { Self.row(model, $0, by: predictor) }
        }
    }

    /// The predictions for a model, one a predictor, kernels that were not learned measured alone.
    ///
    /// - Throws: `AppError` where a runtime is missing or the store cannot be written.
    public func predict(
        _ model: LoadedModel, measuringUnknownBy executable: [String], settings: Settings
    ) throws(AppError) -> [PredictionRow] {
        let store: Store
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
        let unknown = UnknownKernels(store: store, measurer: Measurer(executable: executable))
        var rows: [PredictionRow] = []
        for predictor in predictors {
            for prediction in predictor.predict([model.network]) {
                var prediction = prediction
                if let predictor = predictor as? KernelBoostPredictor {
                    let times = try unknown.measured(model.network, prediction, by: predictor)
                    if !times.isEmpty {
                        let names = times.keys.sorted().map { prediction.kernels[$0].name }
                        prediction = predictor.predict(model.network, measured: times)
                        prediction.warnings.append("measured alone: \(names.joined(separator: ", "))")
                    }
                }
                rows.append(Self.row(model, prediction, by: predictor))
            }
        }
        return rows
    }

    private static func row(
        _ model: LoadedModel, _ prediction: Prediction, by predictor: any Predictor
    ) -> PredictionRow {
        PredictionRow(
            model: model.path, hash: "\(model.hash)", platform: predictor.platform.name,
            predictor: type(of: predictor).card.name, prediction: prediction)
    }
}

extension AppError {
    /// What is wrong with a predictor or its training.
    public init(_ error: PredictError) {
        let exit: Exit =
            switch error.code {
            case .missing, .library: .unavailable
            case .unknown: .usage
            case .tooFew: .tryAgain
            default: .badData
            }
        self.init(
            code: error.code.rawValue, message: error.message, place: error.place, hint: error.hint,
            exit: exit)
    }
}
