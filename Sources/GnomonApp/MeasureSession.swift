import Foundation
public import GnomonData
import GnomonGraph
public import GnomonMeasure
public import GnomonReport
import GnomonStore

/// Measures models on a platform and keeps what was measured.
public struct MeasureSession {
    /// The platform.
    public let platform: Platform
    private let measurer: Measurer
    private let store: Store

    /// A session.
    ///
    /// - Parameters:
    ///   - platform: The platform.
    ///   - settings: Where things are kept.
    ///   - executable: What starts a child process: the command's path and `run-child`.
    /// - Throws: `AppError` where the store cannot be opened.
    public init(platform: Platform, settings: Settings, executable: [String]) throws(AppError) {
        self.platform = platform
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
        var measurement: GnomonData.Measurement
        var report: ProfileReport?
        do {
            measurement = try measurer.measure(
                model: bytes, networkHash: "\(model.hash)", platform: platform, options: options,
                progress: progress)
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
        try keep(measurement, of: model)
        return (measurement, report)
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
                    name: model.network.name))
            try store.add(PlatformRow(id: measurement.platformID, platform: platform))
            try store.add(measurement)
        } catch {
            throw AppError(error)
        }
    }
}
