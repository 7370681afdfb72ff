import GnomonGraph
import GnomonSpaces
import Testing

@Suite("Random networks")
struct RandomNetworkGeneratorTests {
    @Test("every seed gives a network")
    func everySeed() {
        #expect(Sample.networks.count == Sample.count)
        #expect(Sample.networks.map(\.seed) == (0..<Sample.count).map { UInt64($0) })
    }

    @Test("the same seed gives an identical network, another seed another one")
    func reproducible() throws {
        for seed in [0, 7, 123, UInt64.max] as [UInt64] {
            let first = try RandomNetworkGenerator(seed: seed).network()
            let second = try RandomNetworkGenerator(seed: seed).network()
            #expect(first == second)
            let other = try RandomNetworkGenerator(seed: seed ^ 1).network()
            #expect(first.network != other.network)
        }
    }

    @Test("nodes follow those they read, and each tensor is written once")
    func topology() {
        for generated in Sample.networks {
            let network = generated.network
            var written = Set(network.inputs)
            for (index, node) in network.nodes.enumerated() {
                for case let input? in node.inputs where network[input].role != .constant {
                    #expect(written.contains(input), "\(generated.recipe): \(node.name) reads ahead")
                }
                for case let output? in node.outputs {
                    #expect(written.insert(output).inserted, "\(generated.recipe): \(node.name) writes again")
                    #expect(network[output].producer == NodeID(index))
                }
            }
        }
    }

    @Test("everything computed is used")
    func nothingDead() {
        for generated in Sample.networks {
            let network = generated.network
            var used = Set(network.outputs)
            for node in network.nodes { used.formUnion(node.inputs.compactMap { $0 }) }
            for node in network.nodes {
                for case let output? in node.outputs {
                    #expect(used.contains(output), "\(generated.recipe): \(node.name) is for nothing")
                }
            }
        }
    }

    @Test("shapes are concrete and positive")
    func shapes() {
        for generated in Sample.networks {
            for tensor in generated.network.tensors {
                let sizes = tensor.shape?.sizes
                #expect(sizes != nil && sizes?.allSatisfy { $0 > 0 } == true, "\(generated.recipe)")
            }
        }
    }

    @Test("the budgets of operations and weights are kept")
    func budgets() {
        let profile = GeneratorProfile()
        for generated in Sample.networks {
            #expect(generated.flops <= generated.budget, "\(generated.recipe)")
            #expect(Double(generated.flops) <= profile.flops.upperBound)
            #expect(generated.weightBytes <= profile.maximumWeightBytes)
            #expect(generated.kernels <= profile.kernels.upperBound + 10)
        }
    }

    @Test(
        "every family is drawn",
        .enabled(if: Sample.count == 500, "needs 500 networks: a release build or GNOMON_SLOW_TESTS=1"))
    func families() {
        #expect(Set(Sample.networks.map(\.family)) == Set(BlockFamily.allCases))
    }

    @Test(
        "rare operators occur in at least one of 30 networks",
        arguments: [
            OperatorKind.resize, .reduceMean, .reduceSum, .reduceMax, .slice, .split, .pad, .gather,
            .transpose,
            .whereSelect, .cast, .pow, .sqrt, .div, .softmax, .erf, .tanh, .exp, .argMax, .convTranspose,
            .lrn,
            .pRelu, .leakyRelu, .elu, .softplus, .instanceNormalization, .layerNormalization, .hardSwish,
        ])
    func rareOperators(kind: OperatorKind) {
        let count = Sample.networks.count { generated in
            generated.network.nodes.contains { $0.op.kind == kind }
        }
        #expect(count >= Sample.count / 30, "\(kind.rawValue) in \(count)")
    }

    @Test("the sizes of weights spread as in real networks")
    func footprints() {
        let sorted = Sample.networks.map(\.weightBytes).sorted()
        #expect((200_000...1_500_000).contains(sorted[Sample.count / 10]))
        #expect((5_000_000...25_000_000).contains(sorted[Sample.count / 2]))
        #expect((45_000_000...120_000_000).contains(sorted[Sample.count * 9 / 10]))
    }

    @Test("the batch and a narrower range of operations are kept")
    func profile() throws {
        var profile = GeneratorProfile(flops: 1e7...1e8, batch: 4)
        profile.heavyShare = 0
        var generator = RandomNetworkGenerator(seed: 1, profile: profile)
        for _ in 0..<30 {
            let generated = try generator.next()
            #expect(generated.flops <= 100_000_000)
            let input = generated.network[generated.network.inputs[0]]
            #expect(generated.family == .windowedAttention || (input.shape?.sizes?[0] ?? 0) % 4 == 0)
        }
    }

    @Test("preparation finds the same shapes and loses nothing")
    func prepared() throws {
        for generated in Sample.networks {
            let prepared = try generated.network.prepared()
            for (index, tensor) in generated.network.tensors.enumerated()
            where index < prepared.tensors.count && tensor.role == .activation {
                #expect(
                    prepared.tensors[index].shape == tensor.shape,
                    "\(generated.recipe): \(tensor.name)"
                )
            }
        }
    }
}
