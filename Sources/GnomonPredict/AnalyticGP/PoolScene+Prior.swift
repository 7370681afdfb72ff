import GnomonLearn
import GnomonStatistics

extension PoolScene {
    /// Log variances that make known devices likely, as if each were new.
    ///
    /// - Parameters:
    ///   - components: of the covariance.
    ///   - processes: for each device left out, the parts of the covariance of some rows without that device, and the
    ///     labels there.
    ///   - settings: how the prior is found.
    ///   - hasOthers: whether there was another device when one was left out.
    /// - Returns: the most likely log variances, the noise at least exp(−3); what comes from other devices is 1/e where no
    ///   device could be left out.
    static func prior(
        _ components: [PoolComponent], _ processes: [(parts: CovarianceParts, labels: [Double])],
        settings: AnalyticGPSettings, hasOthers: Bool
    ) -> [Double] {
        let beliefs = HyperparameterPrior(
            means: components.map { _ in -2.5 } + [-3], deviations: components.map { _ in 2 } + [2])
        let standard = processes.map { (parts: $0.parts, labels: Standard($0.labels).scaled) }
        var theta = beliefs.mostLikely(standard, steps: settings.priorSteps)?.theta ?? beliefs.means
        let fitted = theta
        for (place, component) in components.enumerated() {
            // Whether a new device runs dead parts or cuts them, others do not tell.
            if let other = components.firstIndex(where: { $0.name == component.counterpart }) {
                theta[place] = max(theta[place], fitted[other])
            }
            if component.isSource, !hasOthers { theta[place] = -1 }
            theta[place] = max(theta[place], settings.least)
        }
        theta[components.count] = max(theta[components.count], -3)
        return theta
    }

    /// The noise of devices with a coarse clock, which tends to be that of a coarse system: fitted to those among the known
    /// devices, the log variances of components being given; the noise of all where there are none.
    static func coarseNoise(
        _ theta: [Double], _ processes: [(parts: CovarianceParts, labels: [Double])],
        settings: AnalyticGPSettings
    ) -> Double {
        let last = theta.count - 1
        let coarse = processes.filter { ClockTick.of($0.labels) > 0 }
        guard !coarse.isEmpty else { return theta[last] }
        var bounds = HyperparameterPrior(
            means: theta, deviations: theta.map { _ in 2 }, lower: theta, upper: theta)
        (bounds.lower[last], bounds.upper[last]) = (-8, 3)
        let standard = coarse.map { (parts: $0.parts, labels: Standard($0.labels).scaled) }
        return bounds.mostLikely(standard, steps: settings.priorSteps)?.theta[last] ?? theta[last]
    }
}

/// Labels less their mean, by their deviation.
struct Standard {
    let mean: Double
    let deviation: Double
    let scaled: [Double]

    /// Equal labels have deviation 0 and stay zeros.
    init(_ labels: [Double]) {
        let count = Double(max(1, labels.count))
        let mean = labels.reduce(0, +) / count
        let square = labels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        // What rounding makes of equal labels is no deviation.
        let deviation = square.squareRoot() > 1e-12 * abs(mean) ? square.squareRoot() : 0
        self.mean = mean
        self.deviation = deviation
        scaled = labels.map { deviation > 0 ? ($0 - mean) / deviation : 0 }
    }
}
