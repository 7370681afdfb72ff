public import GnomonSpaces

/// How the graph autoencoder is built and trained; as published (arXiv:2006.06936 and its code).
public struct Arch2VecSettings: Hashable, Sendable, Codable {
    /// Layers of the encoder.
    public var layers = 4
    /// Their width.
    public var width = 128
    /// Numbers of an encoding.
    public var latent = 32
    /// The probability of dropout before the decoder.
    public var dropout = 0.3
    /// Adam's rate.
    public var rate = 1e-3
    /// The bound on the norm of all derivatives.
    public var clip = 5.0
    /// Architectures of a step.
    public var batch = 32
    /// Passes over the pool.
    public var epochs = 10
    /// The share that is not trained on.
    public var heldOut = 0.1
    /// The seed of weights, split, order and noise.
    public var seed: UInt64 = 1

    /// Ten passes.
    public init() {}

    /// As many passes as the space needs: fifty where pools are small.
    public init(for space: any SearchSpace) { if !(space is NASBench201) { epochs = 50 } }

    /// What makes encodings comparable.
    var fingerprint: String {
        "arch2vec/1 \(layers)x\(width) latent \(latent) dropout \(dropout) rate \(rate) clip \(clip) batch \(batch) "
            + "epochs \(epochs) held \(heldOut) seed \(seed)"
    }
}
