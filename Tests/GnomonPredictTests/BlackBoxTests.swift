import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Learning without a profile", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct BlackBoxTests {
    private func errors(_ predictor: BlackBoxPredictor, factor: Double = 1) throws -> [Double] {
        let networks = try Trained.others.get().map(\.network)
        return zip(networks, predictor.predict(networks)).map { network, prediction in
            let truth = Trained.profile(network, seed: nil).latency.nanoseconds
            let whole = Isolated.frame + factor * (truth - Isolated.frame)
            return abs(prediction.latency.nanoseconds / whole - 1)
        }
    }

    @Test("kernels alone and a correction predict networks never seen")
    func accuracy() throws {
        let predictor = try Isolated.blackBox.get()
        #expect((Quantile.median(try errors(predictor)) ?? 1) < 0.15)
        #expect(predictor.training.networks == 20)
        #expect(predictor.training.within10 > 0.3)
    }

    @Test("where everything is slower together than alone, the correction finds out", arguments: [0.7, 1.5])
    func correction(factor: Double) throws {
        let wholes = try Isolated.wholes.get().map { whole in
            WholeNetwork(
                whole.network,
                nanoseconds: Isolated.frame + factor * (whole.nanoseconds - Isolated.frame))
        }
        let predictor = try BlackBoxPredictor.train(
            try Isolated.samples.get(), wholes: wholes, frame: Isolated.frame, platform: Trained.platform,
            platformID: "0", rules: .none)
        #expect((Quantile.median(try errors(predictor, factor: factor)) ?? 1) < 0.15)
    }

    @Test("kinds that are faster together than alone are told from kinds that are slower")
    func kinds() throws {
        func whole(_ network: Network, seed: UInt64?) -> Double {
            Trained.profile(network, seed: seed).kernels.reduce(Isolated.frame) { sum, kernel in
                sum + kernel.latency.nanoseconds * (kernel.type == "Conv" ? 0.5 : 2)
            }
        }
        let wholes = try TinyNetworks.random(200..<260).map { seed, network in
            WholeNetwork(network, nanoseconds: whole(network, seed: seed))
        }
        let predictor = try BlackBoxPredictor.train(
            try Isolated.samples.get(), wholes: wholes, frame: Isolated.frame, platform: Trained.platform,
            platformID: "0", rules: .none)
        let networks = try Trained.others.get().map(\.network)
        let errors = zip(networks, predictor.predict(networks)).map { network, prediction in
            abs(prediction.latency.nanoseconds / whole(network, seed: nil) - 1)
        }
        #expect((Quantile.median(errors) ?? 1) < 0.15)
    }

    @Test("without whole networks it is the plain sum, with few a mean correction")
    func fewWholes() throws {
        for count in [2, 4] {
            let predictor = try BlackBoxPredictor.train(
                try Isolated.samples.get(), wholes: Array(try Isolated.wholes.get().prefix(count)),
                frame: Isolated.frame, platform: Trained.platform, platformID: "0", rules: .none)
            #expect((Quantile.median(try errors(predictor)) ?? 1) < 0.5)
            #expect(predictor.training.heldOut == (count < 3 ? 0 : count))
        }
    }

    @Test("too few kernels are refused")
    func tooFew() throws {
        #expect(throws: PredictError.self) {
            _ = try BlackBoxPredictor.train(
                [], wholes: [], frame: 0, platform: Trained.platform, platformID: "0", rules: .none)
        }
    }
}
