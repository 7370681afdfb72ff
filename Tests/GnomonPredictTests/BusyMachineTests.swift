import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import GnomonTestKit
import Testing

/// A machine on which half of the profiles are taken beside a neighbour that makes kernels bound by memory a half slower.
private enum BusyMachine {
    static func network(_ seed: UInt64, _ network: Network, knows: Bool) -> TrainingNetwork {
        let isBusy = seed % 2 == 0
        var profile = Trained.profile(network, seed: seed)
        let before = profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
        if isBusy {
            for index in profile.kernels.indices {
                let isConvolution = profile.kernels[index].name.lowercased().contains("conv")
                if !isConvolution { profile.kernels[index].latency.nanoseconds *= 1.5 }
            }
        }
        profile.latency.nanoseconds += profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds } - before
        return TrainingNetwork(
            network, profile: profile, rules: .none, fold: .init(seed: seed),
            conditions: isBusy && knows ? MachineConditions(["cache": 1.5]) : .quiet)
    }

    /// The mean of predicted over true latency in quiet times, over networks all of whose operators were learned, after training with or without knowing the conditions.
    static func bias(knows: Bool) throws -> Double {
        let networks = try TinyNetworks.random(1..<121).map { network($0, $1, knows: knows) }
        let predictor = try KernelBoostPredictor.train(
            networks, platform: Trained.platform, platformID: "0", rules: .none)
        let others = try TinyNetworks.random(500..<570).map(\.network)
        let ratios = zip(others, predictor.predict(others)).compactMap { network, prediction in
            prediction.kernels.allSatisfy(\.isKnown)
                ? prediction.latency.nanoseconds
                    / Trained.profile(network, seed: nil).latency.nanoseconds
                : nil
        }
        #expect(ratios.count >= 15)
        return ratios.reduce(0, +) / Double(max(1, ratios.count))
    }
}

@Suite("Learning on a busy machine", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct BusyMachineTests {
    @Test("what a neighbour slowed is not taken for the platform, where reference kernels tell of it")
    func conditions() throws {
        let (blind, told) = (try BusyMachine.bias(knows: false), try BusyMachine.bias(knows: true))
        #expect(abs(told - 1) < 0.06, "\(told)")
        #expect(abs(told - 1) < 0.6 * abs(blind - 1), "\(told) after being told, \(blind) before")
    }

    @Test("conditions are bounded, and what is missing or no number counts as quiet")
    func bounds() {
        #expect(MachineConditions([:]) == .quiet)
        #expect(MachineConditions(["cache": 0.9, "compute": .nan]) == .quiet)
        #expect(MachineConditions(["cache": 1e9]).excess == [0, 1])
        #expect(abs(MachineConditions(["cache": 1.2, "compute": 1.5]).slowness - 0.5) < 1e-12)
    }
}
