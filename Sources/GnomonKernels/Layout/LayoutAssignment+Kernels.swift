import GnomonGraph

extension LayoutAssignment {
    /// Convolutions over two axes go blocked where channels and groups fit the block.
    mutating func placeConvolution(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, let conv = ConvolutionParameters(network[anchor], in: network),
            conv.spatialRank == 2, let input = network[anchor].input(0),
            let weight = network[anchor].input(1),
            network[weight].role == .constant, network[weight].elementType == .float32
        else { return false }
        let block = layout.block
        var readsPlain = false
        if conv.group > 1 {
            guard conv.outputChannels.isMultiple(of: layout.alignment) else { return false }
            if !(conv.isDepthwise && conv.channelMultiplier == 1) {
                guard (conv.inputChannels / conv.group).isMultiple(of: block),
                    (conv.outputChannels / conv.group).isMultiple(of: block)
                else { return false }
            }
        } else if conv.inputChannels < block {
            readsPlain = true
        } else {
            guard conv.inputChannels.isMultiple(of: layout.alignment) else { return false }
        }
        // A padding joined to the convolution reads what the padding read.
        let source = kernel.inputs.first ?? input
        if !readsPlain { takeBlocked(source) }
        appendBlocked(kernel, channels: conv.outputChannels)
        return true
    }

    mutating func placePool(_ kernel: Kernel, needsBlockedInput: Bool) -> Bool {
        guard let input = kernel.inputs.first, let shape = sizes(input), shape.count == 4,
            shape[1].isMultiple(of: layout.alignment), kernel.outputs.count == 1,
            network[input].elementType == .float32, !needsBlockedInput || blocked[input] != nil,
            kernel.anchor.map({ network[$0].op.kind != .lpPool && network[$0].op.kind != .globalLpPool })
                ?? false
        else { return false }
        takeBlocked(input)
        appendBlocked(kernel, channels: shape[1])
        return true
    }

    /// Sums and products of blocked tensors of one shape stay blocked; a sum joins the convolution before it.
    mutating func placeBinary(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, let kind = network[anchor].op.kind,
            kind == .add || kind == .sum || kind == .mul
        else { return false }
        let inputs = network[anchor].inputs.compactMap { $0 }
        let shape = sizes(inputs.first)
        guard inputs.count >= 2, inputs.allSatisfy({ blocked[$0] != nil && sizes($0) == shape }),
            let first = blocked[inputs[0]]
        else { return false }
        for input in inputs { blocked[input]?.plainUses -= 1 }
        if kind != .mul, inputs.count == 2, rules.addsIntoConvolution {
            for (position, input) in inputs.enumerated() {
                guard let state = blocked[input], state.uses == 1, let conv = result[state.writer],
                    isConvolution(conv), conv.activation == nil, conv.addend == nil
                else { continue }
                joinSum(kernel, to: state.writer, addend: inputs[1 - position])
                return true
            }
        }
        appendBlocked(kernel, channels: first.channels)
        return true
    }

    private mutating func joinSum(_ sum: Kernel, to index: Int, addend: TensorID) {
        guard var conv = result[index] else { return }
        result[index] = nil
        conv.members = (conv.members + sum.members).sorted()
        conv.inputs.append(addend)
        conv.addend = addend
        let channels = conv.outputs.first.flatMap { blocked[$0]?.channels } ?? 0
        conv.outputs = sum.outputs
        appendBlocked(conv, channels: channels)
    }

    private func isConvolution(_ kernel: Kernel) -> Bool {
        switch kernel.kind {
        case .conv, .pointwise, .depthwise, .grouped: true
        default: false
        }
    }

    mutating func placeConcat(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, network[anchor].int("axis") == 1 else { return false }
        let inputs = network[anchor].inputs.compactMap { $0 }
        var channels = 0
        for input in inputs {
            guard let state = blocked[input], state.channels.isMultiple(of: layout.block) else {
                return false
            }
            channels += state.channels
        }
        for input in inputs { blocked[input]?.plainUses -= 1 }
        appendBlocked(kernel, channels: channels)
        return true
    }

    /// Element-wise functions of a blocked tensor stay blocked, or join the convolution that they alone read.
    mutating func placeActivation(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, let kind = kernel.macro ?? network[anchor].op.kind,
            let input = kernel.inputs.first, kernel.inputs.count == 1, let state = blocked[input]
        else { return false }
        switch kind {
        case .relu, .sigmoid, .tanh, .swish, .hardSigmoid, .hardSwish, .clip, .leakyRelu, .gelu: break
        default: return false
        }
        let reads = readsOf(kernel, input)
        blocked[input]?.plainUses -= reads
        // No convolution computes this one.
        let joins = kind != .gelu && state.uses == 1
        if joins, var conv = result[state.writer], isConvolution(conv), conv.activation == nil {
            result[state.writer] = nil
            conv.members = (conv.members + kernel.members).sorted()
            conv.activation = kind
            conv.outputs = kernel.outputs
            appendBlocked(conv, channels: state.channels)
            return true
        }
        appendBlocked(kernel, channels: state.channels)
        return true
    }

    private func readsOf(_ kernel: Kernel, _ tensor: TensorID) -> Int {
        kernel.members.reduce(0) { $0 + network[$1].inputs.count { $0 == tensor } }
    }

    /// A batch normalisation of a blocked tensor becomes a depthwise convolution of one element.
    mutating func placeNormalization(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, network[anchor].op.kind == .batchNormalization,
            let input = kernel.inputs.first, let state = blocked[input]
        else { return false }
        blocked[input]?.plainUses -= 1
        var conv = kernel
        conv.kind = .depthwise
        conv.macro = .batchNormalization
        appendBlocked(conv, channels: state.channels)
        return true
    }

    /// A transposition of a blocked tensor to channels last is one layout change.
    mutating func placeTranspose(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, network[anchor].ints("perm") == [0, 2, 3, 1],
            let input = kernel.inputs.first, blocked[input] != nil
        else { return false }
        blocked[input]?.plainUses -= 1
        var reorder = kernel
        reorder.kind = .reorderOutput
        reorder.isChannelsLast = true
        append(reorder)
        return true
    }

    /// Repeating pixels by whole factors works on blocks.
    mutating func placeResize(_ kernel: Kernel) -> Bool {
        guard let anchor = kernel.anchor, let input = kernel.inputs.first, let state = blocked[input] else {
            return false
        }
        let node = network[anchor]
        guard node.string("mode") ?? "nearest" == "nearest", node.string("nearest_mode") == "floor",
            node.string("coordinate_transformation_mode") == "asymmetric", node.input(3) == nil,
            let from = sizes(input), let to = sizes(node.output(0)), from.count == 4,
            zip(from, to).allSatisfy({ $0 > 0 && $1.isMultiple(of: $0) })
        else { return false }
        blocked[input]?.plainUses -= 1
        appendBlocked(kernel, channels: state.channels)
        return true
    }
}
