public import GnomonSpaces

/// How the transformer over pairs of architectures is built and trained (arXiv:2102.07108 and its code).
public struct CATESettings: Hashable, Sendable, Codable {
    /// Layers that see one architecture.
    public var layers = 4
    /// Layers that see both of a pair.
    public var crossLayers = 4
    /// Numbers of a place, and of an encoding.
    public var width = 32
    /// Heads of attention.
    public var heads = 8
    /// The width between the linear layers that see one architecture.
    public var hidden = 128
    /// The same of those that see both.
    public var crossHidden = 256
    /// The share of places whose symbol is to be found.
    public var corrupted = 0.2
    /// The share of the corrupted that show MASK; the others show a random symbol.
    public var masked = 0.8
    /// What a wrong symbol gets of the probability.
    public var smoothing = 0.1
    /// Architectures before it, by parameters, that each one is paired with.
    public var partners = 2
    /// How many parameters partners may have less.
    public var parameterGap = 200_000.0
    /// The largest rate of AdamW.
    public var rate = 1e-3
    /// What is taken off weights, times the rate.
    public var decay = 0.01
    /// Steps until the largest rate; from there it falls in a line to 0.
    public var warmUp = 100
    /// Pairs of a step.
    public var batch = 1024
    /// Passes over the pairs.
    public var epochs = 10
    /// The seed of weights, pairs and corruption.
    public var seed: UInt64 = 1

    /// Four and four layers, for NAS-Bench-201.
    public init() {}

    /// The small network for a space: on FBNet partners may differ by two million parameters, and its few architectures
    /// make enough steps in smaller batches only.
    public init(for space: any SearchSpace) {
        if space is FBNet { (parameterGap, batch) = (2_000_000, 128) }
    }

    /// As many layers as published: 12 and 24.
    public var published: CATESettings {
        var settings = self
        (settings.layers, settings.crossLayers) = (12, 24)
        return settings
    }

    /// What makes encodings comparable.
    var fingerprint: String {
        "cate/1 \(layers)+\(crossLayers) width \(width) heads \(heads) hidden \(hidden) \(crossHidden) "
            + "corrupted \(corrupted) masked \(masked) smoothing \(smoothing) partners \(partners) gap \(parameterGap) "
            + "rate \(rate) decay \(decay) warm \(warmUp) batch \(batch) epochs \(epochs) seed \(seed)"
    }
}
