import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonGraph
import GnomonKernels
import GnomonStatistics

/// Predicts a platform on which a few whole networks were measured, from what learned platforms say of each kernel.
///
/// Each known platform's kernels are moved to a machine where launches, arithmetic and memory cost what the few
/// measurements say; ratios and a correction for each class of kernel follow, and all platforms, moved and as they are,
/// are averaged by how well they explain the measurements.
/// No kernel is profiled on the new platform.
public struct KernelTransferPredictor: Predictor {
    /// What the predictor is.
    public static let card = PredictorCard(
        name: "kernel-transfer",
        summary:
            "kernel times of learned platforms, moved to a new one by 5 to 20 whole networks measured there",
        source: "Bayesian model averaging (Hoeting and others 1999, doi:10.1214/ss/1009212519)")

    /// The platform it predicts.
    public var platform: Platform
    /// The identity of platform and machine it was learned on.
    public var platformID: String
    /// What it was trained on.
    public var training: TrainingSummary

    var sources: [KernelBoostPredictor]
    var fit: KernelTransferFit
    /// What half an interval is in deviations, at `level`.
    var intervalFactor: Double
    var level = 0.9

    /// Moves learned platforms to a new one.
    ///
    /// - Parameters:
    ///   - sources: Predictors of learned platforms, at most eight.
    ///   - wholes: Networks measured on the new platform.
    ///   - platform: The new platform.
    ///   - platformID: The identity of platform and machine.
    /// - Returns: The predictor.
    /// - Throws: `PredictError` (tooFew) without a source or a measurement.
    /// - Complexity: O(kernels · trees) for each source and network, and O(n⁴) in the measurements.
    public static func adapt(
        _ sources: [KernelBoostPredictor], to wholes: [WholeNetwork], platform: Platform, platformID: String
    ) throws(PredictError) -> KernelTransferPredictor {
        let sources = Array(sources.prefix(KernelPrior.mostSources))
        guard !sources.isEmpty else {
            throw PredictError(
                .tooFew, "no learned platform to start from", hint: "learn one with 'gnomon learn --on'")
        }
        let rooflines = sources.map(\.roofline)
        let samples = wholes.map { whole in
            KernelTransferFit.Sample(
                sums: sources.map { $0.sum(of: whole.network) }, nanoseconds: whole.nanoseconds)
        }
        guard let fit = KernelTransferFit(samples, rooflines: rooflines) else {
            throw PredictError(.tooFew, "no network was measured on '\(platform.name)'")
        }
        let leftOut = KernelTransferFit.leftOut(samples, rooflines: rooflines)
        let times = samples.map(\.nanoseconds)
        var predictor = KernelTransferPredictor(
            platform: platform, platformID: platformID, training: TrainingSummary(), sources: sources,
            fit: fit, intervalFactor: 0)
        predictor.intervalFactor = RatioMixture.intervalFactor(
            times, leftOut: leftOut, level: predictor.level)
        predictor.training.networks = wholes.count
        predictor.training.note(
            predicted: zip(samples, leftOut).map { $1?.nanoseconds ?? $0.sums[0].fixed + $0.sums[0].sum },
            measured: times)
        return predictor
    }

    /// Which candidates should be measured, in order: those that tell most about all of them.
    ///
    /// Fewer are a prefix of more.
    ///
    /// - Complexity: O(kernels · trees) for each candidate and source, and O(wanted · candidates²).
    public static func proposals(
        _ wanted: Int, among candidates: [Network], sources: [KernelBoostPredictor]
    ) -> [Int] {
        guard let first = sources.first else { return Array(candidates.indices.prefix(wanted)) }
        let rows = candidates.map {
            KernelShares(first.sum(of: $0), roofline: first.roofline).values
        }
        var covariance = [Double](repeating: 0, count: rows.count * rows.count)
        for i in rows.indices {
            for j in rows.indices {
                let common = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 }
                covariance[i * rows.count + j] = priorRatio + priorClasses * common
            }
        }
        return AOptimalDesign.choose(
            covariance: covariance, count: rows.count, noise: 0.05 * 0.05, wanted: wanted)
    }

    /// The variances, before anything is measured, of the ratio's logarithm and of a class's correction.
    private static let priorRatio = 0.5 * 0.5
    private static let priorClasses = 0.25 * 0.25

    /// The latency of each prepared network, in order; kernels are those of the source that counts most.
    ///
    /// - Complexity: O(sources · kernels · trees · depth).
    public func predict(_ networks: [Network]) -> [Prediction] { networks.map(prediction) }

    private func prediction(of network: Network) -> Prediction {
        let rooflines = sources.map(\.roofline)
        let seen = fit.all(sources.map { $0.sum(of: network) })
        let (total, deviation) = fit.mixture.predict(fit.shares(seen, rooflines))
        let main = fit.mixture.parts.first?.source ?? 0
        var sum = seen[main]
        let roofline = rooflines[fit.platform(of: main)]
        var moved = 0.0
        for index in sum.estimates.indices {
            let columns = KernelShares.columns(sum.vectors[index], sum.estimates[index], roofline)
            sum.estimates[index].nanoseconds *= factor(columns, source: main)
            moved += sum.estimates[index].nanoseconds
        }
        let fixed = sum.fixed * factor([KernelShares.kindColumns - 1], source: main)
        var answer = sum.prediction(factor: 1, level: level)
        // What is fixed is the same for every network; the kernels share the rest.
        let scale = max(0, total - fixed) / max(1, moved)
        for index in answer.kernels.indices {
            answer.kernels[index].latency = Latency(
                nanoseconds: scale * answer.kernels[index].latency.nanoseconds)
        }
        let width = exp(intervalFactor * deviation)
        answer.latency = Latency(nanoseconds: total)
        answer.interval = LatencyInterval(
            lower: Latency(nanoseconds: total / width), upper: Latency(nanoseconds: total * width),
            level: level)
        answer.warnings.append(
            "from \(training.networks) networks measured here and what "
                + "\(sources.map(\.platform.name).joined(separator: ", ")) would take")
        return answer
    }

    /// What a kernel of these columns is multiplied with, on average over the models of a source of the mixture.
    private func factor(_ columns: [Int], source: Int) -> Double {
        var row = [Double](repeating: 0, count: KernelShares.columnCount)
        for column in columns { row[column] = 1 }
        var (sum, weight) = (0.0, 0.0)
        for part in fit.mixture.parts where part.source == source {
            sum += part.weight * part.model.ratio(row)
            weight += part.weight
        }
        return weight > 0 ? sum / weight : 1
    }
}
