import GnomonData
import GnomonKernels
import GnomonPredict

extension LearnSession {
    /// Learns from kernels measured alone: `nn-meter` or `black-box`.
    ///
    /// Fusion is what the rules of the platform say; layouts, which only a profile shows, play no part.
    func runIsolated(
        _ system: LearnSystem, budget: Double, shouldStop: () -> Bool, progress: (Progress) -> Void
    ) throws(AppError) -> Outcome {
        var rules = platform.fusionRules
        rules.layout = nil
        let platformID = try identity()
        let bench = KernelBench(measurer: measurer, platform: platform)
        let measuring = budget - max(3, 0.1 * budget)
        let findings: IsolatedLearning.Findings
        do {
            findings = try withoutActuallyEscaping(shouldStop) { shouldStop in
                try withoutActuallyEscaping(progress) { progress in
                    var learning = IsolatedLearning(
                        bench: bench, store: store, platformID: platformID, rules: rules, system: system,
                        shouldStop: shouldStop, progress: progress)
                    return try learning.run(seconds: measuring)
                }
            }
        } catch let error as AppError {
            throw error
        } catch {
            throw AppError(code: "learn.failed", message: "\(error)", exit: .badData)
        }
        let folder = settings.predictorFolder(platform: platform.name, system: system)
        func told(_ fraction: Double, _ kind: KernelKind) {
            progress(.training(kind: kind.rawValue, fraction: fraction))
        }
        do throws(PredictError) {
            let training: TrainingSummary
            switch system {
            case .nnMeter:
                let predictor = try NNMeterPredictor.train(
                    findings.samples, wholes: findings.wholes, frame: findings.frame, platform: platform,
                    platformID: platformID, rules: rules, rounds: findings.rounds, progress: told)
                try predictor.save(to: folder)
                training = predictor.training
            case .blackBox, .kernelBoost, .kernelTransfer:
                let predictor = try BlackBoxPredictor.train(
                    findings.samples, wholes: findings.wholes, frame: findings.frame, platform: platform,
                    platformID: platformID, rules: rules, progress: told)
                try predictor.save(to: folder)
                training = predictor.training
            }
            return Outcome(training: training, folder: folder, noiseFloor: findings.rounds.floor)
        } catch {
            throw AppError(error)
        }
    }
}
