/// What the store keeps of a network: enough to name it again, never its bytes.
public struct NetworkRow: Hashable, Sendable {
    /// The canonical hash, as printed.
    public var hash: String
    /// The number of nodes that are executed.
    public var nodes: Int
    /// Multiply-accumulate operations of one inference.
    public var macs: Int
    /// The number of parameters.
    public var parameters: Int
    /// The name under which it was first seen.
    public var name: String
    /// The size of the first axis that its inputs share; nil if they share none, or for rows of older versions.
    public var batch: Int?

    /// A network.
    public init(hash: String, nodes: Int, macs: Int, parameters: Int, name: String, batch: Int? = nil) {
        self.hash = hash
        self.nodes = nodes
        self.macs = macs
        self.parameters = parameters
        self.name = name
        self.batch = batch
    }
}
