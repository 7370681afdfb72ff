public import GnomonData
import GnomonNative
import GnomonRuntimes

/// Several models measured side by side.
public struct SideBySide: Sendable {
    /// The measurement of each.
    public var measurements: [GnomonData.Measurement]
    /// The latency of each over that of the first; nil where too few rounds tell.
    public var ratios: [RatioEstimate?]
}

extension Measurer {
    /// Measures models side by side: a process each, all alive, the turn handed round; ratios are taken within a
    /// round and so are free of much that disturbs all.
    ///
    /// - Throws: `MeasureError` when a launch failed, or for a platform that has no processes.
    public func compare(
        _ models: [(model: ModelBytes, networkHash: String)], platform: Platform,
        options: MeasureOptions = MeasureOptions(), progress: (MeasureProgress) -> Void = { _ in }
    ) throws(MeasureError) -> SideBySide {
        if platform.runtime == "simulated" {
            var measurements: [GnomonData.Measurement] = []
            for (model, hash) in models {
                measurements.append(
                    try measure(model: model, networkHash: hash, platform: platform, options: options))
            }
            return SideBySide(measurements: measurements, ratios: Self.ratios(measurements.map(\.launches)))
        }
        let machine = LocalMachine(
            executable: executable, targets: models.map { .init(model: $0.model, platform: platform) },
            options: options)
        let rules = Self.rules(platform, options, references: machine.references)
        let attempts = try MeasurementExecutor(
            machine: machine, options: options, rules: models.map { _ in rules }
        ).attempts(progress: progress)
        // The attempt whose worst grade is best.
        let best = attempts.min { first, second in
            (first.verdicts.map(\.grade).max() ?? .f) < (second.verdicts.map(\.grade).max() ?? .f)
        }
        guard let best else { throw MeasureError(.lost, phase: .start, "no attempt was made") }
        let fingerprint = PlatformFingerprint.current(platform: platform, runtimeVersion: best.version)
        let measurements = models.indices.map { index in
            Self.measurement(
                of: index, best, model: models[index].model, networkHash: models[index].networkHash,
                platform: platform, fingerprint: fingerprint, options: options)
        }
        return SideBySide(measurements: measurements, ratios: Self.ratios(best.launches))
    }

    private static func ratios(_ launches: [[Launch]]) -> [RatioEstimate?] {
        launches.map { own in launches.first.flatMap { RatioJudge.estimate(own, over: $0) } }
    }
}
