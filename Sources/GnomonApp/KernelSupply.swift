import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonPredict
import GnomonSpaces
import GnomonStatistics

/// Kernels to be measured alone: from generated networks, each signature once, rare kinds first.
struct KernelSupply {
    /// The most floating-point operations of a kernel: one that takes longer than all others together is not
    /// worth its time.
    static let mostFlops = 3e9
    /// The most kernels taken from one network.
    static let fromOneNetwork = 24

    let rules: FusionRules
    /// What was measured or handed out before.
    private(set) var known: Set<KernelSignature>
    private var counts: [KernelKind: Int] = [:]
    private var seed: UInt64 = 0

    /// A supply that never hands out what is known.
    init(rules: FusionRules, known: [KernelSample]) {
        self.rules = rules
        self.known = Set(known.map(\.signature))
        for sample in known { counts[sample.vector.kind, default: 0] += 1 }
    }

    /// New kernels of the next generated network; empty where it has none.
    ///
    /// - Throws: `GraphError` where it cannot be generated.
    mutating func next() throws(GraphError) -> [KernelExtract] {
        seed += 1
        let network = try RandomNetworkGenerator(seed: seed).network().network.prepared()
        var found: [KernelExtract] = []
        for extract in try network.extracts(rules) {
            guard !extract.changesFusion, extract.kind != .unknown, !known.contains(extract.signature),
                !found.contains(where: { $0.signature == extract.signature }), Self.isSmall(extract.network)
            else { continue }
            found.append(extract)
        }
        // Sorted by how rare a kind is, then as the signature says, which is as good as chance.
        found.sort {
            let (first, second) = (counts[$0.kind] ?? 0, counts[$1.kind] ?? 0)
            return first != second ? first < second : $0.signature < $1.signature
        }
        let taken = Array(found.prefix(Self.fromOneNetwork))
        for extract in taken {
            known.insert(extract.signature)
            counts[extract.kind, default: 0] += 1
        }
        return taken
    }

    /// A kernel near one that was predicted badly; nil where it is known already, reserved for checking, or makes
    /// no sense.
    mutating func variation(
        of sample: KernelSample, using random: inout SeededGenerator
    ) -> KernelExtract? {
        guard let network = try? KernelVariation.network(like: sample, using: &random),
            let extract = KernelExtract(network, rules: rules), Self.isSmall(network),
            !KernelSample.isReserved(extract.signature), known.insert(extract.signature).inserted
        else { return nil }
        return extract
    }

    private static func isSmall(_ network: Network) -> Bool {
        network.nodes.indices.allSatisfy { index in
            let cost = (try? network.cost(of: NodeID(index))) ?? nil
            return Double(cost?.flops ?? 0) <= mostFlops
        }
    }
}
