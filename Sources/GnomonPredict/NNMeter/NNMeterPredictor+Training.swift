import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonKernels
import GnomonLearn
import GnomonNative
import GnomonStatistics

extension NNMeterPredictor {
    /// Kernels below which nothing is learned.
    public static let fewestKernels = 40

    /// Learns a platform from kernels measured alone.
    ///
    /// - Parameters:
    ///   - samples: The kernels; those held out (`KernelSample.isHeldOut`) only tell how good it is.
    ///   - wholes: Networks measured whole, never learned from: intervals and the summary come from them.
    ///   - frame: Nanoseconds of a run beside its kernels.
    ///   - platform: The platform.
    ///   - platformID: The identity of platform and machine.
    ///   - rules: The fusion rules by which networks become kernels.
    ///   - features: Which numbers the forests see.
    ///   - rounds: The rounds of sampling so far.
    ///   - progress: Told the share of all rows that are done, and the kind in hand.
    /// - Returns: The predictor.
    /// - Throws: `PredictError` where there are too few kernels or trees cannot be grown.
    /// - Complexity: O(kernels · trees · log kernels).
    public static func train(
        _ samples: [KernelSample], wholes: [WholeNetwork], frame: Double, platform: Platform,
        platformID: String, rules: FusionRules, features: ForestFeatures = .full,
        rounds: SamplingRounds = SamplingRounds(), progress: (Double, KernelKind) -> Void = { _, _ in }
    ) throws(PredictError) -> NNMeterPredictor {
        let samples = KernelSample.distinct(samples)
        guard samples.count >= fewestKernels else { throw .tooFewKernels(samples.count, fewestKernels) }
        let seen = samples.filter { !$0.isHeldOut }
        var forests: [KernelKind: KernelForest] = [:]
        var done = 0.0
        for (kind, own) in Dictionary(grouping: samples, by: \.vector.kind).sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            progress(done / Double(samples.count), kind)
            do throws(LearnError) {
                forests[kind] = try KernelForestTrainer(features: features).train(own)
            } catch {
                throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
            }
            done += Double(own.count)
        }
        var predictor = NNMeterPredictor(
            platform: platform, platformID: platformID, rules: rules, training: TrainingSummary(),
            features: features, rounds: rounds,
            roofline: Roofline(vectors: seen.map(\.vector), nanoseconds: seen.map(\.nanoseconds)),
            frame: max(0, frame), intervalFactor: 3, level: 0.9, forests: forests)
        predictor.calibrate(wholes)
        predictor.training.kernels = seen.count
        return predictor
    }

    /// Takes intervals and the summary from networks that were not learned from.
    private mutating func calibrate(_ wholes: [WholeNetwork]) {
        var scores: [Double] = []
        var predicted: [Double] = []
        for whole in wholes {
            let sum = sum(of: whole.network)
            let total = sum.fixed + sum.sum
            predicted.append(total)
            scores.append(abs(log(whole.nanoseconds / total)) / sum.relativeError)
        }
        intervalFactor = SumOfKernels.intervalFactor(scores, level: level)
        training.note(predicted: predicted, measured: wholes.map(\.nanoseconds))
    }

    /// The samples that a forest which does not know them predicts badly, worst first.
    ///
    /// Badly is more than `tolerance` wrong: more samples are wanted there. Kernels held out are never among them.
    ///
    /// - Throws: `PredictError` when trees cannot be grown.
    public static func hardest(
        _ samples: [KernelSample], features: ForestFeatures = .full, tolerance: Double = 0.1
    ) throws(PredictError) -> [KernelSample] {
        var hard: [(error: Double, sample: KernelSample)] = []
        let training = KernelSample.distinct(samples).filter { !$0.isHeldOut }
        for (_, own) in Dictionary(grouping: training, by: \.vector.kind)
        where own.count >= KernelForest.fewestRows {
            do throws(LearnError) {
                let errors = try KernelForestTrainer(features: features).crossValidated(own)
                for (error, sample) in zip(errors, own) where abs(error) > tolerance {
                    hard.append((abs(error), sample))
                }
            } catch {
                throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
            }
        }
        return hard.sorted { ($0.error, $1.sample.signature) > ($1.error, $0.sample.signature) }
            .map(\.sample)
    }

    /// The median relative error on held-out kernels; nil without any.
    public func error(on samples: [KernelSample]) -> Double? {
        let held = KernelSample.distinct(samples).filter(\.isHeldOut)
        let estimates = estimate(held.map(\.vector))
        return Quantile.median(
            KernelForestTrainer.errors(held, estimates.map(\.nanoseconds)).map { abs($0) })
    }
}

extension PredictError {
    /// Too few kernels were measured.
    static func tooFewKernels(_ count: Int, _ needed: Int) -> PredictError {
        PredictError(
            .tooFew, "\(count) measured kernels, at least \(needed) are needed",
            hint: "give 'gnomon learn' a larger --budget")
    }
}

extension TrainingSummary {
    /// Notes how networks that were not learned from were predicted.
    mutating func note(predicted: [Double], measured: [Double]) {
        heldOut = measured.count
        if let summary = ErrorSummary(predicted: predicted, measured: measured) {
            within10 = summary.within10
            meanError = summary.mape
        }
    }
}
