import Foundation
import GnomonLearn
import GnomonStatistics

/// What a run costs beside its kernels, what profiling adds to each, and how kernels at their best add up: from whole and
/// recorded times of many networks.
///
/// whole = fixed + stretch · Σ recorded − perKernel · kernels. Recorded are the shorter durations of each kernel; in one
/// run not all kernels are at their best, so that large ones add up to one or two per cent too little, while of small ones
/// profiling is a tenth. Fitted by iteratively reweighted least squares on relative residuals with Huber weights, so that
/// a few disturbed networks do not bend it.
struct RunCost: Hashable, Sendable {
    /// Nanoseconds of a run beside its kernels.
    var fixed: Double
    /// Nanoseconds that profiling adds to each recorded duration; below 0 where it leaves out more between kernels than it
    /// adds.
    var perKernel: Double
    /// What recorded durations are multiplied with.
    var stretch = 1.0

    /// The residual from which on a network counts less.
    private static let bend = 0.02
    /// How much a stretch of 1 counts: as much as so many networks.
    private static let trust = 2.0
    /// The stretches that are believed.
    private static let stretches = 0.9...1.08
    /// The costs of a recorded duration that are believed, in nanoseconds.
    private static let costs = -10_000.0...5000

    /// Fits the three costs.
    ///
    /// - Complexity: O(networks).
    init(_ networks: [TrainingNetwork]) {
        self.init(fixed: 3000, perKernel: 1000)
        guard networks.count >= 10 else { return }
        var weights = [Double](repeating: 1, count: networks.count)
        for _ in 0..<20 {
            // In microseconds, so that the columns are of one size.
            var matrix = [Double](repeating: 0, count: 9)
            var right = [0.0, 0.0, Self.trust]
            matrix[8] = Self.trust
            for (network, weight) in zip(networks, weights) {
                let row = [1000, -1000 * Double(network.eventCount), network.recordedSum].map {
                    $0 / max(1, network.latency)
                }
                for i in 0..<3 {
                    right[i] += weight * row[i]
                    for j in 0..<3 { matrix[3 * i + j] += weight * row[i] * row[j] }
                }
            }
            guard let solved = CholeskyFactor(matrix, count: 3)?.solve(right) else { break }
            fixed = min(max(1000 * solved[0], 0), 100_000)
            perKernel = min(max(1000 * solved[1], Self.costs.lowerBound), Self.costs.upperBound)
            stretch = min(max(solved[2], Self.stretches.lowerBound), Self.stretches.upperBound)
            for (index, network) in networks.enumerated() {
                let residual = abs(whole(network) / max(1, network.latency) - 1)
                weights[index] = min(1, Self.bend / max(residual, 1e-9))
            }
        }
    }

    /// Costs that are known.
    init(fixed: Double, perKernel: Double, stretch: Double = 1) {
        self.fixed = fixed
        self.perKernel = perKernel
        self.stretch = stretch
    }

    /// What the kernels of a network add up to.
    private func whole(_ network: TrainingNetwork) -> Double {
        fixed + stretch * network.recordedSum - perKernel * Double(network.eventCount)
    }

    /// The largest relative difference between whole and summed time of a network that is learned from: beyond
    /// it, something disturbed one of the two.
    static let closureTolerance = 0.15
    /// How far the labels of a network are moved towards what it took whole: both were measured, neither exactly.
    private static let closing = 0.5

    /// Whether the kernels of a network add up to its latency.
    func closes(_ network: TrainingNetwork) -> Bool {
        abs(whole(network) / network.latency - 1) <= Self.closureTolerance
    }

    /// The time of a kernel that was recorded in so many events, the cost of profiling subtracted.
    func label(_ recorded: Double, events: Int) -> Double {
        stretch * recorded - perKernel * Double(events)
    }

    /// The kernel times of a network, the cost of profiling subtracted; nil where the runtime shows none.
    ///
    /// Half of what they are off in sum from the whole time of a network is taken from or given to all of them alike: one
    /// cost and one stretch for all networks leaves small and large ones some per cent off.
    func labels(of network: TrainingNetwork) -> [Double?] {
        let labels = zip(network.recorded, network.events).map { time, events in
            time.map { max(30, label($0, events: events)) }
        }
        let sum = labels.reduce(0) { $0 + ($1 ?? 0) }
        guard sum > 0, network.latency > fixed else { return labels }
        let bounds = 1 - Self.closureTolerance...1 + Self.closureTolerance
        let missing = min(max((network.latency - fixed) / sum, bounds.lowerBound), bounds.upperBound)
        let factor = pow(missing, Self.closing)
        return labels.map { label in label.map { $0 * factor } }
    }
}

extension RunCost: Codable {
    private enum Key: String, CodingKey { case fixed, perKernel, stretch }

    /// Reads the costs; older files have no stretch.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        self.init(
            fixed: try fields.decode(Double.self, forKey: .fixed),
            perKernel: try fields.decode(Double.self, forKey: .perKernel),
            stretch: try fields.decodeIfPresent(Double.self, forKey: .stretch) ?? 1)
    }

    /// Writes the costs.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(fixed, forKey: .fixed)
        try fields.encode(perKernel, forKey: .perKernel)
        try fields.encode(stretch, forKey: .stretch)
    }
}
