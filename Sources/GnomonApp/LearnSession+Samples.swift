import Foundation
import GnomonData
import GnomonGraph
import GnomonMeasure
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonStore

extension LearnSession {
    /// Random networks among which those to measure are chosen.
    private static let candidates = 200
    /// Their seeds lie far from those that learning profiles.
    private static let firstCandidate: UInt64 = 1 << 41
    /// Nanoseconds that a candidate may take on a known platform: longer ones cost more and tell no more.
    private static let longest = 100e6

    /// Learns a platform from a few whole networks measured on it, and from what learned platforms would take:
    /// `kernel-transfer`.
    ///
    /// Models that the user named are measured first; the others are random networks that tell most.
    ///
    /// - Parameters:
    ///   - count: How many networks are measured, 1 to 200.
    ///   - budget: Seconds the measurements may take together.
    ///   - shouldStop: Asked between networks.
    ///   - progress: Told after each network.
    /// - Returns: What was learned, and where it was saved.
    /// - Throws: `AppError`; what was measured until then is kept.
    public func runSamples(
        _ count: Int, budget: Double, shouldStop: () -> Bool, progress: (Progress) -> Void
    ) throws(AppError) -> Outcome {
        let sources = try priors.isEmpty ? Self.priors(others(), of: platform, settings: settings) : priors
        guard !sources.isEmpty else {
            throw AppError(
                code: "learn.sources", message: "no other platform was learned on this machine",
                hint: "learn one with 'gnomon learn --on here', then run this again", exit: .unavailable)
        }
        let platformID = try identity()
        let session = try MeasureSession(
            platform: platform, settings: settings, executable: measurer.executable)
        // Each network gets its part of the budget, and as many launches as a measurement needs to be trusted.
        let options = MeasureOptions(
            launches: 3, maximumLaunches: 6, halfWidth: 0.02,
            budget: min(30, max(1, budget / Double(max(1, count)))))
        var wholes: [WholeNetwork] = []
        for path in named.prefix(count) where !shouldStop() {
            let model = try LoadedModel(path: path, binding: try ModelBinding())
            wholes.append(try Self.measured(model, session, options))
            progress(.sampled(networks: wholes.count, of: count))
        }
        if wholes.count < count {
            let pool = Self.pool(sources)
            let order = KernelTransferPredictor.proposals(
                count - wholes.count, among: pool.map(\.network), sources: sources)
            for place in order where !shouldStop() {
                do throws(AppError) {
                    let model = try Self.written(pool[place].network, seed: pool[place].seed)
                    defer { try? FileManager.default.removeItem(atPath: model.path) }
                    wholes.append(try Self.measured(model, session, options))
                } catch {
                    if error.exit == .unavailable { throw error }
                    progress(.skipped("network \(pool[place].seed): \(error.sentence)"))
                }
                progress(.sampled(networks: wholes.count, of: count))
            }
        }
        let folder = settings.predictorFolder(platform: platform.name, system: .kernelTransfer)
        do throws(PredictError) {
            let predictor = try KernelTransferPredictor.adapt(
                sources, to: wholes, platform: platform, platformID: platformID)
            try predictor.save(to: folder)
            return Outcome(training: predictor.training, folder: folder)
        } catch { throw AppError(error) }
    }

    /// The other platforms that were learned with kernel-boost.
    private func others() -> [String] {
        settings.learnedPlatforms().filter {
            $0 != platform.name && settings.learnedSystems(platform: $0).contains(.kernelBoost)
        }
    }

    /// Random networks that no known platform takes long for.
    private static func pool(
        _ sources: [KernelBoostPredictor]
    ) -> [(seed: UInt64, network: Network)] {
        (0..<UInt64(candidates)).compactMap { offset in
            let seed = firstCandidate + offset
            guard let network = try? RandomNetworkGenerator(seed: seed).network().network.prepared(),
                let first = sources.first,
                first.predict([network]).allSatisfy({ $0.latency.nanoseconds < longest })
            else { return nil }
            return (seed, network)
        }
    }

    /// A random network as a file that is gone when it was measured.
    private static func written(_ network: Network, seed: UInt64) throws(AppError) -> LoadedModel {
        let place = FileManager.default.temporaryDirectory.path + "/gnomon-\(UUID().uuidString).onnx"
        let generation = Generation(
            name: "random", options: FamilyOptions(), seed: seed, weights: .synthetic)
        try generation.write(generation.network(), to: place)
        do throws(AppError) { return try LoadedModel(path: place, binding: ModelBinding()) } catch {
            try? FileManager.default.removeItem(atPath: place)
            throw error
        }
    }

    /// What a model takes, from the store where it was measured well before.
    private static func measured(
        _ model: LoadedModel, _ session: MeasureSession, _ options: MeasureOptions
    ) throws(AppError) -> WholeNetwork {
        if let known = try session.known(model, worst: .b) {
            return WholeNetwork(model.network, nanoseconds: known.latency.nanoseconds)
        }
        let measurement = try session.measure(model, options: options)
        return WholeNetwork(model.network, nanoseconds: measurement.latency.nanoseconds)
    }
}
