import Foundation
public import GnomonGraph
public import GnomonSpaces

/// The layers of a network in topological order, each as a kind and numbers, and which reads which.
///
/// Activations, normalisations and changes of shape are no layers: what they read stands for them.
public struct LayerTokens: Hashable, Sendable {
    /// Kinds of layers.
    public enum Kind: Int, Hashable, Sendable, CaseIterable {
        /// A convolution that mixes channels.
        case convolution
        /// A convolution of each channel alone.
        case depthwise
        /// A maximum or mean over windows.
        case pooling
        /// A mean over the image.
        case globalPooling
        /// A product with a matrix of weights.
        case matrix
        /// A sum of tensors.
        case sum
        /// A product of tensors, element by element.
        case product
        /// Tensors behind each other.
        case concatenation
        /// Anything else that costs.
        case other
    }

    /// What the numbers of a layer are, as log2(1 + x): channels in and out, kernel, stride, groups, height,
    /// width, FLOPs, parameters, bytes.
    public static let numberCount = 10

    /// The kind of each layer.
    public private(set) var kinds: [Kind] = []
    /// The numbers of each layer.
    public private(set) var numbers: [[Double]] = []
    /// For each layer the earlier layers it reads, in order.
    public private(set) var reads: [[Int]] = []
    /// FLOPs, parameters, bytes and layers in all, as log2(1 + x), the longest path, and the count of each kind.
    public private(set) var totals: [Double] = []

    /// The number of layers.
    public var count: Int { kinds.count }

    /// One layer as a row: kind as one of several, then the numbers.
    public func row(_ layer: Int) -> [Double] {
        Kind.allCases.map { $0 == kinds[layer] ? 1 : 0 } + numbers[layer]
    }

    init(kinds: [Kind], numbers: [[Double]], reads: [[Int]], totals: [Double]) {
        (self.kinds, self.numbers, self.reads, self.totals) = (kinds, numbers, reads, totals)
    }

    /// The layers of an architecture's network.
    ///
    /// Of NAS-Bench-201 one cell a stage: the others repeat it.
    ///
    /// - Throws: `SpaceError` for what is not of the space.
    public init(_ architecture: Architecture, of space: any SearchSpace) throws(SpaceError) {
        if space is NetworkSpace {
            self = try NetworkGenes(architecture).layers
            return
        }
        let network: Network
        if space.name == NASBench201().name {
            let short = NASBench201(cellsPerStage: 1)
            try short.check(architecture)
            // A cell that leads nowhere has no network without dead parts.
            let isConnected = CellGraph(codes: architecture.genes).isConnected
            network = try short.network(
                of: architecture, options: SpaceOptions(form: isConnected ? .live : .published))
        } else {
            network = try space.network(of: architecture, options: SpaceOptions())
        }
        do { try self.init(network.prepared()) } catch { throw SpaceError(error) }
    }

    /// The layers of a prepared network.
    ///
    /// - Throws: `GraphError` where a count does not fit 64 bits.
    /// - Complexity: O(nodes · layers read).
    public init(_ network: Network) throws(GraphError) {
        /// The layers whose results a tensor holds.
        var holders = [[Int]](repeating: [], count: network.tensors.count)
        var sums = [0.0, 0, 0]
        for index in network.nodes.indices where network.nodes[index].state == .live {
            let node = network.nodes[index]
            let sources = node.inputs.compactMap { $0 }.flatMap { holders[$0.index] }
            let before = Array(Set(sources)).sorted()
            var held = before
            if let kind = Self.kind(of: node, network) {
                let cost = try network.cost(of: NodeID(index)) ?? Cost()
                let bytes = Double(cost.bytesRead) + Double(cost.bytesWritten)
                let work = [2 * Double(cost.macs) + Double(cost.otherFLOPs), Double(cost.parameters), bytes]
                for place in sums.indices { sums[place] += work[place] }
                held = [kinds.count]
                kinds.append(kind)
                reads.append(before)
                numbers.append((Self.shape(of: node, network) + work).map { log2(1 + $0) })
            }
            for case let output? in node.outputs { holders[output.index] = held }
        }
        totals = (sums + [Double(kinds.count)]).map { log2(1 + $0) }
        totals.append(Double(longestPath))
        totals += Kind.allCases.map { kind in Double(kinds.count { $0 == kind }) }
    }

    /// The layers of the longest chain.
    private var longestPath: Int {
        var lengths: [Int] = []
        for before in reads { lengths.append(1 + (before.map { lengths[$0] }.max() ?? 0)) }
        return lengths.max() ?? 0
    }

    private static func kind(of node: Node, _ network: Network) -> Kind? {
        guard let kind = node.op.kind else { return .other }
        switch kind {
        case .conv, .convTranspose: return channels(of: node, network).isDepthwise ? .depthwise : .convolution
        case .maxPool, .averagePool: return .pooling
        case .globalAveragePool, .globalMaxPool, .reduceMean: return .globalPooling
        case .matMul, .gemm: return .matrix
        case .add, .sum: return .sum
        case .mul: return .product
        case .concat: return .concatenation
        case .relu, .clip, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .leakyRelu, .elu, .gelu, .identity,
            .batchNormalization, .layerNormalization, .reshape, .flatten, .transpose, .squeeze, .unsqueeze,
            .constant, .dropout:
            return nil
        default: return .other
        }
    }

    private static func sizes(_ tensor: TensorID??, _ network: Network) -> [Int] {
        guard let tensor, let tensor else { return [] }
        return network[tensor].shape?.sizes ?? []
    }

    /// Channels in and out, kernel and groups, where there are weights.
    private static func channels(
        of node: Node, _ network: Network
    ) -> (input: Int, output: Int, kernel: Int, groups: Int, isDepthwise: Bool) {
        let from = sizes(node.inputs.first, network)
        let to = sizes(node.outputs.first, network)
        let (input, output) = (from.count > 1 ? from[1] : 0, to.count > 1 ? to[1] : 0)
        guard let kind = node.op.kind, kind == .conv || kind == .convTranspose else {
            return (input, output, 0, 0, false)
        }
        let weight = sizes(node.inputs.count > 1 ? node.inputs[1] : nil, network)
        guard weight.count > 2, weight[1] > 0 else { return (input, output, 0, 0, false) }
        let groups = max(1, input / weight[1])
        return (input, output, weight[2], groups, groups > 1 && groups == input)
    }

    /// Channels in and out, kernel, stride, groups, height, width.
    private static func shape(of node: Node, _ network: Network) -> [Double] {
        let from = sizes(node.inputs.first, network)
        let to = sizes(node.outputs.first, network)
        let channels = channels(of: node, network)
        let (height, width) = (to.count > 2 ? to[2] : 1, to.count > 3 ? to[3] : 1)
        let stride = from.count > 2 && height > 0 ? Double(from[2]) / Double(height) : 1
        return [
            Double(channels.input), Double(channels.output), Double(channels.kernel), stride,
            Double(channels.groups), Double(height), Double(width),
        ]
    }
}
