import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("What holds for the kernels of any network")
struct KernelPropertyTests {
    static let rules: [FusionRules] = [
        .none, .onnxRuntime(vectorBytes: nil), .onnxRuntime(vectorBytes: 32), .onnxRuntime(vectorBytes: 64),
    ]

    private static let networks = Result { try TinyNetworks.random(1000..<1060) }

    @Test("every live node is in exactly one kernel, and its anchor is among them", arguments: rules)
    func partition(rules: FusionRules) throws {
        for (seed, network) in try Self.networks.get() {
            let kernels = network.kernels(rules)
            let members = kernels.flatMap(\.members).map(\.index)
            #expect(
                members.sorted() == network.nodes.indices.filter { network.nodes[$0].state == .live },
                "\(seed)")
            #expect(
                kernels.allSatisfy { kernel in kernel.anchor.map { kernel.members.contains($0) } ?? true },
                "\(seed)")
        }
    }

    @Test("whatever a kernel reads was written before", arguments: rules)
    func order(rules: FusionRules) throws {
        for (seed, network) in try Self.networks.get() {
            var written = Set(network.inputs)
            for kernel in network.kernels(rules) {
                #expect(
                    kernel.inputs.allSatisfy { written.contains($0) },
                    "seed \(seed): \(kernel.kind) \(kernel.members)")
                #expect(kernel.constants.allSatisfy { network[$0].role == .constant })
                written.formUnion(kernel.outputs)
            }
            #expect(
                network.outputs.allSatisfy { written.contains($0) || network[$0].role == .constant },
                "\(seed)")
        }
    }

    @Test("asking twice gives the same kernels", arguments: rules)
    func deterministic(rules: FusionRules) throws {
        for (seed, network) in try Self.networks.get().prefix(20) {
            #expect(network.kernels(rules) == network.kernels(rules), "\(seed)")
        }
    }

    @Test("the order of independent nodes in the file does not matter", arguments: rules)
    func fileOrder(rules: FusionRules) throws {
        for seed in UInt64(1000)..<1020 {
            let raw = try RandomNetworkGenerator(seed: seed, profile: TinyNetworks.smallProfile).network()
                .network
            let first = Self.named(try raw.prepared(), rules)
            let second = Self.named(try raw.withNodesLast().prepared(), rules)
            #expect(first == second, "\(seed)")
        }
    }

    /// Kernels as sorted sentences in which nodes go by name.
    private static func named(_ network: Network, _ rules: FusionRules) -> [String] {
        network.kernels(rules).map { kernel in
            let members = kernel.members.map { network[$0].name }.sorted().joined(separator: "+")
            let reads = kernel.members.isEmpty ? kernel.inputs.map { network[$0].name }.joined() : ""
            return "\(kernel.kind.rawValue) \(members)\(reads) \(kernel.isBlocked) \(kernel.isChannelsLast)"
                + " \(kernel.activation?.rawValue ?? "") \(kernel.addend == nil)"
        }.sorted()
    }
}

extension Network {
    /// The same network with its nodes in another order that is as good: of what can run next, the last first.
    fileprivate func withNodesLast() -> Network {
        var written = tensors.map { $0.producer == nil }
        var waiting = Array(nodes.indices.reversed())
        var order: [Int] = []
        while let position = waiting.firstIndex(where: { index in
            nodes[index].inputs.allSatisfy { $0.map { written[$0.index] } ?? true }
        }) {
            let index = waiting.remove(at: position)
            order.append(index)
            for case let output? in nodes[index].outputs { written[output.index] = true }
        }
        var copy = self
        copy.nodes = order.map { nodes[$0] }
        for (position, node) in copy.nodes.enumerated() {
            for case let output? in node.outputs { copy[output].producer = NodeID(position) }
        }
        return copy
    }
}
