import Foundation
import GnomonStatistics

/// What a run costs beside its kernels, and what profiling adds to each: from whole and recorded times of many
/// networks.
///
/// whole = fixed + Σ recorded − perKernel · kernels. Fitted by iteratively reweighted least squares on relative
/// residuals with Huber weights, so that a few disturbed networks do not bend it.
struct RunCost: Hashable, Sendable, Codable {
    /// Nanoseconds of a run beside its kernels.
    var fixed: Double
    /// Nanoseconds that profiling adds to each recorded duration.
    var perKernel: Double

    /// Fits the two costs.
    ///
    /// - Complexity: O(networks).
    init(_ networks: [TrainingNetwork]) {
        var weights = networks.map { 1 / max(1, $0.latency * $0.latency) }
        var fixed = 3000.0
        var perKernel = 1000.0
        guard networks.count >= 10 else {
            self.fixed = fixed
            self.perKernel = perKernel
            return
        }
        for _ in 0..<20 {
            var (sw, sn, snn, sr, snr) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for (network, weight) in zip(networks, weights) {
                let count = Double(network.eventCount)
                let rest = network.latency - network.recordedSum
                sw += weight
                sn += weight * count
                snn += weight * count * count
                sr += weight * rest
                snr += weight * count * rest
            }
            let determinant = sw * snn - sn * sn
            guard determinant > 0 else { break }
            let slope = (sw * snr - sn * sr) / determinant
            perKernel = min(max(-slope, 0), 5000)
            fixed = min(max((sr + perKernel * sn) / sw, 0), 100_000)
            for (index, network) in networks.enumerated() {
                let predicted = fixed + network.recordedSum - perKernel * Double(network.eventCount)
                let residual = abs(predicted / network.latency - 1)
                weights[index] =
                    min(1, 0.02 / max(residual, 1e-9)) / max(1, network.latency * network.latency)
            }
        }
        self.fixed = fixed
        self.perKernel = perKernel
    }

    /// Costs that are known.
    init(fixed: Double, perKernel: Double) {
        self.fixed = fixed
        self.perKernel = perKernel
    }

    /// The largest relative difference between whole and summed time of a network that is learned from: beyond
    /// it, something disturbed one of the two.
    static let closureTolerance = 0.08

    /// Whether the kernels of a network add up to its latency.
    func closes(_ network: TrainingNetwork) -> Bool {
        let sum = fixed + network.recordedSum - perKernel * Double(network.eventCount)
        return abs(sum / network.latency - 1) <= Self.closureTolerance
    }

    /// The kernel times of a network, the cost of profiling subtracted; nil where the runtime shows none.
    func labels(of network: TrainingNetwork) -> [Double?] {
        zip(network.recorded, network.events).map { time, events in
            time.map { max(30, $0 - perKernel * Double(events)) }
        }
    }
}
