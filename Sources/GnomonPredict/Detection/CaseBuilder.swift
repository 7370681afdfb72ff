import GnomonGraph
import GnomonKernels
import GnomonSpaces

/// Builds the networks of a case: operators between borders.
struct CaseBuilder {
    private(set) var builder = NetworkBuilder()
    private let frame: FusionCase.Frame
    private var outputs: [TensorID] = []
    /// Elements that went through poolings of the frame.
    private var pooled = 0

    init(_ frame: FusionCase.Frame) { self.frame = frame }

    /// Nodes so far.
    var nodes: Int { builder.nodeCount }

    /// A new input, behind a border.
    mutating func enter(_ sizes: [Int]) -> TensorID { border(builder.input(sizes)) }

    /// Makes a tensor an output, before a border.
    mutating func leave(_ tensor: TensorID) { outputs.append(border(tensor)) }

    /// What reads a view: an operator that joins nothing and costs the same under any sizes.
    ///
    /// At the border of a network a view would be a copy, which inside it is not.
    mutating func finishView(_ tensor: TensorID) -> TensorID { builder.unary(.erf, tensor) }

    /// The frame alone around a tensor of these sizes.
    mutating func cross(_ sizes: [Int]) {
        switch frame {
        case .bare:
            // A network needs an operator: the smallest there is.
            let tiny = builder.input([1, 1])
            outputs.append(builder.relu(tiny))
        case .pooled: leave(enter(sizes))
        }
    }

    /// What the frame of this network costs in units of another's.
    func share(of other: CaseBuilder) -> Double {
        other.pooled > 0 ? Double(pooled) / Double(other.pooled) : 1
    }

    /// The network, prepared.
    func finished(_ name: String) throws(GraphError) -> Network {
        try builder.finish(outputs, name: name).prepared()
    }

    private mutating func border(_ tensor: TensorID) -> TensorID {
        guard frame == .pooled, builder.sizes(tensor).count == 4 else { return tensor }
        pooled += builder.sizes(tensor).reduce(1, *)
        return builder.maxPool(tensor, kernel: 3, stride: 1, padding: 1)
    }

    // MARK: Operators

    /// Applies operators in a row; binary ones read `others` too, or new inputs where there are none.
    mutating func apply(
        _ chain: [RuleOperator], to start: TensorID, others: [TensorID], slot: Int
    ) -> TensorID {
        var x = start
        for op in chain {
            if op.isBinary {
                let other = others.first ?? side(of: x, op)
                x = binary(op, x, other, slot)
            } else {
                x = product(op, x) ?? movement(op, x) ?? elementwise(op, x)
            }
        }
        return x
    }

    private mutating func side(of x: TensorID, _ op: RuleOperator) -> TensorID {
        var sizes = builder.sizes(x)
        guard op == .gate else { return enter(sizes) }
        for axis in sizes.indices.dropFirst(sizes.count == 4 ? 2 : 1) { sizes[axis] = 1 }
        return builder.input(sizes)
    }

    private mutating func binary(_ op: RuleOperator, _ x: TensorID, _ other: TensorID, _ slot: Int)
        -> TensorID
    {
        let (a, b) = slot > 0 ? (other, x) : (x, other)
        return switch op {
        case .add: builder.add(a, b)
        case .concat: builder.concat([a, b], axis: 1)
        default: builder.mul(a, b)
        }
    }

    private mutating func product(_ op: RuleOperator, _ x: TensorID) -> TensorID? {
        switch op {
        case .conv: return builder.conv(x, out: 128, kernel: 3)
        case .pointwise: return builder.conv(x, out: 128)
        case .grouped: return builder.conv(x, out: 128, kernel: 3, groups: 4)
        case .depthwise: return builder.depthwise(x, kernel: 3)
        case .convTranspose: return builder.convTranspose(x, out: 128, kernel: 3, stride: 1, padding: 1)
        case .fc: return builder.gemm(x, out: 428)
        case .matMul:
            let weights = builder.weight([builder.sizes(x).last ?? 1, 192])
            return builder.matMul(x, weights)
        case .averagePool: return builder.averagePool(x, kernel: 3, stride: 2, padding: 1)
        case .maxPool: return builder.maxPool(x, kernel: 3, stride: 2, padding: 1)
        case .globalPool: return builder.globalAveragePool(x)
        case .squeezeExcite:
            let channels = builder.channels(x)
            let mean = builder.globalAveragePool(x)
            let narrow = builder.conv(mean, out: max(1, channels / 4))
            let wide = builder.conv(builder.relu(narrow), out: channels)
            return builder.mul(x, builder.hardSwish(wide))
        default: return nil
        }
    }

    private mutating func movement(_ op: RuleOperator, _ x: TensorID) -> TensorID? {
        let sizes = builder.sizes(x)
        let isImage = sizes.count == 4
        switch op {
        case .reshape:
            var target = sizes
            let axis = isImage ? 2 : max(0, sizes.count - 2)
            target[axis] /= 2
            target[axis + 1] *= 2
            return builder.reshape(x, target)
        case .flatten: return builder.flatten(x)
        case .squeeze: return builder.squeeze(x, axes: [0])
        case .transpose: return builder.transpose(x, isImage ? [0, 2, 3, 1] : [0, 2, 1])
        case .resize: return builder.resize(x, to: Extent(2 * sizes[2], 2 * sizes[3]))
        case .slice: return builder.slice(x, axis: 1, from: 0, to: max(1, sizes[1] / 2))
        case .split:
            let pieces = builder.split(x, axis: 1, into: [sizes[1] / 2, sizes[1] - sizes[1] / 2])
            for piece in pieces.dropFirst() { leave(piece) }
            return pieces[0]
        case .pad: return builder.pad(x, before: [0, 0, 1, 1], after: [0, 0, 1, 1])
        default: return nil
        }
    }

    private mutating func elementwise(_ op: RuleOperator, _ x: TensorID) -> TensorID {
        if let activation = Self.activations[op] { return builder.activate(x, activation) }
        let sizes = builder.sizes(x)
        let channel = sizes.count == 4 ? [sizes[1], 1, 1] : [sizes.last ?? 1]
        switch op {
        case .bias: return builder.add(x, builder.weight(channel))
        case .scale: return builder.mul(x, builder.weight(channel))
        case .batchNorm: return builder.batchNorm(x)
        case .layerNorm: return builder.layerNorm(x)
        case .softmax: return builder.softmax(x)
        case .hardSwishPieces:
            let shifted = builder.add(x, builder.scalar(3))
            let gate = builder.clip(shifted, 0, 6)
            let gated = builder.mul(x, gate)
            return builder.div(gated, builder.scalar(6))
        default: return x
        }
    }

    private static let activations: [RuleOperator: Activation] = [
        .relu: .relu, .clip: .relu6, .leakyRelu: .leakyRelu, .pRelu: .pRelu, .elu: .elu, .sigmoid: .sigmoid,
        .tanh: .tanh, .hardSigmoid: .hardSigmoid, .hardSwish: .hardSwish, .silu: .silu, .gelu: .gelu,
        .geluTanh: .geluTanh, .softplus: .softplus, .mish: .mish,
    ]
}
