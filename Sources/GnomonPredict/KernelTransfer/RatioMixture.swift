import Foundation
import GnomonStatistics

/// Ratio models over several known platforms and several spreads, each weighed by how well it explains measurements.
///
/// Bayesian model averaging (Hoeting and others 1999, doi:10.1214/ss/1009212519).
struct RatioMixture: Hashable, Sendable, Codable {
    /// One model and its weight.
    struct Part: Hashable, Sendable, Codable {
        /// The position of the known platform.
        var source: Int
        /// The model over it.
        var model: RatioModel
        /// How much it counts; all together 1.
        var weight: Double
    }

    /// A network measured on the new platform, with what each known platform says of it.
    struct Sample: Hashable, Sendable {
        /// The shares by known platform.
        var shares: [KernelShares]
        /// Nanoseconds on the new platform.
        var nanoseconds: Double
    }

    /// Parts with less weight are left out.
    static let leastWeight = 1e-3

    /// The parts, the weightiest first.
    private(set) var parts: [Part]

    /// The mixture of these samples; nil without any.
    ///
    /// - Complexity: O(platforms · n³).
    init?(_ samples: [Sample]) {
        guard let sources = samples.first?.shares.count, sources > 0,
            samples.allSatisfy({ $0.shares.count == sources })
        else { return nil }
        var found: [(source: Int, model: RatioModel)] = []
        for source in 0..<sources {
            let shares = samples.map { $0.shares[source] }
            // Evidence of ratios to different platforms compares only as evidence of the same latencies.
            for spread in RatioModel.Spread.grid {
                if let model = RatioModel(shares, nanoseconds: samples.map(\.nanoseconds), spread: spread) {
                    found.append((source, model))
                }
            }
        }
        func score(_ entry: (source: Int, model: RatioModel)) -> Double {
            entry.model.logEvidence - samples.reduce(0) { $0 + log($1.shares[entry.source].total) }
        }
        guard let best = found.map(score).max() else { return nil }
        var parts = found.map {
            Part(source: $0.source, model: $0.model, weight: exp(score($0) - best))
        }
        let sum = parts.reduce(0) { $0 + $1.weight }
        parts = parts.filter { $0.weight > Self.leastWeight * sum }
            .sorted { ($1.weight, $0.source) < ($0.weight, $1.source) }
        let rest = parts.reduce(0) { $0 + $1.weight }
        for index in parts.indices { parts[index].weight /= rest }
        self.parts = parts
    }

    /// The latency of a network in nanoseconds, and its relative deviation.
    func predict(_ shares: [KernelShares]) -> (nanoseconds: Double, deviation: Double) {
        var (mean, square) = (0.0, 0.0)
        for part in parts {
            let (ratio, deviation) = part.model.predict(shares[part.source])
            let time = ratio * shares[part.source].total
            mean += part.weight * time
            square += part.weight * time * time * (1 + deviation * deviation)
        }
        let variance = max(0, square - mean * mean)
        return (mean, variance.squareRoot() / max(1, mean))
    }

    /// What half an interval is in deviations, from what the others say of each sample; never below the normal
    /// distribution's.
    static func intervalFactor(
        _ nanoseconds: [Double], leftOut: [(nanoseconds: Double, deviation: Double)?], level: Double
    ) -> Double {
        let normal = 1.645
        guard nanoseconds.count >= 3 else { return 2 * normal }
        let scores = zip(nanoseconds, leftOut).compactMap { time, answer in
            answer.map { abs(log(time / max(1, $0.nanoseconds))) / max(1e-6, $0.deviation) }
        }
        let conformal = Quantile.conformal(scores, level: level) ?? .infinity
        return max(normal, conformal.isFinite ? conformal : scores.max() ?? 2 * normal)
    }
}
