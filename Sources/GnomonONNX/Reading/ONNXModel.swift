public import GnomonGraph

/// A model as read from a file: the network, and what the file says about itself.
public struct ONNXModel: Sendable {
    /// The computation graph, not yet normalised: attributes are as in the file.
    public var network: Network
    /// The bytes it was read from, for the weights.
    public var source: ModelSource
    /// The version of the file format.
    public var irVersion: Int
    /// The imported operator sets: domain (empty for the standard one) to version.
    public var opsets: [String: Int]

    /// The size of the file in bytes.
    public var fileSize: Int { source.size }

    /// The SHA-256 of the file, as hexadecimal digits; computed when asked for.
    ///
    /// - Complexity: O(file size).
    public func sha256() throws(ONNXError) -> String { try source.sha256() }
}
