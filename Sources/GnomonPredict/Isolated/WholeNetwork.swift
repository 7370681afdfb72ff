public import GnomonGraph

/// A prepared network and the latency of all of it, without any look inside.
public struct WholeNetwork: Sendable {
    /// The network.
    public var network: Network
    /// Nanoseconds of an inference.
    public var nanoseconds: Double

    /// A network and its latency.
    public init(_ network: Network, nanoseconds: Double) {
        self.network = network
        self.nanoseconds = nanoseconds
    }
}
