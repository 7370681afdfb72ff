import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import GnomonTestKit
import Testing

/// A machine that differs from the simulated one by class of kernel, and of which only whole networks are known.
enum MovedMachine {
    static let platform = Platform(name: "moved", runtime: "simulated")
    static let predictor = Result { try adapt(to: 12) }

    /// What a network takes there: twice as long as on the known machine, convolutions four times, small kernels as long.
    static func nanoseconds(_ network: Network) -> Double {
        let profile = Trained.profile(network, seed: nil)
        let sum = profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
        let moved = profile.kernels.reduce(0) { total, kernel in
            let time = kernel.latency.nanoseconds
            let isConvolution = kernel.name.lowercased().contains("conv")
            return total + time * (isConvolution ? 4 : time < 10_000 ? 1 : 2)
        }
        return moved + 2 * (profile.latency.nanoseconds - sum)
    }

    static func samples(_ count: Int) throws -> [WholeNetwork] {
        let pool = try TinyNetworks.random(200..<280).map(\.network)
        let order = KernelTransferPredictor.proposals(
            count, among: pool, sources: [try Trained.predictor.get()])
        return order.map { WholeNetwork(pool[$0], nanoseconds: nanoseconds(pool[$0])) }
    }

    static func adapt(to count: Int) throws -> KernelTransferPredictor {
        try KernelTransferPredictor.adapt(
            [Trained.predictor.get()], to: samples(count), platform: platform, platformID: "1")
    }

    /// Mean absolute relative error on networks that were not measured.
    static func meanError(_ predictor: any Predictor) throws -> Double {
        let networks = try TinyNetworks.random(500..<540).map(\.network)
        let errors = zip(networks, predictor.predict(networks)).map { network, prediction in
            abs(prediction.latency.nanoseconds / nanoseconds(network) - 1)
        }
        return errors.reduce(0, +) / Double(errors.count)
    }
}

@Suite(
    "Moving to a platform by whole networks", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct KernelTransferTests {
    @Test("more measurements bring it nearer, and twelve are far better than one ratio")
    func learns() throws {
        let one = try MovedMachine.meanError(MovedMachine.adapt(to: 1))
        let twelve = try MovedMachine.meanError(MovedMachine.predictor.get())
        #expect(twelve < 0.6 * one, "\(twelve) after one gave \(one)")
        #expect(twelve < 0.2, "\(twelve)")
    }

    @Test("nine in ten networks that were not measured lie inside their intervals, or nearly so")
    func intervals() throws {
        let networks = try TinyNetworks.random(600..<640).map(\.network)
        let predictor = try MovedMachine.predictor.get()
        let inside = zip(networks, predictor.predict(networks)).count { network, prediction in
            let time = MovedMachine.nanoseconds(network)
            return (prediction.interval.lower.nanoseconds...prediction.interval.upper.nanoseconds)
                .contains(time)
        }
        #expect(inside >= 32, "\(inside) of 40")
        let widths = predictor.predict(networks).map {
            $0.interval.upper.nanoseconds / $0.interval.lower.nanoseconds
        }
        #expect((Quantile.median(widths) ?? 9) < 3, "an interval must say something: \(widths)")
    }

    @Test("a platform that behaves like the new one is believed, one that does not is left out")
    func chooses() throws {
        let kin = try KernelBoostPredictor.train(
            TinyNetworks.random(1..<61).map { seed, network in
                var profile = Trained.profile(network, seed: seed)
                let before = profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
                for index in profile.kernels.indices {
                    let time = profile.kernels[index].latency.nanoseconds
                    profile.kernels[index].latency.nanoseconds = time * exp(0.8 * sin(2 * log(time)))
                }
                profile.latency.nanoseconds +=
                    profile.kernels.reduce(0) { $0 + $1.latency.nanoseconds } - before
                return TrainingNetwork(network, profile: profile, rules: .none, fold: .init(seed: seed))
            }, platform: Platform(name: "odd", runtime: "simulated"), platformID: "2", rules: .none)
        let (both, alone) = (
            try KernelTransferPredictor.adapt(
                [kin, Trained.predictor.get()], to: MovedMachine.samples(12),
                platform: MovedMachine.platform, platformID: "1"),
            try MovedMachine.predictor.get()
        )
        #expect(try MovedMachine.meanError(both) < 1.3 * MovedMachine.meanError(alone) + 0.01)
    }

    @Test("fewer proposals are the first of more, and none comes twice")
    func proposals() throws {
        let pool = try TinyNetworks.random(200..<240).map(\.network)
        let sources = [try Trained.predictor.get()]
        let ten = KernelTransferPredictor.proposals(10, among: pool, sources: sources)
        #expect(Set(ten).count == 10)
        #expect(
            KernelTransferPredictor.proposals(5, among: pool, sources: sources) == Array(ten.prefix(5)))
        #expect(KernelTransferPredictor.proposals(99, among: pool, sources: sources).count == pool.count)
    }

    @Test("kernels add up to the latency, and a file keeps the predictor as it is")
    func files() throws {
        let predictor = try MovedMachine.predictor.get()
        let networks = try Trained.others.get().map(\.network)
        let folder = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try predictor.save(to: folder + "/p")
        let read = try PredictorCatalog.load(folder: folder + "/p")
        #expect(read.predict(networks) == predictor.predict(networks))
        for prediction in predictor.predict(networks) {
            let sum = prediction.kernels.reduce(0) { $0 + $1.latency.nanoseconds }
            #expect(sum <= prediction.latency.nanoseconds * 1.000001)
            #expect(sum >= 0.5 * prediction.latency.nanoseconds)
        }
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/p/kernel-transfer.json"))
        #expect(throws: PredictError.self) { try PredictorCatalog.load(folder: folder + "/p") }
    }

    @Test("without a platform to start from, or without a measurement, it says so")
    func refuses() throws {
        let samples = try MovedMachine.samples(2)
        #expect(throws: PredictError.self) {
            try KernelTransferPredictor.adapt(
                [], to: samples, platform: MovedMachine.platform, platformID: "1")
        }
        #expect(throws: PredictError.self) {
            try KernelTransferPredictor.adapt(
                [Trained.predictor.get()], to: [], platform: MovedMachine.platform, platformID: "1")
        }
    }
}
