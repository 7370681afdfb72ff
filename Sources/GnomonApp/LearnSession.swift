import Foundation
public import GnomonData
import GnomonGraph
public import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonStore

/// Learns a platform: profiles random networks within a budget, trains a predictor, keeps everything.
///
/// What an earlier session measured on the same platform counts: the budget is what the platform may cost in all.
public struct LearnSession {
    /// A step of the session, for whoever shows it.
    public enum Progress: Sendable {
        /// A network was profiled: how many there are now, and the seconds of the budget spent and left.
        case profiled(networks: Int, spent: Double, left: Double)
        /// Kernels were measured alone: how many there are now, and the seconds of the budget spent and left.
        case measured(kernels: Int, spent: Double, left: Double)
        /// A network could not be profiled.
        case skipped(String)
        /// A whole network was measured: how many there are now, of how many.
        case sampled(networks: Int, of: Int)
        /// Trees of a kind of kernel are grown; the fraction of all rows that are done.
        case training(kind: String, fraction: Double)
    }

    /// What a session ends with.
    public struct Outcome: Sendable {
        private let training: TrainingSummary
        /// The folder of the predictor.
        public let folder: String
        /// Networks that were learned from.
        public var networks: Int { training.networks }
        /// Kernels that were learned from.
        public var kernels: Int { training.kernels }
        /// Networks held out for checking.
        public var heldOut: Int { training.heldOut }
        /// Share of the held-out networks predicted within 10 %.
        public var within10: Double { training.within10 }
        /// Mean absolute relative error on the held-out networks.
        public var meanError: Double { training.meanError }

        /// What two readings of one kernel differ by, as a share; nil where none was measured twice.
        public let noiseFloor: Double?

        init(training: TrainingSummary, folder: String, noiseFloor: Double? = nil) {
            self.training = training
            self.folder = folder
            self.noiseFloor = noiseFloor
        }
    }

    /// How times are read from a profile; what was read otherwise is not learned from.
    private static let reading = 3

    /// The version of the generator, whose networks are known by version and seed, and of the reading of times.
    static let generator = "random/\(RandomNetworkGenerator.version)/\(reading)"

    let platform: Platform
    let settings: Settings
    let measurer: Measurer
    let store: Store
    let priors: [KernelBoostPredictor]
    let named: [String]

    /// A session.
    ///
    /// - Parameters:
    ///   - platform: The platform.
    ///   - settings: Where things are kept.
    ///   - executable: What starts a child process: the command's path and `run-child`.
    ///   - sources: Learned platforms whose predictors learning starts from.
    ///   - named: Paths of models whose kernels are wanted most.
    /// - Throws: `AppError` where the store cannot be opened, or a source was not learned.
    public init(
        platform: Platform, settings: Settings, executable: [String], from sources: [String] = [],
        named: [String] = []
    ) throws(AppError) {
        self.platform = platform
        self.settings = settings
        self.named = named
        priors = try Self.priors(sources, of: platform, settings: settings)
        measurer = Measurer(executable: executable)
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
    }

    /// Measures until the budget is spent or `shouldStop` says so, then trains and saves the predictor.
    ///
    /// - Parameters:
    ///   - system: Which predictor is learned.
    ///   - budget: Seconds the platform may cost in all, training included.
    ///   - shouldStop: Asked between networks.
    ///   - progress: Told after each step.
    /// - Returns: What was learned, and where it was saved.
    /// - Throws: `AppError`; what was measured until then is kept.
    public func run(
        system: LearnSystem = .kernelBoost, budget: Double, shouldStop: () -> Bool,
        progress: (Progress) -> Void
    ) throws(AppError) -> Outcome {
        guard system == .kernelBoost else {
            return try runIsolated(system, budget: budget, shouldStop: shouldStop, progress: progress)
        }
        let rules = platform.fusionRules
        let platformID = try identity()
        var networks: [TrainingNetwork] = []
        var spent = 0.0
        var waited = 0.0
        var bringUp = BringUp(rules: rules) { try? Self.generate($0) }
        let kept = try KeptProfiles(store: store, platformID: platformID)
        var floor = QuietFloor(kept.rows.map(\.profile))
        for row in kept.rows {
            spent += row.profile.seconds
            guard let network = try? Self.generate(row.seed) else { continue }
            bringUp.digest(network, seed: row.seed)
            networks.append(
                TrainingNetwork(
                    network, profile: row.profile, rules: rules, fold: .init(seed: row.seed),
                    conditions: row.conditions))
        }
        for path in named {
            let start = Date()
            let (network, measured) = try measuredByName(path, platformID: platformID, rules: rules)
            bringUp.digest(network, seed: nil)
            networks.append(measured)
            spent += Date().timeIntervalSince(start)
            progress(.profiled(networks: networks.count, spent: spent, left: max(0, budget - spent)))
        }
        // Training takes about a tenth of what measuring takes, and a few seconds at least.
        let measuring = budget - max(5, 0.1 * budget)
        var failures = 0
        while spent < measuring, !shouldStop() {
            let start = Date()
            guard let (seed, network) = bringUp.propose() else { break }
            do throws(AppError) {
                let patience = min(30, Self.mostWaiting * spent - waited)
                let profile = try profiled(
                    network, seed: seed, platformID: platformID, floor: &floor, patience: patience,
                    waited: &waited)
                networks.append(
                    TrainingNetwork(
                        network, profile: profile, rules: rules, fold: .init(seed: seed),
                        conditions: floor.conditions(of: profile)))
                failures = 0
            } catch {
                progress(.skipped("network \(seed): \(error.sentence)"))
                failures += 1
                if failures >= 10 || error.exit == .unavailable { throw error }
            }
            spent += Date().timeIntervalSince(start)
            progress(.profiled(networks: networks.count, spent: spent, left: max(0, measuring - spent)))
        }
        return try train(networks, platformID: platformID, rules: rules, progress: progress)
    }

    private func train(
        _ networks: [TrainingNetwork], platformID: String, rules: FusionRules, progress: (Progress) -> Void
    ) throws(AppError) -> Outcome {
        let predictor: KernelBoostPredictor
        let folder = settings.predictorFolder(platform: platform.name)
        do {
            predictor = try KernelBoostPredictor.train(
                networks, platform: platform, platformID: platformID, rules: rules, priors: priors
            ) { fraction, kind in
                progress(.training(kind: kind.rawValue, fraction: fraction))
            }
            try predictor.save(to: folder)
        } catch {
            throw AppError(error)
        }
        return Outcome(training: predictor.training, folder: folder)
    }

    // MARK: One network

    private static func generate(_ seed: UInt64) throws(GraphError) -> Network {
        try RandomNetworkGenerator(seed: seed).network().network.prepared()
    }

    /// The share of the time spent that may go by waiting for a slow time to pass.
    private static let mostWaiting = 0.25

    /// The profile of a random network, taken again while neighbours slow everything down, as long as patience lasts.
    private func profiled(
        _ network: Network, seed: UInt64, platformID: String, floor: inout QuietFloor, patience: Double,
        waited: inout Double
    ) throws(AppError) -> NetworkProfile {
        let start = Date()
        let bytes = try ModelBytes.written(network, for: platform, seed: seed, wantsDigest: false)
        var best: NetworkProfile?
        while true {
            let profile: NetworkProfile
            do {
                profile = try measurer.profile(
                    model: bytes, platform: platform, seconds: 0.3, minimumRuns: 20, seed: seed)
            } catch {
                throw AppError(error)
            }
            floor.add(profile)
            if best.map({ floor.slowness(of: profile) < floor.slowness(of: $0) }) ?? true { best = profile }
            let elapsed = Date().timeIntervalSince(start)
            guard var best, floor.isQuiet(best) || elapsed >= patience else {
                Thread.sleep(forTimeInterval: 0.5)
                continue
            }
            waited += max(0, elapsed - best.seconds)
            best.seconds = elapsed
            // Each kernel lists its nodes: the groups would say it again.
            best.groups = nil
            try keep(best, seed: seed, platformID: platformID, hash: "\(network.canonicalHash())")
            return best
        }
    }

    // MARK: The store

    /// The identity of platform and machine; asks the runtime for its version.
    func identity() throws(AppError) -> String {
        let id: String
        do { id = try measurer.fingerprint(of: platform).id } catch { throw AppError(error) }
        do { try store.add(PlatformRow(id: id, platform: platform)) } catch { throw AppError(error) }
        return id
    }

    func keep(
        _ profile: NetworkProfile, seed: UInt64, platformID: String, hash: String,
        generator: String = LearnSession.generator
    ) throws(AppError) {
        guard let payload = try? JSONEncoder().encode(profile) else { return }
        do {
            try store.addProfile(
                ProfileRow(
                    platformID: platformID, generator: generator, seed: seed, networkHash: hash,
                    recordedAt: Date().timeIntervalSince1970, payload: payload))
        } catch {
            throw AppError(error)
        }
    }

    /// The profiles of a platform that a generator's networks have.
    func kept(_ platformID: String, generator: String) throws(AppError) -> [ProfileRow] {
        do {
            return try store.profiles(platformID: platformID).filter { $0.generator == generator }
        } catch {
            throw AppError(error)
        }
    }
}

extension Platform {
    /// The fusion rules of the platform's runtime on this machine.
    public var fusionRules: FusionRules {
        switch runtime {
        case "onnxruntime":
            .onnxRuntime(level: optimization, vectorBytes: ProcessorFeatures.current.vectorBytes)
        case "openvino": .openVINO
        default: .none
        }
    }
}
