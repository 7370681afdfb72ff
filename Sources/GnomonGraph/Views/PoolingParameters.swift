/// The attributes of a pooling node of a prepared network, with one entry per spatial axis.
public struct PoolingParameters: Hashable, Sendable {
    /// The size of the window; of a global pooling, the whole input.
    public var kernel: [Int]
    /// Steps between outputs.
    public var strides: [Int]
    /// Distances between elements of the window.
    public var dilations: [Int]
    /// Padding before the first element.
    public var padsBegin: [Int]
    /// Padding after the last element.
    public var padsEnd: [Int]
    /// Whether output sizes are rounded up.
    public var ceil: Bool
    /// Whether averages count the padding.
    public var countsPadding: Bool
    /// Whether the window is the whole input by definition.
    public var isGlobal: Bool

    /// The parameters of a pooling; nil for other operators or where a size is not known.
    public init?(_ node: borrowing Node, in network: borrowing Network) {
        switch node.op.kind {
        case .maxPool?, .averagePool?, .lpPool?:
            guard let window = Window(node.attributes) else { return nil }
            kernel = window.kernel
            strides = window.strides
            dilations = window.dilations
            padsBegin = window.padsBegin
            padsEnd = window.padsEnd
            ceil = window.ceil
            countsPadding = node.int("count_include_pad") == 1
            isGlobal = false
        case .globalMaxPool?, .globalAveragePool?, .globalLpPool?:
            guard let x = node.input(0), let sizes = network[x].shape?.sizes, sizes.count >= 3 else {
                return nil
            }
            kernel = Array(sizes.dropFirst(2))
            strides = Array(repeating: 1, count: kernel.count)
            dilations = strides
            padsBegin = Array(repeating: 0, count: kernel.count)
            padsEnd = padsBegin
            ceil = false
            countsPadding = false
            isGlobal = true
        default: return nil
        }
    }
}
