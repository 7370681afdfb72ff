/// How zero-cost proxies are computed; what is recorded with them.
public struct ZeroCostSettings: Hashable, Sendable, Codable {
    /// Images of the one batch.
    public var batch = 64
    /// The seed of images, labels and weights.
    public var seed: UInt64 = 1
    /// The share of the second image in ``ZeroCostProxy/zen``.
    public var zenStep = 0.01
    /// Whether oneDNN computes convolutions; a processor's speed, and the last digits.
    public var usesOneDNN = true
    /// Threads inside an operator.
    public var threads = 1

    /// One batch of 64 Gaussian images with uniform labels.
    public init() {}

    /// What makes values comparable: all but speed.
    var fingerprint: String { "zcp/1 batch \(batch) seed \(seed) zen \(zenStep) gaussian" }
}
