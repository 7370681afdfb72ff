import GnomonData
import GnomonGraph
import GnomonSpaces
import GnomonStatistics
import GnomonTestKit
import Testing

@testable import GnomonRuntimes

@Suite("Reading fusion groups from a profile")
struct FusionReaderTests {
    /// A kernel of OpenVINO: a name, and the names listed behind it.
    private func kernel(_ name: String, _ type: String, _ joined: [String] = []) -> KernelTiming {
        let event = ProfileEvent(
            name: name, type: type, run: 0, position: 0, nanoseconds: 1000, joined: joined)
        return ProfileSummary.kernels(of: [event]) { _ in true }[0]
    }

    private func read(_ network: Network, _ kernels: [KernelTiming], idle: [Int] = []) -> FusionGroups {
        var kernels = kernels
        let groups = FusionReader.read(network, kernels: &kernels, idle: idle)
        let live = network.nodes.indices.filter { network.nodes[$0].state == .live }
        #expect(groups.violations(operators: live, kernels: kernels.count) == [])
        return groups
    }

    /// The operators of each group, spelled.
    private func shown(_ groups: FusionGroups, _ network: Network) -> [String] {
        groups.groups.map { $0.nodes.map { network.nodes[$0].op.typeName }.joined(separator: "+") }
    }

    @Test("what is listed behind a kernel is part of it, layout changes are added")
    func listed() throws {
        let network = try TinyNetworks.chain([1, 3, 8, 8]) { b, x in b.relu(b.conv(x, out: 8, kernel: 3)) }
        let groups = read(
            network,
            [kernel("t0_abcd_acdb_n0", "Reorder"), kernel("n0/WithoutBiases", "Convolution", ["n1"])])
        #expect(shown(groups, network) == ["Conv+Relu"])
        #expect(groups.added == [0])
    }

    @Test("a convolution that lost its name with its normalisation is found by what follows it")
    func folded() throws {
        let network = try TinyNetworks.chain([1, 8, 8, 8]) { b, x in
            let first = b.batchNorm(b.conv(x, out: 8, kernel: 3))
            return b.relu(b.add(b.batchNorm(b.conv(first, out: 8, kernel: 1)), x))
        }
        let groups = read(
            network,
            [kernel("Multiply_71", "Convolution"), kernel("Multiply_78", "Convolution", ["n4", "n5"])])
        #expect(shown(groups, network) == ["Conv+BatchNormalization", "Conv+BatchNormalization+Add+Relu"])
    }

    @Test("an operator that was cut in pieces is one group of several kernels")
    func pieces() throws {
        let network = try TinyNetworks.chain([1, 4, 16]) { b, x in b.linear(b.layerNorm(x), out: 8) }
        let groups = read(
            network,
            [kernel("MVN_85", "MVN"), kernel("n0", "Subgraph"), kernel("n2", "FullyConnected")])
        #expect(groups.groups[0] == .init(nodes: [0], kernels: [0, 1]))
        #expect(shown(groups, network).last == "MatMul+Add")
    }

    @Test("a view that the profile lists as not executed is removed")
    func views() throws {
        let network = try TinyNetworks.residual()
        let flatten = try #require(network.nodes.firstIndex { $0.op.kind == .flatten })
        let kernels = network.nodes.indices.filter { $0 != flatten }.map { kernel("n\($0)", "x") }
        #expect(read(network, kernels, idle: [flatten]).removed == [flatten])
    }

    @Test("each kernel's nodes begin with the ones its name mentions")
    func order() throws {
        let network = try TinyNetworks.chain([1, 3, 8, 8]) { b, x in b.relu(b.conv(x, out: 8, kernel: 3)) }
        var kernels = [kernel("n1", "FusedConv")]
        _ = FusionReader.read(network, kernels: &kernels)
        #expect(kernels[0].nodes == [1, 0])
    }

    @Test("whatever a profile says, the result is a partition", arguments: 1...24)
    func partition(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let network = try RandomNetworkGenerator(seed: seed % 6).network().network.prepared()
        func word(_ words: [String]) -> String { words[Int(generator.next() % UInt64(words.count))] }
        let kernels = (0..<network.nodes.count).map { _ in
            let node = "n\(generator.next() % UInt64(network.nodes.count + 3))"
            let tensor = "t\(generator.next() % UInt64(network.tensors.count + 3))"
            return kernel(
                word([node, tensor, "Multiply_7", "\(node)_nchwc", "\(node)_abcd_acdb_\(tensor)", ""]),
                word([
                    "Convolution", "Subgraph", "Reorder", "ReorderInput", "Transpose", "VariadicSplit", "MVN",
                ]),
                word(["", node]).isEmpty ? [] : [node])
        }
        _ = read(network, kernels, idle: [Int(generator.next() % 9), -1, 1 << 40])
    }

    @Test("what is no partition is told in sentences")
    func violations() {
        let groups = FusionGroups(
            groups: [.init(nodes: [0, 1], kernels: [0]), .init(nodes: [1], kernels: [])], removed: [7])
        #expect(
            groups.violations(operators: [0, 1, 2], kernels: 2) == [
                "operator 1 is listed twice", "operator 7 does not exist", "operator 2 is missing",
                "kernel 1 is missing", "a group of [1] and [] is half empty",
            ])
    }
}
