import Foundation
public import GnomonGraph
public import GnomonSpaces

/// Numbers of any network: how much there is of each group of operators, how it is joined, and totals.
///
/// What no output depends on does not count, and identities are their sources. Amounts are log2(1 + x).
public struct NetworkFeatures: ArchitectureExtractor {
    private let space: any SearchSpace

    /// The features of the networks of a space.
    public init(_ space: any SearchSpace) { self.space = space }

    /// `network-v1`.
    public var name: String { "network-v1" }
    /// The columns, the same for every space.
    public var columns: [String] { Self.names }

    /// Groups of operators that cost alike.
    private enum Group: String, CaseIterable {
        case dense, depthwise, pointwise, matrix, pooling, globalPooling, normalisation, activation, addition
        case product, concatenation, softmax, reduction, movement, attention, recurrent, other, unknown
    }

    private static let names: [String] = {
        var names: [String] = []
        for group in Group.allCases {
            for amount in ["count", "distinct", "flops", "bytes", "parameters"] {
                names.append("\(group.rawValue) \(amount)")
            }
        }
        names += ["path nodes", "path flops", "path bytes", "path roofline"]
        names += ["read once", "read twice", "read thrice", "read more", "widest level", "additions"]
        names += ["nodes", "macs", "flops", "bytes read", "bytes written", "weight bytes", "parameters"]
        return names + ["peak bytes"]
    }()

    /// The numbers of an architecture's network, without the parts that can only add zeros where the space has
    /// such a form.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space or gives no network.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        if space is NetworkSpace { return try checked(NetworkGenes(architecture).features) }
        let options = SpaceOptions(form: space.forms.contains(.live) ? .live : nil)
        let network = try space.network(of: architecture, options: options)
        do { return try Self.row(of: network.prepared()) } catch { throw SpaceError(error) }
    }

    /// Multiply-accumulates, as far as its genes tell them.
    func macs(of architecture: Architecture) throws(SpaceError) -> Double {
        guard let place = columns.firstIndex(of: "macs") else { return 0 }
        return exp2(try row(architecture)[place]) - 1
    }

    private func checked(_ row: [Double]) throws(SpaceError) -> [Double] {
        guard row.count == Self.names.count else {
            throw SpaceError(.architecture, "\(row.count) numbers of a network, \(Self.names.count) are read")
        }
        return row
    }

    /// The numbers of a prepared network.
    ///
    /// - Throws: `GraphError` where a count does not fit 64 bits.
    /// - Complexity: O(nodes + edges).
    public static func row(of network: Network) throws(GraphError) -> [Double] {
        var amounts:
            [Group: (count: Int, distinct: Set<Key>, flops: Double, bytes: Double, parameters: Double)] =
                [:]
        var paths = Paths(count: network.tensors.count)
        var additions = 0
        for index in network.nodes.indices where network.nodes[index].state == .live {
            let node = network.nodes[index]
            let cost = try network.cost(of: NodeID(index)) ?? Cost()
            let group = Self.group(of: node, network)
            let bytes = Double(cost.bytesRead) + Double(cost.bytesWritten)
            var entry = amounts[group] ?? (0, [], 0, 0, 0)
            entry.count += 1
            entry.distinct.insert(Key(node))
            entry.flops += Double(cost.flops)
            entry.bytes += bytes
            entry.parameters += Double(cost.parameters)
            amounts[group] = entry
            if group == .addition { additions += max(0, node.inputs.compactMap { $0 }.count - 1) }
            paths.add(node, flops: Double(cost.flops), bytes: bytes)
        }
        var row: [Double] = []
        for group in Group.allCases {
            let entry = amounts[group] ?? (0, [], 0, 0, 0)
            row += [
                Double(entry.count), Double(entry.distinct.count), amount(entry.flops), amount(entry.bytes),
                amount(entry.parameters),
            ]
        }
        row += paths.row
        row += fanOut(network) + [Double(paths.widest), Double(additions)]
        let total = try network.totalCost()
        row += [amount(Double(paths.nodes))]
        row += [
            total.macs, total.flops, total.bytesRead, total.bytesWritten, total.weightBytes, total.parameters,
            try network.peakActivationBytes() ?? 0,
        ].map { amount(Double($0)) }
        return row
    }

    private static func amount(_ value: Double) -> Double { log2(1 + value) }

    /// What makes two nodes compute the same: operator, attributes, and the tensors they read.
    private struct Key: Hashable {
        var op: Operator
        var attributes: Attributes
        var inputs: [TensorID?]

        init(_ node: Node) {
            op = node.op
            attributes = node.attributes
            inputs = node.inputs
        }
    }

    /// How many tensors are read by one, two, three and more nodes.
    private static func fanOut(_ network: Network) -> [Double] {
        var readers = [Int](repeating: 0, count: network.tensors.count)
        for node in network.nodes where node.state == .live {
            for input in Set(node.inputs.compactMap { $0 }) where network[input].role != .constant {
                readers[input.index] += 1
            }
        }
        return (1...3).map { number in Double(readers.count { $0 == number }) }
            + [Double(readers.count { $0 > 3 })]
    }

    private static func group(of node: Node, _ network: Network) -> Group {
        guard let kind = node.op.kind else { return .unknown }
        switch kind {
        case .conv, .convInteger, .qLinearConv, .convTranspose, .deformConv:
            let shape = node.inputs.count > 1 ? node.inputs[1].flatMap { network[$0].shape?.sizes } : nil
            guard let sizes = shape, sizes.count >= 3 else { return .dense }
            if sizes[1] == 1, sizes[0] > 1 { return .depthwise }
            return sizes.dropFirst(2).allSatisfy { $0 == 1 } ? .pointwise : .dense
        case .matMul, .gemm, .matMulInteger, .qLinearMatMul, .einsum: return .matrix
        case .maxPool, .averagePool: return .pooling
        case .globalAveragePool, .globalMaxPool: return .globalPooling
        case .batchNormalization, .layerNormalization, .instanceNormalization, .groupNormalization:
            return .normalisation
        case .relu, .clip, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .leakyRelu, .elu, .gelu:
            return .activation
        case .add, .sum, .sub: return .addition
        case .mul, .div: return .product
        case .concat: return .concatenation
        case .softmax, .logSoftmax: return .softmax
        case .reduceMean, .reduceSum, .reduceMax, .reduceMin: return .reduction
        case .reshape, .transpose, .flatten, .slice, .split, .pad, .gather, .expand, .squeeze, .unsqueeze:
            return .movement
        case .attention, .linearAttention: return .attention
        case .lstm, .gru, .rnn: return .recurrent
        default: return .other
        }
    }
}

/// The longest paths to each tensor, in four measures, and how many nodes stand at each level.
private struct Paths {
    /// FLOPs that take as long as a byte, of a processor of no particular kind.
    static let balance = 10.0

    private var longest: [[Double]]
    private var levels: [Int: Int] = [:]
    private(set) var nodes = 0

    init(count: Int) { longest = [[Double]](repeating: [0, 0, 0, 0], count: count) }

    mutating func add(_ node: Node, flops: Double, bytes: Double) {
        var best = [0.0, 0, 0, 0]
        for case let input? in node.inputs {
            for place in best.indices { best[place] = max(best[place], longest[input.index][place]) }
        }
        let weights = [1, flops, bytes, max(bytes, flops / Self.balance)]
        for place in best.indices { best[place] += weights[place] }
        for case let output? in node.outputs { longest[output.index] = best }
        levels[Int(best[0]), default: 0] += 1
        nodes += 1
    }

    /// The longest path of all, by nodes, FLOPs, bytes and time.
    var row: [Double] {
        var best = [0.0, 0, 0, 0]
        for path in longest { for place in best.indices { best[place] = max(best[place], path[place]) } }
        return [best[0]] + best.dropFirst().map { log2(1 + $0) }
    }

    var widest: Int { levels.values.max() ?? 0 }
}
