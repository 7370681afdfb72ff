import Foundation
import GnomonData
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("nn-Meter rebuilt", .enabled(if: Trained.hasLightGBM, "LightGBM is not installed"))
struct NNMeterTests {
    /// A network of one convolution.
    private func conv(
        batch: Int = 1, height: Int = 14, width: Int = 14, channels: Int = 16, groups: Int = 1,
        dilation: Extent = 1
    ) throws -> Network {
        try TinyNetworks.chain([batch, channels, height, width]) { b, x in
            b.conv(x, out: channels, kernel: 3, dilation: dilation, groups: groups)
        }
    }

    private func nanoseconds(_ network: Network) throws -> Double {
        try #require(try Isolated.nnMeter.get().predict([network]).first).latency.nanoseconds
    }

    @Test("networks never seen are predicted well where kernels do not influence each other")
    func accuracy() throws {
        let predictor = try Isolated.nnMeter.get()
        let networks = try Trained.others.get().map(\.network)
        let errors = zip(networks, predictor.predict(networks)).map { network, prediction in
            abs(prediction.latency.nanoseconds / Trained.profile(network, seed: nil).latency.nanoseconds - 1)
        }
        #expect((Quantile.median(errors) ?? 1) < 0.3, "\(errors)")
        #expect(predictor.training.kernels > 200)
        #expect(predictor.training.heldOut == 20)
        #expect(!predictor.kindErrors.isEmpty)
    }

    @Test("an operator nobody knows is charged its roofline, never free, and counted uncovered")
    func unknown() throws {
        let prediction = try #require(
            try Isolated.nnMeter.get().predict([try TinyNetworks.mystery()]).first)
        let kernel = try #require(prediction.kernels.first { $0.kind == "unknown" })
        #expect(kernel.latency > .zero)
        #expect(!kernel.isKnown)
        #expect(prediction.coverage < 1)
    }

    @Test("kernels of a kind without forest still cost something")
    func uncovered() throws {
        // Softmax is one the original adds nothing for.
        let samples = try Isolated.samples.get().filter { $0.vector.kind != .softmax }
        let predictor = try NNMeterPredictor.train(
            samples, wholes: [], frame: 0, platform: Trained.platform, platformID: "0", rules: .none)
        let network = try TinyNetworks.chain([1, 1000]) { b, x in b.softmax(x) }
        let prediction = try #require(predictor.predict([network]).first)
        #expect(prediction.latency > .zero)
        #expect(prediction.coverage == 0)
        #expect(prediction.warnings.contains { $0.contains("Softmax") })
    }

    @Test("batch, height, width, groups and dilation are told apart")
    func distinguishes() throws {
        let networks = [
            try conv(), try conv(batch: 4), try conv(width: 28), try conv(height: 28), try conv(groups: 4),
        ]
        let times = try networks.map { try nanoseconds($0) }
        #expect(times[1] > 1.3 * times[0])
        #expect(times[2] > 1.1 * times[0])
        #expect(times[3] > 1.1 * times[0])
        #expect(times[4] != times[0])
        // What takes equally long is told apart by its features, too.
        let samples = try (networks + [conv(dilation: 2)]).map { network in
            try Isolated.sample(network)
        }
        #expect(Set(samples.map(\.vector.values)).count == samples.count)
        #expect(Set(samples.map(\.signature)).count == samples.count)
    }

    @Test("element types are told apart")
    func elementTypes() throws {
        let vectors = try [ElementType.float32, .float16].map { type in
            let network = try TinyNetworks.network { b in
                let x = b.input([1, 64, 28, 28], type: type)
                return [b.relu(x)]
            }
            return try Isolated.sample(network).vector.values
        }
        #expect(vectors[0] != vectors[1])
    }

    @Test("a block of resnext50 and one of wide_resnet50 differ, which the original's features cannot see")
    func groupsMatter() throws {
        func block(groups: Int) throws -> Network {
            try TinyNetworks.chain([1, 256, 14, 14]) { b, x in
                let inner = b.relu(b.conv(x, out: 128))
                return b.conv(b.relu(b.conv(inner, out: 128, kernel: 3, groups: groups)), out: 256)
            }
        }
        let (next, wide) = (try block(groups: 32), try block(groups: 1))
        #expect(abs(try nanoseconds(next) / nanoseconds(wide) - 1) > 0.02)
        let original = try NNMeterPredictor.train(
            try Isolated.samples.get(), wholes: [], frame: 0, platform: Trained.platform, platformID: "0",
            rules: .none, features: .original)
        let folder = try Trained.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try original.save(to: folder + "/original.gnomon")
        let loaded = try NNMeterPredictor(folder: folder + "/original.gnomon")
        #expect(loaded.features == .original)
        #expect(loaded.predict([next, wide]) == original.predict([next, wide]))
        let times = try [conv(width: 14), conv(width: 28)].map { network in
            try #require(original.predict([network]).first).latency
        }
        #expect(times[0] == times[1])
    }

    @Test("a size that is not fixed is never known")
    func dynamic() throws {
        var network = try conv()
        let id = try #require(network.outputs.first)
        network[id].shape = Shape([.known(1), .symbol("C"), .known(14), .known(14)])
        let prediction = try #require(try Isolated.nnMeter.get().predict([network]).first)
        #expect(prediction.coverage < 1)
        #expect(prediction.latency > .zero)
        let whole = network
        #expect(throws: GraphError.self) { _ = try whole.extracts(.none) }
    }

    @Test("too few kernels are refused with a way out")
    func tooFew() throws {
        do throws(PredictError) {
            _ = try NNMeterPredictor.train(
                [], wholes: [], frame: 0, platform: Trained.platform, platformID: "0", rules: .none)
            Issue.record("nothing was learned from nothing")
        } catch {
            #expect(error.code == .tooFew)
            #expect(error.hint.contains("--budget"))
        }
    }
}
