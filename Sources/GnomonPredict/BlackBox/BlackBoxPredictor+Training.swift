import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonKernels
import GnomonLearn
import GnomonNative
import GnomonStatistics

extension BlackBoxPredictor {
    /// Kernels below which nothing is learned.
    public static let fewestKernels = 40

    /// Learns a platform from kernels measured alone and from whole networks; no profile is looked at.
    ///
    /// - Parameters:
    ///   - samples: The kernels.
    ///   - wholes: Networks measured whole, other than those the kernels come from; some dozens, better some hundreds.
    ///   - frame: Nanoseconds of a run beside its kernels.
    ///   - platform: The platform.
    ///   - platformID: The identity of platform and machine.
    ///   - rules: The fusion rules by which networks become kernels.
    ///   - progress: Told the share of all rows that are done, and the kind in hand.
    /// - Returns: The predictor.
    /// - Throws: `PredictError` where there are too few kernels or trees cannot be grown.
    /// - Complexity: O(kernels · trees).
    public static func train(
        _ samples: [KernelSample], wholes: [WholeNetwork], frame: Double, platform: Platform,
        platformID: String, rules: FusionRules, progress: (Double, KernelKind) -> Void = { _, _ in }
    ) throws(PredictError) -> BlackBoxPredictor {
        let samples = KernelSample.distinct(samples)
        guard samples.count >= fewestKernels else { throw .tooFewKernels(samples.count, fewestKernels) }
        let seen = samples.filter { !$0.isHeldOut }
        let roofline = Roofline(vectors: seen.map(\.vector), nanoseconds: seen.map(\.nanoseconds))
        var models: [KernelKind: KernelModel] = [:]
        var done = 0.0
        let kinds = Dictionary(grouping: seen, by: \.vector.kind)
        for (kind, own) in kinds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            progress(done / Double(max(1, seen.count)), kind)
            let rows = own.enumerated().map { index, sample in
                let ideal = roofline.time(sample.vector)
                return KernelModelTrainer.Row(
                    vector: sample.vector, target: log(sample.nanoseconds / ideal),
                    weight: pow(max(100, sample.nanoseconds) / 1e5, 0.25), base: ideal,
                    network: index, isValidation: sample.isValidation)
            }
            do throws(LearnError) { models[kind] = try KernelModelTrainer().train(rows) } catch {
                throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
            }
            done += Double(own.count)
        }
        var predictor = BlackBoxPredictor(
            kernels: KernelBoostPredictor(
                platform: platform, platformID: platformID, rules: rules, training: TrainingSummary(),
                roofline: roofline, runCost: RunCost(fixed: max(0, frame), perKernel: 0), scale: 1,
                intervalFactor: 3, level: 0.9, models: models),
            correction: nil)
        predictor.kernels.training.kernels = seen.count
        do throws(LearnError) { try predictor.correct(wholes) } catch {
            throw PredictError(.training, error.message)
        }
        return predictor
    }

    /// Fits the correction; each network is predicted once by a correction that does not know it, which gives
    /// intervals and the summary.
    private mutating func correct(_ wholes: [WholeNetwork]) throws(LearnError) {
        guard wholes.count >= 3 else { return }
        let sums = wholes.map { kernels.sum(of: $0.network) }
        let measured = wholes.map(\.nanoseconds)
        var predicted: [Double] = []
        var scores: [Double] = []
        let parts = min(5, wholes.count)
        var corrections: [WholeCorrection] = []
        for part in 0..<parts {
            let others = wholes.indices.filter { $0 % parts != part }
            corrections.append(
                try WholeCorrection(
                    others.map { sums[$0] }, others.map { measured[$0] }, roofline: kernels.roofline))
        }
        for index in wholes.indices {
            var sum = sums[index]
            corrections[index % parts].apply(to: &sum, roofline: kernels.roofline)
            let total = sum.fixed + sum.sum
            predicted.append(total)
            scores.append(abs(log(measured[index] / total)) / sum.relativeError)
        }
        correction = try WholeCorrection(sums, measured, roofline: kernels.roofline)
        kernels.intervalFactor = SumOfKernels.intervalFactor(scores, level: kernels.level)
        kernels.training.networks = wholes.count
        kernels.training.note(predicted: predicted, measured: measured)
    }
}
