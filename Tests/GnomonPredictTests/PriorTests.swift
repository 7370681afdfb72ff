import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import GnomonTestKit
import Testing

/// Machines with a quirk that a few networks do not show: kernels of some sizes are slow.
private enum OtherMachine {
    static let source = Result { try train(networks(1..<161, factor: 1), from: []) }
    static let platform = Platform(name: "other", runtime: "simulated")

    static func profile(_ network: Network, seed: UInt64?, factor: Double = 2.3) -> NetworkProfile {
        var profile = Trained.profile(network, seed: seed)
        let before = profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
        for index in profile.kernels.indices {
            let time = profile.kernels[index].latency.nanoseconds
            profile.kernels[index].latency.nanoseconds = time * factor * exp(0.7 * sin(2 * log(time)))
        }
        let after = profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
        profile.latency.nanoseconds += after - before
        return profile
    }

    static func networks(_ seeds: Range<UInt64>, factor: Double = 2.3) throws -> [TrainingNetwork] {
        try TinyNetworks.random(seeds).map { seed, network in
            TrainingNetwork(
                network, profile: profile(network, seed: seed, factor: factor), rules: .none,
                fold: .init(seed: seed))
        }
    }

    static func train(
        _ networks: [TrainingNetwork], from priors: [KernelBoostPredictor]
    ) throws -> KernelBoostPredictor {
        try KernelBoostPredictor.train(
            networks, platform: platform, platformID: "1", rules: .none, priors: priors)
    }

    static func meanError(_ predictor: KernelBoostPredictor) throws -> Double {
        let networks = try Trained.others.get().map(\.network)
        let errors = zip(networks, predictor.predict(networks)).map { network, prediction in
            abs(prediction.latency.nanoseconds / profile(network, seed: nil).latency.nanoseconds - 1)
        }
        return errors.reduce(0, +) / Double(errors.count)
    }
}

@Suite("Starting from other platforms", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct PriorTests {
    @Test("with few networks, a similar platform helps; with none to start from, the answer is as before")
    func helps() throws {
        let networks = try OtherMachine.networks(1..<15)
        let alone = try OtherMachine.meanError(OtherMachine.train(networks, from: []))
        let helped = try OtherMachine.meanError(
            OtherMachine.train(networks, from: [Trained.predictor.get(), OtherMachine.source.get()]))
        #expect(helped < 0.8 * alone, "\(helped) against \(alone)")
        // A machine that is not like this one is not listened to.
        let misled = try OtherMachine.meanError(
            OtherMachine.train(networks, from: [Trained.predictor.get()]))
        #expect(misled < 1.2 * alone, "\(misled) against \(alone)")
    }

    @Test("a predictor that started from others is the same after a file")
    func files() throws {
        let predictor = try OtherMachine.train(
            OtherMachine.networks(1..<15), from: [OtherMachine.source.get()])
        let folder = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try predictor.save(to: folder + "/p")
        let networks = try Trained.others.get().map(\.network)
        let read = try KernelBoostPredictor(folder: folder + "/p")
        #expect(read.predict(networks) == predictor.predict(networks))
        // Its source lies inside; without it the folder is no predictor.
        try FileManager.default.removeItem(atPath: folder + "/p/prior-0")
        #expect(throws: PredictError.self) { try KernelBoostPredictor(folder: folder + "/p") }
    }

    @Test("kinds that were not measured take the source's answer, and stay uncovered")
    func unmeasured() throws {
        // The networks of a training without softmax know it from the source alone.
        let source = try OtherMachine.source.get()
        let networks = try OtherMachine.networks(1..<15)
        let alone = try OtherMachine.train(networks, from: [])
        let helped = try OtherMachine.train(networks, from: [source])
        for network in try Trained.others.get().map(\.network) {
            let (plain, started) = (alone.predict([network])[0], helped.predict([network])[0])
            let truth = OtherMachine.profile(network, seed: nil).latency.nanoseconds
            guard plain.coverage < 0.9 else { continue }
            #expect(started.kernels.map(\.isKnown) == plain.kernels.map(\.isKnown))
            #expect(
                abs(log(started.latency.nanoseconds / truth))
                    < abs(log(plain.latency.nanoseconds / truth)) + 0.3)
        }
    }
}

@Suite("Networks the user named", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct NamedNetworkTests {
    @Test("a named network is predicted as it was measured, others hardly change")
    func remembers() throws {
        let networks = try TinyNetworks.random(1..<31).map { seed, network in
            TrainingNetwork(
                network, profile: Trained.profile(network, seed: seed), rules: .none, fold: .init(seed: seed))
        }
        let others = try Trained.others.get().map(\.network)
        let named = TrainingNetwork(
            others[0], profile: Trained.profile(others[0], seed: nil), rules: .none, fold: .training,
            isNamed: true)
        func train(_ set: [TrainingNetwork]) throws -> KernelBoostPredictor {
            try KernelBoostPredictor.train(set, platform: Trained.platform, platformID: "0", rules: .none)
        }
        let (without, with) = (try train(networks), try train(networks + [named]))
        let truth = Trained.profile(others[0], seed: nil).latency.nanoseconds
        let error = abs(with.predict([others[0]])[0].latency.nanoseconds / truth - 1)
        #expect(error < 0.05, "\(error)")
        #expect(error <= abs(without.predict([others[0]])[0].latency.nanoseconds / truth - 1))
        for other in others.dropFirst() {
            let ratio =
                with.predict([other])[0].latency.nanoseconds
                / without.predict([other])[0].latency.nanoseconds
            #expect(abs(log(ratio)) < 0.3, "\(ratio)")
        }
        let folder = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try with.save(to: folder + "/p")
        #expect(try KernelBoostPredictor(folder: folder + "/p").predict(others) == with.predict(others))
    }
}
