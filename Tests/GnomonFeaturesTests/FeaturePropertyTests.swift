import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonTestKit
import Testing

@Suite("What holds for the features of any network")
struct FeaturePropertyTests {
    private static let networks = Result { try TinyNetworks.random(2000..<2060) }
    static let rules: [FusionRules] = [.none, .onnxRuntime(vectorBytes: 32)]

    @Test("all values are finite and amounts are not negative", arguments: rules)
    func finite(rules: FusionRules) throws {
        for (seed, network) in try Self.networks.get() {
            for vector in KernelFeatureExtractor.vectors(of: network.kernels(rules), in: network) {
                #expect(vector.values.count == KernelFeature.allCases.count)
                #expect(vector.values.allSatisfy { $0.isFinite }, "seed \(seed): \(vector.kind)")
                #expect(
                    vector.flops >= 0 && vector.bytes >= 0 && vector.weightBytes <= vector.bytes, "\(seed)")
            }
        }
    }

    @Test("operations add up to those of the network, whatever is fused", arguments: rules)
    func amounts(rules: FusionRules) throws {
        for (seed, network) in try Self.networks.get() {
            let vectors = KernelFeatureExtractor.vectors(of: network.kernels(rules), in: network)
            guard vectors.allSatisfy(\.isComplete) else { continue }
            // Vectors leave out what a convolution does on padding.
            let sum = vectors.reduce(0) { sum, vector in
                let share = vector[.insideShare]
                return sum + vector.flops / (share > 0 ? share : 1)
            }
            let expected = Double(try network.totalCost().flops)
            #expect(abs(sum - expected) <= 1e-9 * expected, "\(seed)")
        }
    }

    @Test("fusing never adds traffic, layout changes aside")
    func traffic() throws {
        for (seed, network) in try Self.networks.get() {
            let alone = KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network)
            let fused = KernelFeatureExtractor.vectors(
                of: network.kernels(.onnxRuntime(vectorBytes: nil)), in: network)
            #expect(
                fused.reduce(0) { $0 + $1.bytes } <= alone.reduce(0) { $0 + $1.bytes } * (1 + 1e-9), "\(seed)"
            )
        }
    }

    @Test("vectors are the same every time")
    func deterministic() throws {
        for (seed, network) in try Self.networks.get().prefix(20) {
            let kernels = network.kernels(.onnxRuntime(vectorBytes: 32))
            let first = KernelFeatureExtractor.vectors(of: kernels, in: network)
            #expect(first == KernelFeatureExtractor.vectors(of: kernels, in: network), "\(seed)")
        }
    }

    @Test("the hash of the schema follows from its description, and columns have names of their own")
    func schema() {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in FeatureSchema.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        #expect(UInt64(FeatureSchema.hash, radix: 16) == hash)
        #expect(FeatureSchema.hash.count == 16)
        #expect(Set(KernelFeature.allCases.map(\.name)).count == KernelFeature.allCases.count)
        #expect(KernelFeature.allCases.map(\.rawValue) == Array(KernelFeature.allCases.indices))
        for column in KernelFeature.allCases { #expect(FeatureSchema.description.contains(column.name)) }
    }

    @Test("operations are those of the whole cost")
    func operations() throws {
        for (seed, network) in try TinyNetworks.random(0..<20) {
            for index in network.nodes.indices {
                let id = NodeID(index)
                let (operations, cost) = (try network.operations(of: id), try network.cost(of: id))
                #expect(operations == cost?.flops, "\(seed): \(network[id].op.typeName)")
            }
        }
    }
}
