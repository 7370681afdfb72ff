import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonRuntimes
import GnomonStore

extension LearnSession {
    /// What profiles of models that users named are kept under.
    private static let namedGenerator = "named/1"

    /// The predictors of learned platforms, to start from.
    static func priors(
        _ names: [String], of platform: Platform, settings: Settings
    ) throws(AppError) -> [KernelBoostPredictor] {
        var priors: [KernelBoostPredictor] = []
        for name in names {
            let source: String
            do { source = try Platform(named: name).name } catch { throw AppError(error) }
            guard source != platform.name else {
                throw AppError(
                    code: "usage", message: "a platform cannot start from itself",
                    hint: "name other platforms with --from; what was measured on this one counts anyway",
                    exit: .usage)
            }
            let found: any Predictor
            do { found = try PredictorCatalog.load(folder: settings.predictorFolder(platform: source)) } catch
            {
                guard error.code == .missing else { throw AppError(error) }
                throw AppError(
                    code: error.code.rawValue, message: "platform '\(source)' was not learned yet",
                    hint: "run 'gnomon learn --on \(source)', or leave it out of --from", exit: .unavailable)
            }
            guard let predictor = found as? KernelBoostPredictor else {
                throw AppError(
                    code: "usage", message: "the predictor of '\(source)' knows no single kernels",
                    hint: "learn '\(source)' with kernel-boost", exit: .usage)
            }
            priors.append(predictor)
        }
        return priors
    }

    /// A model that the user named, profiled now or in an earlier session.
    func measuredByName(
        _ path: String, platformID: String, rules: FusionRules
    ) throws(AppError) -> (network: Network, measured: TrainingNetwork) {
        let model = try LoadedModel(path: path, binding: try ModelBinding())
        let hash = "\(model.hash)"
        let known = try kept(platformID, generator: Self.namedGenerator).first { $0.networkHash == hash }
            .flatMap { try? JSONDecoder().decode(NetworkProfile.self, from: $0.payload) }
        let profile: NetworkProfile
        if let known {
            profile = known
        } else {
            profile = try profiled(model, platformID: platformID, hash: hash)
        }
        let measured = TrainingNetwork(
            model.network, profile: profile, rules: rules, fold: .training, isNamed: true)
        return (model.network, measured)
    }

    private func profiled(
        _ model: LoadedModel, platformID: String, hash: String
    ) throws(AppError) -> NetworkProfile {
        let start = Date()
        let bytes = try ModelBytes.written(model.network, for: platform, seed: 0, wantsDigest: false)
        var profile: NetworkProfile
        do {
            profile = try measurer.profile(
                model: bytes, platform: platform, seconds: 1.5, minimumRuns: 50, seed: 0)
        } catch { throw AppError(error).located(in: model.path) }
        profile.seconds = Date().timeIntervalSince(start)
        profile.groups = nil
        try keep(
            profile, seed: model.hash.low, platformID: platformID, hash: hash,
            generator: Self.namedGenerator)
        return profile
    }
}
