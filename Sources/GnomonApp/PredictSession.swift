import GnomonData
import GnomonGraph
public import GnomonPredict
public import GnomonReport
import GnomonRuntimes

/// Answers with the predictors that were learned on this machine.
public struct PredictSession: Sendable {
    /// The predictors that answer, one a platform.
    public let predictors: [any Predictor]

    /// Loads the predictor of a platform, of all (`all`), or of the only one there is (nil).
    ///
    /// - Throws: `AppError`: exit 64 for an unknown platform, 69 for one that was not learned.
    public init(platform name: String?, settings: Settings) throws(AppError) {
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
            let folder = settings.predictorFolder(platform: name)
            do { predictors.append(try PredictorCatalog.load(folder: folder)) } catch {
                if error.code == .missing {
                    throw AppError(
                        code: error.code.rawValue, message: "platform '\(name)' was not learned yet",
                        hint: "run 'gnomon learn --on \(name)'", exit: .unavailable)
                }
                throw AppError(error)
            }
        }
        self.predictors = predictors
    }

    /// The predictions for a model, one a predictor.
    public func predict(_ model: LoadedModel) -> [PredictionRow] {
        predictors.flatMap { predictor in
            predictor.predict([model.network]).map { prediction in
                PredictionRow(
                    model: model.path, hash: "\(model.hash)", platform: predictor.platform.name,
                    predictor: type(of: predictor).card.name, prediction: prediction)
            }
        }
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
