import Foundation
public import GnomonData
import GnomonNative
import GnomonRuntimes
import GnomonStatistics

/// Measures networks in child processes.
public struct Measurer: Sendable {
    /// The version of the rules by which latencies are taken.
    public static let protocolVersion = "gnomon.measure/1"

    /// The path of the executable and the arguments that make it a child (see `ChildProcess`).
    public var executable: [String]

    /// A measurer that starts this executable.
    public init(executable: [String]) { self.executable = executable }

    /// Measures the latency of a model on a platform: the best of all attempts.
    ///
    /// Starts processes until the interval is narrow enough or the budget ends; on a contended machine waits and
    /// tries again within the budget.
    ///
    /// - Throws: `MeasureError` when a launch failed.
    public func measure(
        model: ModelBytes, networkHash: String, platform: Platform,
        options: MeasureOptions = MeasureOptions(),
        progress: (MeasureProgress) -> Void = { _ in }
    ) throws(MeasureError) -> GnomonData.Measurement {
        let attempts = try attempts(
            model: model, networkHash: networkHash, platform: platform, options: options, progress: progress)
        guard let best = Self.best(of: attempts) else {
            throw MeasureError(.lost, phase: .start, "no attempt was made")
        }
        return best
    }

    /// Every attempt to measure a model, in order; at least one.
    ///
    /// - Throws: `MeasureError` when a launch failed.
    public func attempts(
        model: ModelBytes, networkHash: String, platform: Platform,
        options: MeasureOptions = MeasureOptions(),
        progress: (MeasureProgress) -> Void = { _ in }
    ) throws(MeasureError) -> [GnomonData.Measurement] {
        if platform.runtime == "simulated" {
            return [
                try simulated(model: model, networkHash: networkHash, platform: platform, options: options)
            ]
        }
        let machine = LocalMachine(
            executable: executable, targets: [.init(model: model, platform: platform)], options: options)
        let rules = Self.rules(platform, options, references: machine.references)
        let attempts = try MeasurementExecutor(machine: machine, options: options, rules: [rules])
            .attempts(progress: progress)
        return attempts.map { attempt in
            Self.measurement(
                of: 0, attempt, model: model, networkHash: networkHash, platform: platform,
                fingerprint: .current(platform: platform, runtimeVersion: attempt.version), options: options)
        }
    }

    /// The attempt with the best grade, the earliest of several.
    public static func best(of attempts: [GnomonData.Measurement]) -> GnomonData.Measurement? {
        attempts.reduce(nil) { best, next in
            guard let best, best.grade <= next.grade else { return next }
            return best
        }
    }

    /// The version of a platform's runtime, as the runtime tells it.
    ///
    /// - Throws: `MeasureError` (unavailable) where the runtime is not on this machine.
    public func runtimeVersion(of platform: Platform) throws(MeasureError) -> String {
        do { return try RuntimeCatalog.runtime(named: platform.runtime).version() } catch {
            throw MeasureError(.unavailable, phase: .start, error.description)
        }
    }

    /// The facts that a measurement on this platform would carry if it were taken now.
    ///
    /// - Throws: `MeasureError` (unavailable) where the runtime is not on this machine.
    public func fingerprint(of platform: Platform) throws(MeasureError) -> PlatformFingerprint {
        guard platform.runtime != "simulated" else { return .simulated(platform) }
        return .current(platform: platform, runtimeVersion: try runtimeVersion(of: platform))
    }

    // MARK: From attempts to rows

    static func rules(_ platform: Platform, _ options: MeasureOptions, references: [String])
        -> Provenance.Rules
    {
        Provenance.Rules(
            threads: platform.threads, references: references, noise: options.noise,
            lowerBound: options.lowerBound, seed: options.seed, draws: options.draws)
    }

    static func measurement(
        of target: Int, _ attempt: MeasurementExecutor.Attempt, model: ModelBytes, networkHash: String,
        platform: Platform, fingerprint: PlatformFingerprint, options: MeasureOptions
    ) -> GnomonData.Measurement {
        let verdict = attempt.verdicts[target]
        return GnomonData.Measurement(
            networkHash: networkHash, platform: platform.name, platformID: fingerprint.id,
            measurementProtocol: protocolVersion, latency: verdict.latency, interval: verdict.interval,
            grade: verdict.grade, reasons: verdict.reasons, evidence: verdict.evidence,
            launches: attempt.launches[target], kernels: [], fingerprint: fingerprint,
            startedAt: attempt.startedAt, seconds: attempt.seconds, seed: options.seed,
            modelDigest: model.digest, provenance: verdict.provenance)
    }

    // MARK: The simulated platform

    private func simulated(
        model: ModelBytes, networkHash: String, platform: Platform, options: MeasureOptions
    ) throws(MeasureError) -> GnomonData.Measurement {
        guard let network = model.network else {
            throw MeasureError(.refused, phase: .open, "the simulated platform needs the network itself")
        }
        let runtime = SimulatedRuntime()
        let launches = (0..<max(1, options.launches)).map { launch in
            let samples = (0..<40).map { run in
                let seed = options.seed &* 1_000_003 &+ UInt64(launch * 1000 + run)
                let latency = runtime.latency(of: runtime.kernels(of: network, seed: seed))
                let wall = Int64(latency.nanoseconds.rounded())
                return Launch.Sample(wall: wall, cpu: wall, isClean: true, isWarmup: false, position: run)
            }
            let length = samples.reduce(0) { $0 + $1.wall }
            return Launch(
                samples: samples, loadNanoseconds: 0, peakBytes: 0, checksum: 0,
                rounds: [.init(nanoseconds: max(1, length), stalled: 0, stolen: 0)])
        }
        // Its noise is all between samples, so drawing again would tell nothing new.
        let rules = Provenance.Rules(threads: platform.threads, seed: options.seed, draws: 0)
        let attempt = MeasurementExecutor.Attempt(
            launches: [launches], version: "1", plan: "", startedAt: 0, seconds: 0,
            verdicts: [Judge.verdict(of: launches, rules: rules)])
        return Self.measurement(
            of: 0, attempt, model: model, networkHash: networkHash, platform: platform,
            fingerprint: .simulated(platform), options: options)
    }
}
