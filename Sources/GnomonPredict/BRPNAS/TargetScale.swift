import Foundation

/// Milliseconds as what a network is trained to give, and back.
struct TargetScale: Hashable, Sendable, Codable {
    let target: LatencyGCNSettings.Target
    let mean: Double
    let deviation: Double

    /// The scale of training rows.
    init(_ milliseconds: [Double], _ target: LatencyGCNSettings.Target) {
        self.target = target
        let logs = milliseconds.map { log($0) }
        let average = logs.reduce(0, +) / Double(max(1, logs.count))
        let variance = logs.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(max(1, logs.count))
        mean = average
        deviation = variance > 1e-24 ? variance.squareRoot() : 1
    }

    /// What the network should give.
    func value(of milliseconds: Double) -> Double {
        target == .seconds ? milliseconds / 1000 : (log(milliseconds) - mean) / deviation
    }

    /// The milliseconds a network's answer means; always positive and finite.
    func milliseconds(of value: Double) -> Double {
        switch target {
        // A linear read-out may give a negative number: a thousandth of the typical latency then.
        case .seconds: max(value * 1000, exp(mean) / 1000)
        case .logarithm: exp(min(max(value * deviation + mean, mean - 20), mean + 20))
        }
    }

    /// Whether the numbers can have come from training.
    var isSound: Bool { mean.isFinite && abs(mean) < 100 && deviation.isFinite && deviation > 0 }
}
