public import GnomonGraph
public import GnomonSpaces

/// Networks of any kind as points of one space, so that what learns from architectures learns from files too.
///
/// The genes of a network are what predictors read of it: the numbers of ``NetworkFeatures`` and its layers with what
/// each reads (``LayerTokens``). Nothing can be drawn from this space, and no network be made of genes.
public struct NetworkSpace: SearchSpace {
    /// The space of all networks.
    public init() {}

    /// `networks`.
    public var name: String { "networks" }
    /// What it is.
    public var summary: String { "networks of any kind" }
    /// None.
    public var paper: String { "" }
    /// None: the number of genes differs from network to network.
    public var choices: [Int] { [] }
    /// None can be drawn.
    public var count: UInt128 { 0 }
    /// As they are.
    public var forms: [SpaceForm] { [.published] }
    /// None.
    public var examples: [String] { [] }

    /// The architecture of a prepared network.
    ///
    /// - Throws: `SpaceError` where a count does not fit 64 bits.
    /// - Complexity: O(nodes · layers read).
    public static func architecture(of network: Network) throws(SpaceError) -> Architecture {
        do throws(GraphError) {
            let genes = NetworkGenes(
                features: try NetworkFeatures.row(of: network), layers: try LayerTokens(network))
            return Architecture(genes.encoded)
        } catch { throw SpaceError(error) }
    }

    /// Refuses: a network is read from a file.
    ///
    /// - Throws: `spaces.architecture`.
    public func parse(_ text: String) throws(SpaceError) -> Architecture {
        throw SpaceError(.architecture, "'\(text)' is no file of a network; give an ONNX file")
    }

    /// How many layers it has.
    public func format(_ architecture: Architecture) -> String {
        guard let genes = try? NetworkGenes(architecture) else { return "no network" }
        return "a network of \(genes.layers.count) layers"
    }

    /// Refuses genes that were not made from a network.
    ///
    /// - Throws: `spaces.architecture`.
    public func check(_ architecture: Architecture) throws(SpaceError) { _ = try NetworkGenes(architecture) }

    /// Refuses: what was read of a network does not make one.
    ///
    /// - Throws: `spaces.architecture`.
    public func network(of architecture: Architecture, options: SpaceOptions) throws(SpaceError) -> Network {
        throw SpaceError(.architecture, "what was read of a network does not make one")
    }
}
