public import GnomonData
import GnomonNative
import GnomonRuntimes
import GnomonStatistics

extension Measurer {
    /// The latencies of many small models, one after another in one child process: what starting a process and
    /// loading a runtime costs is paid once.
    ///
    /// A model that cannot be run costs the process; the next one gets a new one. Profiles are not looked at.
    ///
    /// - Parameters:
    ///   - batch: The models.
    ///   - platform: The platform.
    ///   - seconds: How long each is timed at most, once it is open and warm.
    ///   - seed: The seed of input values.
    ///   - options: Limits and time-outs.
    /// - Returns: One result a model, in order.
    public func latencies(
        of batch: ModelBatch, platform: Platform, seconds: Double = 0.05, seed: UInt64 = 0,
        options: MeasureOptions = MeasureOptions()
    ) -> [Result<QuickLatency, MeasureError>] {
        if platform.runtime == "simulated" {
            return batch.models.enumerated().map { simulated($1, seed: seed &+ UInt64($0)) }
        }
        var child: ChildHandle?
        defer { child?.end() }
        var results: [Result<QuickLatency, MeasureError>] = []
        for model in batch.models {
            do throws(MeasureError) {
                let used: ChildHandle
                if let child {
                    used = child
                } else {
                    used = try ChildHandle(
                        executable: executable, model: batch.file, limits: options.limits)
                    child = used
                }
                results.append(
                    .success(try Self.latency(of: model, used, platform, seconds, seed, options)))
            } catch {
                child?.end()
                child = nil
                results.append(.failure(error))
            }
        }
        return results
    }

    private static func latency(
        of model: ModelBatch.Model, _ child: ChildHandle, _ platform: Platform, _ seconds: Double,
        _ seed: UInt64, _ options: MeasureOptions
    ) throws(MeasureError) -> QuickLatency {
        _ = try ChildSeat.open(
            child, platform: platform, seed: seed, seconds: options.openSeconds, range: model.range)
        let warming = try child.exchange(
            ChildRequest(warm: .init(minimumNanoseconds: 3_000_000, maximumNanoseconds: 30_000_000)),
            phase: .warm, seconds: 15 + seconds)
        guard let warmed = warming.warmed else { throw ChildSeat.unexpected(child, .warm) }
        let expected = max(1, Quantile.median(warmed.samples.samples.suffix(10).map(\.perInference)) ?? 1)
        // Short runs are timed together, so that the clock's own step does not show.
        let repeats = min(1000, max(1, Int(20_000 / expected)))
        let timed = Int(min(60, max(7, seconds * 1e9 / (expected * Double(repeats)))))
        let reply = try child.exchange(
            ChildRequest(
                block: BlockOrder(round: 0, discard: 2, timed: timed, repeats: repeats)),
            phase: .block, seconds: max(10, 20 * expected * Double(timed * repeats) / 1e9))
        guard let block = reply.block else { throw ChildSeat.unexpected(child, .block) }
        let samples = block.samples.samples
        let clean = samples.filter(\.isClean).map(\.perInference)
        let used = clean.count >= 5 ? clean : samples.map(\.perInference)
        return QuickLatency(
            nanoseconds: Quantile.of(used, at: wholeQuantile) ?? expected, standardError: medianError(used),
            cleanShare: samples.isEmpty ? 0 : Double(clean.count) / Double(samples.count))
    }

    private func simulated(_ model: ModelBatch.Model, seed: UInt64) -> Result<QuickLatency, MeasureError> {
        guard let network = model.network else {
            return .failure(
                MeasureError(.refused, phase: .open, "the simulated platform needs the network itself"))
        }
        let runtime = SimulatedRuntime()
        let time = runtime.latency(of: runtime.kernels(of: network, seed: seed)).nanoseconds
        return .success(QuickLatency(nanoseconds: time, standardError: 0.001 * time, cleanShare: 1))
    }
}
