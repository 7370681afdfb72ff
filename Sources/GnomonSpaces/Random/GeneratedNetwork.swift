public import GnomonGraph

/// A network made by ``RandomNetworkGenerator``, and how it came about.
public struct GeneratedNetwork: Hashable, Sendable {
    /// The network; every shape is concrete.
    public var network: Network
    /// The seed that makes it again.
    public var seed: UInt64
    /// Its main family.
    public var family: BlockFamily
    /// Family, sizes and the part of the whole network that was kept, in one line.
    public var recipe: String
    /// Operations of convolutions and matrix products, two a multiply-accumulate.
    public var flops: Int
    /// The operations it was allowed.
    public var budget: Int
    /// Bytes of all weights.
    public var weightBytes: Int
    /// About how many kernels it runs as.
    public var kernels: Int
}
