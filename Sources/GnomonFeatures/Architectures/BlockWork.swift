public import GnomonSpaces

/// What one FBNet block in one layer does, in multiply-accumulates and numbers moved.
public struct BlockWork: Hashable, Sendable {
    /// The names of ``totals``.
    public static let totalNames = [
        "macs", "depthwiseMACs", "weights", "traffic", "launches", "groupedBlocks", "pointwiseMACs",
        "activeLayers", "depthwiseOutputs", "blocks5x5",
    ]

    /// Multiply-accumulates of the 1x1 convolutions.
    public var pointwiseMACs = 0.0
    /// Multiply-accumulates of the convolution of each channel alone.
    public var depthwiseMACs = 0.0
    /// Weights of convolutions.
    public var weights = 0.0
    /// Activations read and written.
    public var traffic = 0.0
    /// Convolutions.
    public var launches = 0.0
    /// Activations the convolution of each channel alone returns.
    public var depthwiseOutputs = 0.0
    /// Whether the 1x1 convolutions have two groups.
    public var isGrouped = false
    /// Whether the kernel is 5x5.
    public var isLarge = false
    /// Whether it is a block, not a skip.
    public var isActive = false

    /// The work of the block with this code in this layer.
    public init(_ layer: FBNet.Layer, code: Int) {
        let (c, d) = (Double(layer.inputWidth), Double(layer.outputWidth))
        let (h2, q2) = (
            Double(layer.inputSide * layer.inputSide), Double(layer.outputSide * layer.outputSide)
        )
        guard let block = FBNet.block(code) else {
            guard !layer.keepsShape else { return }
            (pointwiseMACs, weights, traffic, launches) = (c * d * q2, c * d, c * h2 + d * q2, 1)
            return
        }
        let (m, g, k2) = (
            c * Double(block.expansion), Double(block.groups), Double(block.kernel * block.kernel)
        )
        pointwiseMACs = (c * m * h2 + m * d * q2) / g
        depthwiseMACs = m * k2 * q2
        weights = (c * m + m * d) / g + m * k2
        traffic = c * h2 + 2 * m * h2 + 2 * m * q2 + d * q2
        launches = 3
        depthwiseOutputs = m * q2
        (isGrouped, isLarge, isActive) = (block.groups > 1, block.kernel == 5, true)
    }

    /// All multiply-accumulates.
    public var macs: Double { pointwiseMACs + depthwiseMACs }

    /// Ten numbers whose sums over the layers latency follows closely; see ``totalNames``.
    public var totals: [Double] {
        [
            macs, depthwiseMACs, weights, traffic, launches, isGrouped ? 1 : 0, pointwiseMACs,
            isActive ? 1 : 0, depthwiseOutputs, isLarge ? 1 : 0,
        ]
    }

    /// The work of every block in every layer: by layer, then by code.
    public static func table(_ space: FBNet) -> [[BlockWork]] {
        space.layers.map { layer in (0..<9).map { BlockWork(layer, code: $0) } }
    }
}
