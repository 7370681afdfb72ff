import Foundation
public import GnomonData
import GnomonGraph
public import GnomonMeasure
public import GnomonReport
import GnomonSpaces
import GnomonStore

/// Measures models on a platform and keeps what was measured.
public struct MeasureSession {
    /// The platform.
    public let platform: Platform
    private let measurer: Measurer
    private let store: Store
    private let settings: Settings

    /// A session.
    ///
    /// - Parameters:
    ///   - platform: The platform.
    ///   - settings: Where things are kept.
    ///   - executable: What starts a child process: the command's path and `run-child`.
    /// - Throws: `AppError` where the store cannot be opened.
    public init(platform: Platform, settings: Settings, executable: [String]) throws(AppError) {
        self.platform = platform
        self.settings = settings
        measurer = Measurer(executable: executable)
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
    }

    /// Measures a model; the measurement is in the store before it is returned.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - options: How much effort it may cost.
    ///   - kernels: Whether the time of each of the runtime's kernels is wanted too.
    ///   - progress: Told after each launch.
    /// - Returns: The measurement, whatever its grade.
    /// - Throws: `AppError` where there is no measurement at all.
    public func measure(
        _ model: LoadedModel, options: MeasureOptions, kernels: Bool = false,
        progress: (MeasureProgress) -> Void = { _ in }
    ) throws(AppError) -> GnomonData.Measurement {
        try measureProfiled(model, options: options, kernels: kernels, progress: progress).measurement
    }

    /// Measures a model as `measure` does, and also returns the profile that the kernels come from.
    ///
    /// - Throws: `AppError` where there is no measurement at all.
    public func measureProfiled(
        _ model: LoadedModel, options: MeasureOptions, kernels: Bool = true,
        progress: (MeasureProgress) -> Void = { _ in }
    ) throws(AppError) -> (measurement: GnomonData.Measurement, profile: ProfileReport?) {
        let bytes = try ModelBytes.written(
            model.network, for: platform, seed: options.seed, wantsDigest: true)
        var options = options
        if options.noise == nil { options.noise = try noise() }
        options.lowerBound = lowerBound(of: model)
        var measurement: GnomonData.Measurement
        var report: ProfileReport?
        var others: [GnomonData.Measurement] = []
        do throws(MeasureError) {
            let attempts = try measurer.attempts(
                model: bytes, networkHash: "\(model.hash)", platform: platform, options: options,
                progress: progress)
            guard let best = Measurer.best(of: attempts) else {
                throw MeasureError(.lost, phase: .start, "no attempt was made")
            }
            measurement = best
            others = attempts.filter { $0.startedAt != best.startedAt }
            if kernels {
                let cost = try measurer.calibrate(
                    platform: platform, sizes: [64, 1000, 4000, 16_000], seconds: 0.2)
                let profile = try measurer.profile(
                    model: bytes, platform: platform, seconds: 5, minimumRuns: 50, seed: options.seed,
                    options: options)
                measurement.kernels = profile.corrected(by: cost).kernels
                report = ProfileReport(
                    profile, cost: cost, network: model.network, rules: platform.fusionRules)
            }
        } catch {
            throw AppError(error)
        }
        // Attempts are kept each for itself, never put together.
        for attempt in others { try keep(attempt, of: model) }
        try keep(measurement, of: model)
        learn(from: measurement)
        return (measurement, report)
    }

    /// The newest measurement of a model in the store that may stand for a new one: same network, platform and epoch,
    /// same protocol, a grade not below `worst`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - worst: The worst grade.
    ///   - kernels: Whether it must have the times of the runtime's kernels.
    /// - Returns: The measurement; nil if there is none.
    /// - Throws: `AppError` where the runtime is missing or the store cannot be read.
    public func known(
        _ model: LoadedModel, worst: Grade, kernels: Bool = false
    ) throws(AppError) -> GnomonData.Measurement? {
        let now: PlatformFingerprint
        do { now = try measurer.fingerprint(of: platform) } catch { throw AppError(error) }
        let epoch = now.epochID
        do {
            return try store.newest(
                networkHash: "\(model.hash)", platformID: now.id,
                grades: Grade.allCases.filter { $0 <= worst }
            ) { found in
                found.measurementProtocol == Measurer.protocolVersion && found.fingerprint.epochID == epoch
                    && (!kernels || !found.kernels.isEmpty)
            }
        } catch { throw AppError(error) }
    }

    /// Measures models side by side and keeps each measurement.
    ///
    /// - Returns: The measurements, and the latency of each over that of the first.
    /// - Throws: `AppError` where there is no measurement at all.
    public func compare(
        _ models: [LoadedModel], options: MeasureOptions, progress: (MeasureProgress) -> Void = { _ in }
    ) throws(AppError) -> SideBySide {
        var options = options
        if options.noise == nil { options.noise = try noise() }
        var written: [(model: ModelBytes, networkHash: String)] = []
        for model in models {
            let bytes = try ModelBytes.written(
                model.network, for: platform, seed: options.seed, wantsDigest: true)
            written.append((bytes, "\(model.hash)"))
        }
        let result: SideBySide
        do {
            result = try measurer.compare(written, platform: platform, options: options, progress: progress)
        } catch { throw AppError(error) }
        for (measurement, model) in zip(result.measurements, models) { try keep(measurement, of: model) }
        return result
    }

    /// Measures generated networks under self-made load and keeps how noise is corrected on this platform.
    ///
    /// - Throws: `AppError` where the platform cannot run them.
    public func calibrateNoise(progress: (Double) -> Void = { _ in }) throws(AppError) -> NoiseCalibration {
        let subjects = try companions(["mobilenet_v2", "resnet18", "squeezenet1_1"])
        let epoch = try epoch()
        do {
            let found = try measurer.calibrateNoise(
                subjects: subjects, platform: platform, epoch: epoch, progress: progress)
            NoiseFile(settings: settings, epoch: epoch).write(found)
            return found
        } catch { throw AppError(error) }
    }

    // MARK: Noise

    /// Small forms of published networks.
    private func companions(_ names: [String]) throws(AppError) -> [ModelBytes] {
        var subjects: [ModelBytes] = []
        for name in names {
            var options = FamilyOptions()
            options.size = 96
            let network: Network?
            do { network = try FamilyCatalog.network(named: name, options: options)?.prepared() } catch {
                throw AppError(error)
            }
            guard let network else { continue }
            subjects.append(try ModelBytes.written(network, for: platform, seed: 1, wantsDigest: false))
        }
        return subjects
    }

    private func epoch() throws(AppError) -> String {
        do { return try measurer.fingerprint(of: platform).epochID } catch { throw AppError(error) }
    }

    /// What is known about noise on this machine; floors are taken where nothing is.
    private func noise() throws(AppError) -> NoiseCalibration? {
        guard platform.runtime != "simulated" else { return nil }
        let epoch = try epoch()
        let file = NoiseFile(settings: settings, epoch: epoch)
        if let known = file.read() { return known }
        let companion = try companions(["squeezenet1_1"]).first.map { ($0, platform) }
        do {
            let found = try measurer.floors(epoch: epoch, beside: companion, seconds: 5)
            // A machine that is never left alone shows no floors; the next measurement looks again.
            guard found.floors.count == LocalReferences.names.count else { return nil }
            // Floors that were taken under pressure serve this once; the next measurement looks again.
            if (found.pressure ?? 0) < 0.1 { file.write(found) }
            return found
        } catch { throw AppError(error) }
    }

    /// Lowers the floors where a measurement without pressure found lower ones.
    private func learn(from measurement: GnomonData.Measurement) {
        guard var noise = measurement.provenance?.rules.noise, (measurement.evidence.pressure ?? 1) < 0.05,
            noise.lower(by: measurement.launches)
        else { return }
        NoiseFile(settings: settings, epoch: noise.epoch).write(noise)
    }

    /// The time below which no processor of today can be: 64 operations a cycle at 5 GHz, with a factor of four for
    /// algorithms that need fewer multiplications than counted (Winograd; Lavin and Gray 2015, arXiv:1509.09308).
    private func lowerBound(of model: LoadedModel) -> Double? {
        guard !["null", "simulated"].contains(platform.runtime), let cost = try? model.network.totalCost()
        else { return nil }
        return Double(cost.flops) / (4 * 64 * 5 * Double(max(1, platform.threads)))
    }

    /// The in-situ profile of a model, as recorded: nothing is subtracted.
    ///
    /// - Throws: `AppError` where the runtime cannot profile it.
    public func profile(_ model: LoadedModel, seed: UInt64) throws(AppError) -> NetworkProfile {
        let bytes = try ModelBytes.written(model.network, for: platform, seed: seed, wantsDigest: false)
        do {
            return try measurer.profile(
                model: bytes, platform: platform, seconds: 2, minimumRuns: 30, seed: seed)
        } catch {
            throw AppError(error)
        }
    }

    /// Which operators the runtime executes together, from a short profile, and whether the rules say the same.
    ///
    /// Nothing is kept: a short profile is no measurement.
    ///
    /// - Throws: `AppError` where the runtime cannot profile the model.
    public func fusion(_ model: LoadedModel) throws(AppError) -> FusionRow {
        let bytes = try ModelBytes.written(model.network, for: platform, seed: 0, wantsDigest: false)
        let profile: NetworkProfile
        do {
            profile = try measurer.profile(model: bytes, platform: platform, seconds: 0.5, minimumRuns: 5)
        } catch {
            throw AppError(error)
        }
        let report = ProfileReport(
            profile, cost: ProfilingCost(perKernel: 0, spread: 0, perRun: 0), network: model.network,
            rules: platform.fusionRules)
        return FusionRow(model: model.path, report: report, warnings: model.warnings)
    }

    private func keep(_ measurement: GnomonData.Measurement, of model: LoadedModel) throws(AppError) {
        let cost = try? model.network.totalCost()
        do {
            try store.add(
                NetworkRow(
                    hash: "\(model.hash)", nodes: model.network.nodes.count,
                    macs: Int(clamping: cost?.macs ?? 0), parameters: Int(clamping: cost?.parameters ?? 0),
                    name: model.network.name, batch: model.batch))
            try store.add(PlatformRow(id: measurement.platformID, platform: platform))
            try store.add(measurement)
        } catch {
            throw AppError(error)
        }
    }
}
