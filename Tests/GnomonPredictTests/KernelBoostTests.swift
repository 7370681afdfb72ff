import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Learning the simulated machine", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct KernelBoostTests {
    @Test("networks never seen are predicted well, and most lie in their interval")
    func accuracy() throws {
        let predictor = try Trained.predictor.get()
        let networks = try Trained.others.get().map(\.network)
        var errors: [Double] = []
        var inside = 0
        for (network, prediction) in zip(networks, predictor.predict(networks)) {
            let truth = Trained.profile(network, seed: nil).latency
            errors.append(abs(prediction.latency.nanoseconds / truth.nanoseconds - 1))
            if prediction.interval.contains(truth) { inside += 1 }
        }
        #expect((Quantile.median(errors) ?? 1) < 0.2, "\(errors)")
        #expect(inside * 2 > networks.count, "\(inside) of \(networks.count) inside")
    }

    @Test("latencies alone are those of whole predictions")
    func latenciesAlone() throws {
        let predictor = try Trained.predictor.get()
        let networks = try Trained.others.get().map(\.network)
        #expect(predictor.latencies(of: networks) == predictor.predict(networks).map(\.latency))
        #expect(predictor.latencies(of: []) == [])
    }

    @Test("what every predictor must do, it does", arguments: PredictorCatalog.all.map { $0.card.name })
    func conformance(name: String) throws {
        let predictor = try Trained.any(name)
        try #require(type(of: predictor).card.name == name, "a new predictor needs a trained one here")
        let folder = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let networks = try Trained.others.get().prefix(4).map(\.network) + [TinyNetworks.residual()]
        let violations = PredictorConformance.violations(
            of: predictor, on: networks, unknown: try TinyNetworks.mystery(),
            unknownName: "com.example.Mystery",
            folder: folder)
        #expect(violations == [])
    }

    @Test("elements of a size that was never learned are named, not silently answered")
    func elementSize() throws {
        let predictor = try Trained.predictor.get()
        let predictions = try [ElementType.float32, .float16].map { type in
            let network = try TinyNetworks.network { b in
                let x = b.input([1, 64, 28, 28], type: type)
                return [b.relu(b.add(x, x))]
            }
            return predictor.predict([network])[0]
        }
        #expect(predictions[0].kernels.allSatisfy { $0.isKnown })
        #expect(!predictions[1].kernels.contains { $0.isKnown })
        #expect(predictions[1].coverage < predictions[0].coverage)
        #expect(predictions[1].warnings.contains { $0.contains("not learned") })
    }

    @Test("the summary counts what was learned from and what was held out")
    func summary() throws {
        let training = try Trained.predictor.get().training
        #expect(training.networks == 108)
        #expect(training.heldOut == 12)
        #expect(training.kernels > training.networks)
        #expect((0...1).contains(training.within10))
    }

    @Test("the order of the networks and a second training give the same predictor")
    func order() throws {
        let networks = try TinyNetworks.random(1..<25).map { seed, network in
            TrainingNetwork(
                network, profile: Trained.profile(network, seed: seed), rules: .none, fold: .init(seed: seed))
        }
        let probes = try Trained.others.get().prefix(3).map(\.network)
        let answers = try [networks, networks].map { set in
            try KernelBoostPredictor.train(set, platform: Trained.platform, platformID: "0", rules: .none)
                .predict(probes)
        }
        #expect(answers[0] == answers[1])
        let reversed = try KernelBoostPredictor.train(
            networks.reversed(), platform: Trained.platform, platformID: "0", rules: .none
        ).predict(probes)
        for (left, right) in zip(answers[0], reversed) {
            #expect(abs(left.latency.nanoseconds / right.latency.nanoseconds - 1) < 0.05)
        }
    }

    @Test("too few networks are refused with a way out")
    func tooFew() throws {
        do throws(PredictError) {
            _ = try KernelBoostPredictor.train([], platform: Trained.platform, platformID: "0", rules: .none)
            Issue.record("nothing was learned from nothing")
        } catch {
            #expect(error.code == .tooFew)
            #expect(error.hint.contains("--budget"))
        }
    }
}
