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

    /// Measures the latency of a model on a platform.
    ///
    /// Starts processes until the interval is narrow enough or the budget ends; on a contended machine waits and
    /// tries again within the budget, and returns the best attempt with its grade.
    ///
    /// - Throws: `MeasureError` when no launch succeeded at all.
    public func measure(
        model: ModelBytes, networkHash: String, platform: Platform,
        options: MeasureOptions = MeasureOptions(),
        progress: (MeasureProgress) -> Void = { _ in }
    ) throws(MeasureError) -> GnomonData.Measurement {
        let start = MachineClock.wall()
        func elapsed() -> Double { Double(MachineClock.wall() - start) / 1e9 }
        var best: GnomonData.Measurement?
        for attempt in 0..<max(1, options.attempts) {
            if attempt > 0 {
                let wait = min([1.0, 4, 16][min(attempt - 1, 2)], options.budget - elapsed())
                guard wait > 0.2 else { break }
                progress(.waiting(seconds: wait))
                waitForQuiet(seconds: wait)
            }
            let result = try attemptOnce(
                model: model, networkHash: networkHash, platform: platform, options: options,
                budget: max(options.budget - elapsed(), 1), progress: progress)
            if best.map({ result.grade < $0.grade }) ?? true { best = result }
            let contended = result.grade == .c || result.grade == .f
            if !contended || !result.evidence.hasStableOutput || platform.runtime == "simulated" { break }
        }
        guard var best else { throw MeasureError(.lost, phase: .start, "no attempt was made") }
        best.seconds = elapsed()
        return best
    }

    /// The version of a platform's runtime, as the runtime tells it.
    ///
    /// - Throws: `MeasureError` (unavailable) where the runtime is not on this machine.
    public func runtimeVersion(of platform: Platform) throws(MeasureError) -> String {
        do { return try RuntimeCatalog.runtime(named: platform.runtime).version() } catch {
            throw MeasureError(.unavailable, phase: .start, error.description)
        }
    }

    // MARK: One attempt

    private func attemptOnce(
        model: ModelBytes, networkHash: String, platform: Platform, options: MeasureOptions, budget: Double,
        progress: (MeasureProgress) -> Void
    ) throws(MeasureError) -> GnomonData.Measurement {
        let startedAt = Date().timeIntervalSince1970
        if platform.runtime == "simulated" {
            return try simulated(
                model: model, networkHash: networkHash, platform: platform, options: options)
        }
        let gate = Gate()
        let start = MachineClock.wall()
        var launches: [Launch] = []
        var isSteady = true
        var version = "unavailable"
        while launches.count < max(options.launches, options.maximumLaunches) {
            let seconds = Double(MachineClock.wall() - start) / 1e9
            if !launches.isEmpty, seconds + seconds / Double(launches.count) > budget { break }
            let values = launches.compactMap { Estimator.value(of: $0) }
            if launches.count >= options.launches, Estimator.combine(values).half <= options.halfWidth {
                break
            }
            // Noise that launches do not cure is left to the next attempt.
            if launches.count >= options.launches, values.count * 2 < launches.count { break }
            let one = try launch(
                model: model, platform: platform, options: options,
                budget: budget / Double(max(1, options.launches)))
            launches.append(one.launch)
            isSteady = isSteady && one.isSteady
            version = one.version
            progress(.launch(launches.count, nanoseconds: Estimator.fallback(of: one.launch)))
        }
        let ratios = gate.ratios()
        let fingerprint = PlatformFingerprint.current(platform: platform, runtimeVersion: version)
        return Self.assemble(
            launches: launches, isSteady: isSteady, pressure: ratios.pressure, steal: ratios.steal,
            networkHash: networkHash, platform: platform, fingerprint: fingerprint, startedAt: startedAt,
            seconds: Double(MachineClock.wall() - start) / 1e9, seed: options.seed, digest: model.digest)
    }

    /// From launches to a measurement: a pure function.
    static func assemble(
        launches: [Launch], isSteady: Bool, pressure: Double?, steal: Double?, networkHash: String,
        platform: Platform, fingerprint: PlatformFingerprint, startedAt: Double, seconds: Double,
        seed: UInt64,
        digest: String
    ) -> GnomonData.Measurement {
        var values = launches.compactMap { Estimator.value(of: $0) }
        let trusted = values.count
        if values.isEmpty { values = launches.map { Estimator.fallback(of: $0) } }
        let combined = Estimator.combine(values)
        let timed = launches.flatMap(\.samples).filter { !$0.isWarmup }
        let clean = timed.count(where: \.isClean)
        let evidence = Evidence(
            cleanShare: timed.isEmpty ? 0 : Double(clean) / Double(timed.count), pressure: pressure,
            steal: steal,
            halfWidth: combined.half, isSteady: isSteady,
            isUnimodal: launches.allSatisfy { Estimator.isUnimodal($0) },
            hasStableOutput: Set(launches.map(\.checksum)).count <= 1)
        let (grade, reasons) = GradeRule.grade(
            evidence, .init(launches: trusted, cleanSamples: clean, threads: platform.threads))
        return GnomonData.Measurement(
            networkHash: networkHash, platform: platform.name, platformID: fingerprint.id,
            measurementProtocol: protocolVersion, latency: combined.latency, interval: combined.interval,
            grade: grade, reasons: reasons, evidence: evidence, launches: launches, kernels: [],
            fingerprint: fingerprint, startedAt: startedAt, seconds: seconds, seed: seed, modelDigest: digest)
    }

    /// One process: open, warm up, time blocks, close.
    private func launch(
        model: ModelBytes, platform: Platform, options: MeasureOptions, budget: Double
    ) throws(MeasureError) -> (launch: Launch, isSteady: Bool, version: String) {
        let start = MachineClock.wall()
        let child = try ChildHandle(executable: executable, model: model.file, limits: options.limits)
        let opened = try open(child, platform: platform, seed: options.seed, seconds: options.openSeconds)
        let warmup = Int64(min(max(options.warmupMilliseconds, 1), 10_000)) * 1_000_000
        let reply = try child.exchange(
            ChildRequest(
                warm: .init(minimumNanoseconds: warmup, maximumNanoseconds: max(warmup, 2_000_000_000))),
            phase: .warm, seconds: 15)
        guard let warmed = reply.warmed else { throw unexpected(child, .warm) }
        var samples = warmed.samples.samples(isWarmup: true)
        let expected = Estimator.median(samples.suffix(20).map { Double($0.wall) })
        // Opening and warming up are part of what a launch may take.
        let left = budget * 1e9 - Double(MachineClock.wall() - start)
        let plan = MeasurementPlan(expected: expected, launchBudget: max(0.2e9, left))
        var checksums: Set<UInt64> = []
        for _ in 0..<plan.blocks {
            let work = expected * Double((plan.timed * plan.repeats) + plan.discard) / 1e9
            let reply = try child.exchange(
                ChildRequest(block: .init(discard: plan.discard, timed: plan.timed, repeats: plan.repeats)),
                phase: .block, seconds: max(10, 20 * work))
            guard let block = reply.block else { throw unexpected(child, .block) }
            samples += block.samples.samples(isWarmup: false)
            checksums.insert(block.checksum)
        }
        let closing = try child.exchange(ChildRequest(close: .init()), phase: .close, seconds: 5)
        child.reap(seconds: 1)
        // Outputs that differ inside a launch must also differ between launches, where they are compared.
        let checksum = checksums.count == 1 ? checksums.first ?? 0 : UInt64.random(in: 1 ... .max)
        let result = Launch(
            samples: samples, loadNanoseconds: opened.loadNanoseconds,
            peakBytes: closing.closed?.peakBytes ?? 0,
            checksum: checksum)
        return (result, warmed.isSteady, opened.version)
    }

    func open(
        _ child: ChildHandle, platform: Platform, seed: UInt64, seconds: Double
    ) throws(MeasureError) -> ChildReply.Opened {
        let cpu = platform.threads == 1 ? Self.quietCPU() : nil
        let reply = try child.exchange(
            ChildRequest(open: .init(platform: platform, seed: seed, cpu: cpu)), phase: .open,
            seconds: seconds)
        guard let opened = reply.opened else { throw unexpected(child, .open) }
        return opened
    }

    func unexpected(_ child: ChildHandle, _ phase: MeasureError.Phase) -> MeasureError {
        child.end()
        return MeasureError(.protocolViolation, phase: phase, "the child answered something else")
    }

    /// The last allowed CPU: not CPU 0, which serves most interrupts, if there is another.
    static func quietCPU() -> Int? { ThreadControl.allowedCPUs().last }

    /// Waits, at most this long, until nothing stalls.
    private func waitForQuiet(seconds: Double) {
        let end = MachineClock.wall() + Int64(seconds * Double.random(in: 0.8...1) * 1e9)
        while MachineClock.wall() < end {
            let gate = Gate()
            usleep(250_000)
            if let pressure = gate.ratios().pressure, pressure < 0.05 { return }
        }
    }

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
                return Launch.Sample(wall: wall, cpu: wall, isClean: true, isWarmup: false)
            }
            return Launch(samples: samples, loadNanoseconds: 0, peakBytes: 0, checksum: 0)
        }
        return Self.assemble(
            launches: launches, isSteady: true, pressure: 0, steal: 0, networkHash: networkHash,
            platform: platform, fingerprint: .simulated(platform), startedAt: 0, seconds: 0,
            seed: options.seed,
            digest: model.digest)
    }
}
