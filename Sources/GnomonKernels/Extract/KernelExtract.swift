public import GnomonGraph

/// A kernel taken out of its network, to be run alone.
public struct KernelExtract: Hashable, Sendable {
    /// The kernel as a prepared network of its own.
    public var network: Network
    /// What it computes.
    public var signature: KernelSignature
    /// Its kind where it came from.
    public var kind: KernelKind
    /// Whether the rules see something else in it when it stands alone: it must not be learned from then.
    public var changesFusion: Bool

    /// A network that is one kernel; nil where these rules see several or none in it.
    public init?(_ network: Network, rules: FusionRules) {
        let kernels = network.kernels(rules).filter { !$0.members.isEmpty }
        guard kernels.count == 1, let kernel = kernels.first else { return nil }
        self.network = network
        kind = kernel.kind
        signature = KernelSignature(of: network)
        changesFusion = false
    }

    /// Takes a kernel out of a prepared network; nil where it has no extract (see `Network.extracted`).
    ///
    /// - Throws: `GraphError` where a boundary tensor has no fixed size.
    /// - Complexity: O(members + edges).
    public init?(_ kernel: Kernel, of source: Network, rules: FusionRules) throws(GraphError) {
        guard let network = try source.extracted(kernel) else { return nil }
        self.network = network
        kind = kernel.kind
        signature = KernelSignature(of: network)
        let alone = network.kernels(rules).filter { !$0.members.isEmpty }
        changesFusion =
            alone.count != 1 || alone.first?.kind != kernel.kind
            || alone.first?.members.count != kernel.members.count || alone.first?.macro != kernel.macro
            || alone.first?.activation != kernel.activation
    }
}

extension Network {
    /// The kernels of a prepared network as networks of their own, in order; those without an extract left out.
    ///
    /// - Throws: `GraphError` where a boundary tensor has no fixed size.
    /// - Complexity: O(nodes + edges).
    public func extracts(_ rules: FusionRules) throws(GraphError) -> [KernelExtract] {
        var extracts: [KernelExtract] = []
        for kernel in kernels(rules) {
            if let extract = try KernelExtract(kernel, of: self, rules: rules) { extracts.append(extract) }
        }
        return extracts
    }
}
