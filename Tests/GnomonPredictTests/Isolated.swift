import GnomonData
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonRuntimes
import GnomonStatistics
import GnomonTestKit

/// Kernels of the simulated machine, measured alone, and predictors learned from them, once for all tests.
enum Isolated {
    static let frame = 3000.0
    static let samples = Result { try samples(seeds: 1..<81) }
    static let wholes = Result { try wholes(seeds: 200..<220) }

    static let nnMeter = Result {
        try NNMeterPredictor.train(
            try samples.get(), wholes: try wholes.get(), frame: frame, platform: Trained.platform,
            platformID: "0", rules: .none)
    }
    static let blackBox = Result {
        try BlackBoxPredictor.train(
            try samples.get(), wholes: try wholes.get(), frame: frame, platform: Trained.platform,
            platformID: "0", rules: .none)
    }

    static func samples(seeds: Range<UInt64>) throws -> [KernelSample] {
        var samples: [KernelSample] = []
        for (seed, network) in try TinyNetworks.random(seeds) {
            for extract in try network.extracts(.none) where !extract.changesFusion {
                let time = try present(sample(extract, seed: seed &+ extract.signature.hash.low))
                samples.append(time)
            }
        }
        return samples
    }

    static func sample(_ extract: KernelExtract, seed: UInt64?) -> KernelSample? {
        let time = SimulatedRuntime().kernels(of: extract.network, seed: seed)
            .reduce(0) { $0 + $1.latency.nanoseconds }
        return KernelSample(extract, rules: .none, nanoseconds: time, origin: .prior)
    }

    /// The exact sample of a network that is one kernel.
    static func sample(_ network: Network) throws -> KernelSample {
        let extract = try present(KernelExtract(network, rules: .none))
        return try present(sample(extract, seed: nil))
    }

    static func wholes(seeds: Range<UInt64>) throws -> [WholeNetwork] {
        try TinyNetworks.random(seeds).map { seed, network in
            WholeNetwork(network, nanoseconds: Trained.profile(network, seed: seed).latency.nanoseconds)
        }
    }

    private struct Missing: Error {}

    private static func present<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Missing() }
        return value
    }
}
