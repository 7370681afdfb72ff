import Foundation
public import GnomonData
import GnomonNative
import GnomonRuntimes
import GnomonStatistics

extension Measurer {
    /// Latency and kernel times of a model from one process, as learning needs them: quickly.
    ///
    /// The process opens the model twice, with and without profiling, and alternates blocks of both.
    ///
    /// Ends after `minimumRuns` clean inferences with profiling, or when `seconds` are over. With `wantsGraph` the
    /// kernels also tell the tensors they read and write, which costs one copy of the model.
    ///
    /// - Throws: `MeasureError`.
    public func profile(
        model: ModelBytes, platform: Platform, seconds: Double = 2, minimumRuns: Int = 50, seed: UInt64 = 0,
        wantsGraph: Bool = true, options: MeasureOptions = MeasureOptions()
    ) throws(MeasureError) -> NetworkProfile {
        if platform.runtime == "simulated" { return try simulatedProfile(model, platform, minimumRuns, seed) }
        let start = MachineClock.wall()
        let folder = try Self.privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let child = try ChildHandle(executable: executable, model: model.file, limits: options.limits)
        let opened = try ChildSeat.open(child, platform: platform, seed: seed, seconds: options.openSeconds)
        let budget = Int64(min(max(seconds, 0.01), 3600) * 1e9)
        let warming = try child.exchange(
            ChildRequest(
                warm: .init(
                    minimumNanoseconds: min(20_000_000, budget / 10),
                    maximumNanoseconds: min(100_000_000, budget / 4))),
            phase: .warm, seconds: 15 + seconds)
        guard let warmed = warming.warmed else { throw ChildSeat.unexpected(child, .warm) }
        let expected = Quantile.median(warmed.samples.samples.suffix(10).map(\.perInference)) ?? 0
        // Slow subjects spread less, and cost more.
        let runs = expected > 20e6 ? min(minimumRuns, 5) : expected > 4e6 ? min(minimumRuns, 10) : minimumRuns
        let reply = try child.exchange(
            ChildRequest(
                profile: .init(
                    folder: folder, minimumRuns: max(1, runs), maximumNanoseconds: budget,
                    wantsGraph: wantsGraph)),
            phase: .profile, seconds: options.openSeconds + 10 + seconds + 40 * expected / 1e9)
        guard let profiled = reply.profiled else { throw ChildSeat.unexpected(child, .profile) }
        child.end()
        var kernels = profiled.kernels
        let groups = model.network.map {
            FusionReader.read($0, kernels: &kernels, idle: profiled.idle ?? [])
        }
        let samples = profiled.bare.samples
        let clean = samples.filter(\.isClean).map { Double($0.wall) }
        let used = clean.count >= 5 ? clean : samples.map { Double($0.wall) }
        return NetworkProfile(
            platform: platform.name,
            latency: Latency(nanoseconds: Quantile.of(used, at: Self.wholeQuantile) ?? 0),
            standardError: Self.medianError(used),
            cleanShare: samples.isEmpty ? 0 : Double(clean.count) / Double(samples.count),
            profiledLatency: Latency(nanoseconds: profiled.profiledMedian), kernels: kernels,
            groups: groups, runs: profiled.runs, loadNanoseconds: opened.loadNanoseconds,
            seconds: Double(MachineClock.wall() - start) / 1e9,
            references: profiled.references?.compactMapValues { Quantile.median($0) })
    }

    /// Where among the inferences without profiling the latency is read: the middle of the shortest 40 %, of which
    /// kernels are the mean (`ProfileSummary.keptShare`).
    static let wholeQuantile = 0.2

    /// The standard error of a median of values, from their interquartile range; nil spread for few values.
    static func medianError(_ values: [Double]) -> Double {
        guard values.count >= 4 else { return (values.max() ?? 0) - (values.min() ?? 0) }
        let sorted = values.sorted()
        let range = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        // For a normal distribution the deviation is range/1.349, the median's error 1.2533 deviations/sqrt(n).
        return 1.2533 * range / 1.349 / Double(sorted.count).squareRoot()
    }

    /// A folder of our own, in memory where the system has such a place.
    static func privateFolder() throws(MeasureError) -> String {
        for parent in ["/dev/shm", NSTemporaryDirectory()] {
            var template = Array((parent + "/gnomon-XXXXXX").utf8CString)
            if mkdtemp(&template) != nil {
                return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
        throw MeasureError(.lost, phase: .start, "no temporary folder could be made")
    }

    private func simulatedProfile(
        _ model: ModelBytes, _ platform: Platform, _ runs: Int, _ seed: UInt64
    ) throws(MeasureError) -> NetworkProfile {
        guard let network = model.network else {
            throw MeasureError(.refused, phase: .open, "the simulated platform needs the network itself")
        }
        let runtime = SimulatedRuntime()
        var kernels = runtime.kernels(of: network, seed: seed)
        let latency = runtime.latency(of: kernels)
        let groups = FusionReader.read(network, kernels: &kernels)
        return NetworkProfile(
            platform: platform.name, latency: latency, standardError: latency.nanoseconds * 0.001,
            cleanShare: 1,
            profiledLatency: latency, kernels: kernels,
            groups: groups, overheadPerKernel: 0, runs: runs, loadNanoseconds: 0,
            seconds: 0)
    }
}
