/// What the weight of a convolution says: its channels and groups, without a look at strides and padding.
///
/// Deciding which kernels a network becomes asks for nothing else, and asks it of every convolution.
public struct ConvolutionChannels: Hashable, Sendable {
    /// How many groups the channels fall into.
    public var group: Int
    /// Channels of the input.
    public var inputChannels: Int
    /// Channels of the output.
    public var outputChannels: Int
    /// The number of spatial axes, 1 to 3 in practice.
    public var spatialRank: Int
    /// Whether the window has one element.
    public var isPointwise: Bool
    /// Whether it is a transposed convolution.
    public var isTransposed: Bool

    /// Whether each group has one input channel, whatever the multiplier.
    public var isDepthwise: Bool { group > 1 && group == inputChannels }
    /// Outputs per input channel of a depthwise convolution; 1 for others.
    public var channelMultiplier: Int { isDepthwise ? outputChannels / group : 1 }

    /// The channels of a convolution of a prepared network; nil for other operators or where a size is not known.
    public init?(_ id: NodeID, in network: borrowing Network) {
        self.init(
            network.nodes[id.index].op.kind, network.nodes[id.index].attributes,
            network.nodes[id.index].inputs, in: network)
    }

    init?(
        _ kind: OperatorKind?, _ attributes: Attributes, _ inputs: [TensorID?], in network: borrowing Network
    ) {
        guard let slot = Self.weightSlot(kind), inputs.count > slot, let weight = inputs[slot],
            let rank = network.tensors[weight.index].shape?.rank, rank >= 3,
            let group = attributes.int("group")
        else { return nil }
        var isPointwise = true
        var sizes = (first: 0, second: 0)
        for axis in 0..<rank {
            guard let size = network.tensors[weight.index].shape?.dims[axis].value else { return nil }
            switch axis {
            case 0: sizes.first = size
            case 1: sizes.second = size
            default: isPointwise = isPointwise && size == 1
            }
        }
        let (joined, overflow) = sizes.second.multipliedReportingOverflow(by: group)
        guard !overflow else { return nil }
        self.group = group
        self.isPointwise = isPointwise
        spatialRank = rank - 2
        isTransposed = kind == .convTranspose
        inputChannels = isTransposed ? sizes.first : joined
        outputChannels = isTransposed ? joined : sizes.first
    }

    /// The input that is the weight; nil for what is no convolution.
    private static func weightSlot(_ kind: OperatorKind?) -> Int? {
        switch kind {
        case .conv?, .convTranspose?, .convInteger?, .deformConv?, .microsoftFusedConv?,
            .microsoftNhwcConv?, .microsoftNhwcFusedConv?, .blockedConv?:
            1
        case .qLinearConv?, .microsoftQLinearConv?: 3
        default: nil
        }
    }
}
