import GnomonGraph

extension Grouping {
    /// Joins batch normalisations, and products and sums with one constant a channel, to the convolution whose
    /// result they alone read.
    mutating func foldIntoConvolutions() {
        for index in kinds.indices where kinds[index] == .conv {
            let id = NodeID(index)
            guard isConstant(network.nodes[index].input(1)) else { continue }
            var last = network.nodes[index].output(0)
            while let next = soleReader(of: last), isAlone(next), folds(next, into: id, reading: last) {
                join(next, to: id)
                last = network[next].output(0)
            }
        }
    }

    private func folds(_ next: NodeID, into conv: NodeID, reading tensor: TensorID?) -> Bool {
        let node = network[next]
        switch node.op.kind {
        case .batchNormalization?:
            return node.input(0) == tensor && (1...4).allSatisfy { isConstant(node.input($0)) }
        case .mul?, .add?:
            guard let other = node.inputs.first(where: { $0 != tensor }), let other, isConstant(other),
                let result = node.output(0), let channels = network[result].shape?.sizes?.dropFirst().first
            else { return false }
            return isPerChannel(other, channels: channels, rank: network[result].shape?.rank ?? 0)
        default:
            return false
        }
    }

    /// Whether a constant holds one element a channel, the channels on axis 1 of a tensor of this rank.
    private func isPerChannel(_ tensor: TensorID, channels: Int, rank: Int) -> Bool {
        guard let sizes = network[tensor].shape?.sizes, sizes.count <= rank else { return false }
        if sizes.allSatisfy({ $0 == 1 }) { return true }
        let padded = Array(repeating: 1, count: rank - sizes.count) + sizes
        return padded.enumerated().allSatisfy { axis, size in size == (axis == 1 ? channels : 1) }
    }

    /// Joins explicit padding with zeros to the convolution or maximum pooling that alone reads it.
    mutating func foldPadding() {
        for index in kinds.indices where kinds[index] == .pad {
            let id = NodeID(index)
            let node = network.nodes[index]
            guard isAlone(id),
                node.string("mode") ?? "constant" == "constant", let reader = soleReader(of: node.output(0)),
                network[reader].input(0) == node.output(0), let window = padsSpatialAxesOnly(node), window
            else { continue }
            switch network[reader].op.kind {
            case .conv?, .maxPool?: join(id, to: reader)
            default: continue
            }
        }
    }

    private func padsSpatialAxesOnly(_ node: Node) -> Bool? {
        guard let pads = node.input(1), case .integers(let values)? = network[pads].payload,
            values.count >= 8, values.count.isMultiple(of: 2), node.input(3) == nil
        else { return nil }
        let rank = values.count / 2
        return values[0] == 0 && values[1] == 0 && values[rank] == 0 && values[rank + 1] == 0
    }

    /// Joins activations to the convolution or matrix product whose result they alone read.
    mutating func fuseActivations() {
        for index in groups.indices {
            guard let (next, kind) = function(behind: index), let anchor = groups[index]?.anchor else {
                continue
            }
            join(next, to: anchor)
            groups[index]?.activation = kind
        }
    }

    /// The activation that alone reads the result of a group and may join it.
    private func function(behind index: Int) -> (node: NodeID, kind: OperatorKind)? {
        guard let group = groups[index], group.activation == nil, group.macro == nil else { return nil }
        let isConvolution: Bool
        switch group.kind {
        case .conv, .pointwise, .depthwise, .grouped: isConvolution = true
        case .gemm where rules.activatesMatMul || isGemm(group): isConvolution = false
        default: return nil
        }
        guard let next = soleReader(of: result(of: group)), isAlone(next), let kind = kinds[next.index] else {
            return nil
        }
        let allowed = isConvolution ? rules.convolutionActivations : rules.gemmActivations
        guard allowed.contains(kind.rawValue), hasConstantParameters(network[next]) else { return nil }
        return (next, kind)
    }

    /// Only true Gemms take an activation: a matrix product over more than two axes does not become one.
    private func isGemm(_ group: Group) -> Bool { network[group.anchor].op.kind == .gemm }

    private func hasConstantParameters(_ node: Node) -> Bool {
        node.inputs.dropFirst().allSatisfy { $0 == nil || isConstant($0) }
    }
}
