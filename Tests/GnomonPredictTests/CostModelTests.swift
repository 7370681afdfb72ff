import GnomonData
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@testable import GnomonPredict

@Suite("The simple models under the trees")
struct CostModelTests {
    @Test("a roofline finds the roofs that made the times")
    func roofline() {
        var vectors: [KernelVector] = []
        var times: [Double] = []
        func add(_ flops: Double, _ bytes: Double) {
            var vector = KernelVector(kind: .conv)
            vector.flops = flops
            vector.bytes = bytes
            vectors.append(vector)
            times.append(max(flops / 20, bytes / 8) + 500)
        }
        for step in 1...50 {
            add(Double(step) * 4e7, 1000)
            add(1000, Double(step) * 2e7)
            add(10, Double(step))
        }
        let roofline = Roofline(vectors: vectors, nanoseconds: times)
        #expect((18...20.5).contains(roofline.flopsPerNanosecond))
        #expect((7.2...8.2).contains(roofline.bytesPerNanosecond))
        #expect((400...600).contains(roofline.dispatch))
        for (vector, time) in zip(vectors, times) { #expect(abs(roofline.time(vector) / time - 1) < 0.3) }
    }

    @Test("a roofline of nothing still answers with finite times")
    func emptyRoofline() {
        let roofline = Roofline(vectors: [], nanoseconds: [])
        let time = roofline.time(KernelVector(kind: .other))
        #expect(time > 0 && time.isFinite)
    }

    /// Chains of element-wise kernels on a machine with known costs; every tenth is disturbed.
    private func chains(fixed: Double, perKernel: Double, disturbed: Bool = false) throws -> [TrainingNetwork]
    {
        try (0..<30).map { index in
            let length = 4 + 3 * (index % 11)
            let network = try TinyNetworks.chain([1, 64]) { b, x in
                (0..<length).reduce(x) { y, _ in b.unary(.sqrt, y) }
            }
            let true_ = Double(2000 + 137 * index)
            let timings = (0..<length).map { node in
                KernelTiming(
                    name: "n\(node)", type: "Sqrt", nodes: [node],
                    latency: Latency(nanoseconds: true_ + perKernel),
                    standardError: 1)
            }
            var latency = fixed + Double(length) * true_
            if disturbed, index % 10 == 3 { latency *= 2 }
            let profile = NetworkProfile(
                platform: "p", latency: Latency(nanoseconds: latency), standardError: 1, cleanShare: 1,
                profiledLatency: Latency(nanoseconds: latency), kernels: timings, runs: 10,
                loadNanoseconds: 0,
                seconds: 0)
            return TrainingNetwork(network, profile: profile, rules: .none, fold: .training)
        }
    }

    @Test(
        "the costs of a run and of profiling are found, disturbed networks among them or not",
        arguments: [false, true])
    func runCost(disturbed: Bool) throws {
        let networks = try chains(fixed: 6000, perKernel: 800, disturbed: disturbed)
        let cost = RunCost(networks)
        #expect(abs(cost.fixed - 6000) < 900, "\(cost)")
        #expect(abs(cost.perKernel - 800) < 120, "\(cost)")
        let labels = cost.labels(of: networks[0])
        #expect(labels.count == 4)
        #expect(labels.allSatisfy { abs(($0 ?? 0) - 2000) < 150 })
    }

    @Test("labels go half of the way to what the network took whole, and not far")
    func closing() throws {
        var network = try chains(fixed: 0, perKernel: 0, disturbed: false)[0]
        let cost = RunCost(fixed: 0, perKernel: 0)
        func moved() -> Double {
            cost.labels(of: network).reduce(0) { $0 + ($1 ?? 0) } / network.recordedSum
        }
        for share in [0.9, 1, 1.1] {
            network.latency = share * network.recordedSum
            #expect(abs(moved() - share.squareRoot()) < 1e-9)
            #expect(cost.closes(network))
        }
        network.latency = 3 * network.recordedSum
        #expect(moved() < 1.08)
        #expect(!cost.closes(network))
    }

    @Test("few networks leave the usual costs, which are not negative")
    func fewNetworks() {
        let cost = RunCost([])
        #expect(cost.fixed >= 0 && cost.fixed.isFinite)
        #expect(cost.perKernel >= 0 && cost.perKernel.isFinite)
    }

    @Test("a fold depends on the seed alone; one in ten is held out, one in ten validates")
    func folds() {
        let folds = (0..<1000).map { TrainingNetwork.Fold(seed: UInt64($0)) }
        #expect(folds.count { $0 == .heldOut } == 100)
        #expect(folds.count { $0 == .validation } == 100)
        #expect(folds == (0..<1000).map { TrainingNetwork.Fold(seed: UInt64($0)) })
    }
}
