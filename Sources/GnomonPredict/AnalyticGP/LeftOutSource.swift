import Foundation
import GnomonLearn
import GnomonStatistics

/// A known device in the place of a new one: what the method would have said of it.
struct LeftOutSource: Sendable {
    /// The scene without the device, over the rows measured there.
    var scene: PoolScene
    /// The latency of each of these rows in milliseconds.
    let milliseconds: [Double]
    /// The parts of the covariance of some rows, and their latencies: what the prior is fitted on.
    let evidence: (parts: CovarianceParts, labels: [Double])

    /// Takes a device and its kin out of a pool.
    init(
        _ pool: some ScenePool, without sources: Set<Int>, _ rows: SourceRows, priorRows: Int,
        using generator: inout SeededGenerator
    ) throws(LearnError) {
        let scene = pool.scene(without: sources, rows: rows.rows)
        let chosen = Array(rows.rows.indices.shuffled(using: &generator).prefix(priorRows))
        self.scene = scene
        milliseconds = rows.milliseconds
        evidence = (try scene.parts(chosen), chosen.map { rows.milliseconds[$0] })
    }

    /// How well each model does with samples chosen by design.
    ///
    /// - Returns: by model, the rank correlation on the rows that are no samples, and how many of its standard
    ///   deviations each of these is away.
    func trial(_ samples: [Int], modes: [AnalyticGPSettings.Mode]) -> [AnalyticGPSettings.Mode: Trial] {
        let measured = samples.map { milliseconds[$0] }
        guard Set(measured).count > 1 else { return [:] }
        let rest = Array(Set(milliseconds.indices).subtracting(samples).sorted())
        let truth = rest.map { milliseconds[$0] }
        var result: [AnalyticGPSettings.Mode: Trial] = [:]
        for mode in modes {
            guard
                let fit = try? FewSampleFit(
                    scene, samples: samples, milliseconds: measured, mode: mode, tick: ClockTick.of(measured))
            else { continue }
            let answer = fit.predict(rest)
            result[mode] = Trial(
                correlation: RankCorrelation.spearman(answer.means, truth) ?? 0,
                distances: truth.indices.map {
                    abs(truth[$0] - answer.means[$0]) / max(answer.deviations[$0], 1e-12)
                })
        }
        return result
    }

    /// Samples by design among the rows of the device.
    func design(_ wanted: Int) -> [Int] {
        scene.design(wanted, among: Array(milliseconds.indices))
    }

    /// What a model did on a device left out.
    struct Trial: Sendable {
        /// Spearman's correlation.
        var correlation: Double
        /// Errors in standard deviations.
        var distances: [Double]
    }
}

extension PoolScene {
    /// Rows to be measured, by greedy A-optimal design under the prior.
    ///
    /// - Complexity: O(candidates² · (features + wanted)).
    func design(_ wanted: Int, among candidates: [Int]) -> [Int] {
        let covariance = features.cross(candidates, candidates, kernel(prior))
        let chosen = AOptimalDesign.choose(
            covariance: covariance, count: candidates.count, noise: exp(prior[components.count]),
            wanted: wanted)
        return chosen.map { candidates[$0] }
    }
}

/// The step of the clock behind some latencies.
enum ClockTick {
    /// 1 where all are whole milliseconds and some differ, else 0.
    static func of(_ milliseconds: [Double]) -> Double {
        milliseconds.allSatisfy { $0 == $0.rounded() } ? 1 : 0
    }
}
