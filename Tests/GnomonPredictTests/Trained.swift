import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonNative
import GnomonPredict
import GnomonRuntimes
import GnomonStatistics
import GnomonTestKit

/// A predictor trained on the simulated machine, once for all tests.
enum Trained {
    static let platform = Platform(name: "simulated", runtime: "simulated")

    static var hasLightGBM: Bool { NativeLocations.current.hasLibrary(.lightGBM) }

    static let predictor = Result { try train(seeds: 1..<121) }

    /// The trained predictor of a system.
    static func any(_ name: String) throws -> any Predictor {
        switch name {
        case NNMeterPredictor.card.name: try Isolated.nnMeter.get()
        case BlackBoxPredictor.card.name: try Isolated.blackBox.get()
        case KernelTransferPredictor.card.name: try MovedMachine.predictor.get()
        default: try predictor.get()
        }
    }

    /// Networks that were not learned from.
    static let others = Result { try TinyNetworks.random(500..<512) }

    static func train(seeds: Range<UInt64>) throws -> KernelBoostPredictor {
        let networks = try TinyNetworks.random(seeds).map { seed, network in
            TrainingNetwork(
                network, profile: profile(network, seed: seed), rules: .none, fold: .init(seed: seed))
        }
        return try KernelBoostPredictor.train(networks, platform: platform, platformID: "0", rules: .none)
    }

    /// What the simulated machine shows of a network; the exact times without a seed.
    static func profile(_ network: Network, seed: UInt64?) -> NetworkProfile {
        let runtime = SimulatedRuntime()
        let kernels = runtime.kernels(of: network, seed: seed)
        let latency = runtime.latency(of: kernels)
        return NetworkProfile(
            platform: "simulated", latency: latency, standardError: 1, cleanShare: 1,
            profiledLatency: latency,
            kernels: kernels, runs: 20, loadNanoseconds: 0, seconds: 0.1)
    }

    /// A fresh folder that the caller removes.
    static func folder() throws -> String {
        let path = NSTemporaryDirectory() + "/gnomon-predict-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
