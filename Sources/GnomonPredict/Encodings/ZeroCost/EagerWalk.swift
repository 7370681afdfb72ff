import GnomonGraph
import GnomonLearn

/// One run of an ``EagerNetwork``.
struct EagerWalk {
    private let net: EagerNetwork
    private let weights: [EagerTensor]
    private let biases: [EagerTensor?]
    private let normalisation: EagerNetwork.Normalisation
    /// Values by tensor.
    var values: [Int: EagerTensor] = [:]
    var trace: EagerNetwork.Trace

    init(
        _ net: EagerNetwork, weights: [EagerTensor], biases: [EagerTensor?],
        _ normalisation: EagerNetwork.Normalisation
    ) {
        (self.net, self.weights, self.biases, self.normalisation) = (net, weights, biases, normalisation)
        trace = EagerNetwork.Trace(scores: weights[0])
    }

    /// The value of a tensor.
    func value(_ id: TensorID) throws(LearnError) -> EagerTensor {
        guard let value = values[id.index] else {
            throw LearnError(.tensor, "the tensor '\(net.network[id].name)' has no value")
        }
        return value
    }

    /// The result of a node.
    mutating func result(of node: Node, at index: Int) throws(LearnError) -> EagerTensor {
        guard let first = node.input(0) else { throw LearnError(.tensor, "'\(node.name)' reads nothing") }
        let x = try value(first)
        switch node.op.kind {
        case .conv?, .gemm?: return try layer(node, at: index, x)
        case .batchNormalization?: return try normalised(node, x)
        case .relu?:
            let y = try x.relu()
            trace.rectified.append(y)
            return y
        case .averagePool?, .maxPool?: return try pooled(node, x)
        case .globalAveragePool?:
            trace.features = x
            return try x.mean([2, 3], keepingAxes: true)
        case .reduceMean?:
            guard let axes = node.input(1).flatMap(integers) else { return try x.mean() }
            if x.sizes.count == 4 { trace.features = x }
            return try x.mean(axes, keepingAxes: node.int("keepdims") != 0)
        case .sum?, .add?: return try sum(node, x)
        case .mul?:
            guard let second = node.input(1) else { return x }
            if case .floats(let numbers)? = net.network[second].payload, let factor = numbers.first {
                return try x * factor
            }
            return try x * value(second)
        case .reshape?: return try reshaped(node, x)
        case .flatten?:
            let axis = node.int("axis") ?? 1
            return try x.reshaped([x.sizes.prefix(axis).reduce(1, *), -1])
        case .transpose?: return try x.permuted(node.ints("perm") ?? [])
        case .concat?:
            var parts: [EagerTensor] = []
            for case let input? in node.inputs { parts.append(try value(input)) }
            return try EagerTensor.concatenated(parts, axis: node.int("axis") ?? 1)
        default: return x
        }
    }

    private mutating func layer(
        _ node: Node, at index: Int, _ x: EagerTensor
    ) throws(LearnError) -> EagerTensor {
        guard let place = net.placeOfNode[index] else { throw LearnError(.tensor, "no layer \(index)") }
        let (weight, bias) = (weights[place], biases[place])
        let y: EagerTensor
        if let conv = ConvolutionParameters(node, in: net.network) {
            let window = ImageWindow(
                kernel: conv.kernel, strides: conv.strides, padsBegin: conv.padsBegin, padsEnd: conv.padsEnd,
                dilations: conv.dilations)
            y = try x.convolved(weight, bias: bias, window, groups: conv.group)
        } else {
            let product = try x.matmul(weight.transposed())
            if let bias { y = try product + bias } else { y = product }
        }
        trace.layerOutputs.append(y)
        return y
    }

    private mutating func normalised(_ node: Node, _ x: EagerTensor) throws(LearnError) -> EagerTensor {
        guard normalisation == .training else { return x }
        let channels = x.sizes[1]
        let engine = x.engine
        let variance = try engine.full(1, [channels])
        let y = try x.normalisedByBatch(
            gamma: engine.full(1, [channels]), beta: engine.full(0, [channels]),
            mean: engine.full(0, [channels]), variance: variance, momentum: 1,
            epsilon: Double(node.float("epsilon") ?? 1e-5))
        trace.variances.append(variance)
        return y
    }

    private func pooled(_ node: Node, _ x: EagerTensor) throws(LearnError) -> EagerTensor {
        guard let pool = PoolingParameters(node, in: net.network), !pool.ceil else {
            throw LearnError(.tensor, "the pooling '\(node.name)' rounds up or has no window")
        }
        let window = ImageWindow(
            kernel: pool.kernel, strides: pool.strides, padsBegin: pool.padsBegin, padsEnd: pool.padsEnd,
            dilations: pool.dilations)
        return node.op.kind == .maxPool
            ? try x.maxPooled(window)
            : try x.averagePooled(window, countsPadding: pool.countsPadding)
    }

    private func sum(_ node: Node, _ first: EagerTensor) throws(LearnError) -> EagerTensor {
        var result = first
        for case let input? in node.inputs.dropFirst() { result = try result + value(input) }
        return result
    }

    /// A shape whose first size is the batch the network was built for follows the batch it is given.
    private func reshaped(_ node: Node, _ x: EagerTensor) throws(LearnError) -> EagerTensor {
        guard var sizes = node.input(1).flatMap(integers), !sizes.isEmpty else {
            throw LearnError(.tensor, "the shape of '\(node.name)' is not constant")
        }
        if sizes[0] == net.batch, let images = x.sizes.first { sizes[0] = images }
        return try x.reshaped(sizes)
    }

    private func integers(_ id: TensorID) -> [Int]? {
        if case .integers(let values)? = net.network[id].payload { values.map { Int($0) } } else { nil }
    }
}
