/// The attributes of a convolution of a prepared network, with one entry per spatial axis.
public struct ConvolutionParameters: Hashable, Sendable {
    /// The window, whose lists are those of the node's attributes: networks have many convolutions, and each is looked
    /// at several times on the way to a prediction.
    private let window: Window
    /// Channels and groups.
    public let channels: ConvolutionChannels
    /// Whether a bias is added.
    public let hasBias: Bool

    /// How many groups the channels fall into.
    public var group: Int { channels.group }
    /// Channels of the input.
    public var inputChannels: Int { channels.inputChannels }
    /// Channels of the output.
    public var outputChannels: Int { channels.outputChannels }
    /// Whether it is a transposed convolution.
    public var isTransposed: Bool { channels.isTransposed }

    /// The size of the kernel.
    public var kernel: [Int] { window.kernel }
    /// Steps between outputs (between inputs where transposed).
    public var strides: [Int] { window.strides }
    /// Distances between kernel elements.
    public var dilations: [Int] { window.dilations }
    /// Padding before the first element.
    public var padsBegin: [Int] { window.padsBegin }
    /// Padding after the last element.
    public var padsEnd: [Int] { window.padsEnd }
    /// The size of the kernel along a spatial axis; like the others of its kind, it makes no list.
    public func kernel(_ axis: Int) -> Int { window.kernel(axis) }
    /// The step along a spatial axis.
    public func stride(_ axis: Int) -> Int { window.stride(axis) }
    /// The distance between kernel elements along a spatial axis.
    public func dilation(_ axis: Int) -> Int { window.dilation(axis) }
    /// The padding before the first element of a spatial axis.
    public func padBegin(_ axis: Int) -> Int { window.padBegin(axis) }
    /// The padding after the last element of a spatial axis.
    public func padEnd(_ axis: Int) -> Int { window.padEnd(axis) }
    /// The elements of the kernel over all spatial axes.
    public var taps: Int { (0..<spatialRank).reduce(1) { $0 * kernel($1) } }
    /// The number of spatial axes, 1 to 3 in practice.
    public var spatialRank: Int { window.rank }
    /// Whether each group has one input channel, whatever the multiplier.
    public var isDepthwise: Bool { channels.isDepthwise }
    /// Outputs per input channel of a depthwise convolution; 1 for others.
    public var channelMultiplier: Int { channels.channelMultiplier }
    /// Whether the kernel has one element.
    public var isPointwise: Bool { window.isPointwise }

    /// The parameters of a convolution; nil for other operators or where a size is not known.
    public init?(_ node: Node, in network: borrowing Network) {
        self.init(node.op.kind, node.attributes, node.inputs, in: network)
    }

    /// The parameters of a convolution of a network; the same without a copy of the node.
    public init?(_ id: NodeID, in network: borrowing Network) {
        self.init(
            network.nodes[id.index].op.kind, network.nodes[id.index].attributes,
            network.nodes[id.index].inputs,
            in: network)
    }

    private init?(
        _ kind: OperatorKind?, _ attributes: Attributes, _ inputs: [TensorID?], in network: borrowing Network
    ) {
        guard let window = Window(attributes),
            let channels = ConvolutionChannels(kind, attributes, inputs, in: network)
        else { return nil }
        func isGiven(_ slot: Int) -> Bool { inputs.count > slot && inputs[slot] != nil }
        self.window = window
        self.channels = channels
        switch kind {
        case .convInteger?: hasBias = false
        case .qLinearConv?, .microsoftQLinearConv?: hasBias = isGiven(8)
        case .deformConv?: hasBias = isGiven(3)
        default: hasBias = isGiven(2)
        }
    }
}
