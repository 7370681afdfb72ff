import GnomonGraph

extension LayoutAssignment {
    /// Convolutions over two axes go blocked where channels and groups fit the block.
    mutating func placeConvolution(_ index: Int) -> Bool {
        guard let (source, channels) = blockedConvolution(index) else { return false }
        if let source { takeBlocked(source, for: index) }
        makeBlocked(index, channels: channels)
        return true
    }

    /// What a convolution takes in the blocked layout, nil where it reads the plain one, and the channels it writes; nil
    /// as a whole where it stays plain.
    private func blockedConvolution(_ index: Int) -> (source: TensorID?, channels: Int)? {
        guard let anchor = kernels[index].anchor,
            let conv = ConvolutionChannels(anchor, in: network),
            conv.spatialRank == 2, let input = network[anchor].input(0),
            let weight = network[anchor].input(1),
            network[weight].role == .constant, network[weight].elementType == .float32
        else { return nil }
        let block = layout.block
        // A padding joined to the convolution reads what the padding read.
        let source = kernels[index].inputs.first ?? input
        if conv.group > 1 {
            guard conv.outputChannels.isMultiple(of: layout.alignment) else { return nil }
            if !(conv.isDepthwise && conv.channelMultiplier == 1) {
                guard (conv.inputChannels / conv.group).isMultiple(of: block),
                    (conv.outputChannels / conv.group).isMultiple(of: block)
                else { return nil }
            }
            return (source, conv.outputChannels)
        }
        if conv.inputChannels < block { return (nil, conv.outputChannels) }
        return conv.inputChannels.isMultiple(of: layout.alignment) ? (source, conv.outputChannels) : nil
    }

    mutating func placePool(_ index: Int, needsBlockedInput: Bool) -> Bool {
        guard let input = kernels[index].inputs.first, let shape = sizes(input), shape.count == 4,
            shape[1].isMultiple(of: layout.alignment), kernels[index].outputs.count == 1,
            network[input].elementType == .float32, !needsBlockedInput || blocked[input] != nil,
            let kind = kernels[index].anchor.map({ network[$0].op.kind }), kind != .lpPool,
            kind != .globalLpPool
        else { return false }
        takeBlocked(input, for: index)
        makeBlocked(index, channels: shape[1])
        return true
    }

    /// Sums and products of blocked tensors of one shape stay blocked; a sum joins the convolution before it.
    mutating func placeBinary(_ index: Int) -> Bool {
        guard let anchor = kernels[index].anchor, let kind = network[anchor].op.kind,
            kind == .add || kind == .sum || kind == .mul
        else { return false }
        let inputs = network[anchor].inputs.compactMap { $0 }
        guard inputs.count >= 2, let first = blocked[inputs[0]], areBlockedAlike(inputs) else { return false }
        for input in inputs { blocked[input]?.plainUses -= 1 }
        if kind != .mul, inputs.count == 2, rules.addsIntoConvolution {
            for (position, input) in inputs.enumerated() {
                guard let state = blocked[input], state.uses == 1, takesFunction(state.writer),
                    kernels[state.writer].addend == nil
                else { continue }
                joinSum(index, to: state.writer, addend: inputs[1 - position])
                return true
            }
        }
        makeBlocked(index, channels: first.channels)
        return true
    }

    private func areBlockedAlike(_ tensors: [TensorID]) -> Bool {
        let shape = network[tensors[0]].shape
        return tensors.allSatisfy {
            blocked[$0] != nil && (network[$0].shape == shape || network[$0].shape?.sizes == shape?.sizes)
        }
    }

    /// Makes of a convolution and the sum that reads it one kernel, where the sum stands.
    private mutating func joinSum(_ sum: Int, to convolution: Int, addend: TensorID) {
        let channels = kernels[convolution].outputs.first.flatMap { blocked[$0]?.channels } ?? 0
        join(sum, to: convolution)
        kernels[sum].inputs.append(addend)
        kernels[sum].addend = addend
        makeBlocked(sum, channels: channels)
    }

    /// Makes of a kernel and the convolution that it reads one convolution, where the kernel stands.
    private mutating func join(_ index: Int, to convolution: Int) {
        isJoined[convolution] = true
        // What stands at the place of the convolution from now on is not looked at again.
        kernels.swapAt(index, convolution)
        kernels[index].members = (kernels[index].members + kernels[convolution].members).sorted()
        kernels[index].outputs = kernels[convolution].outputs
    }

    /// Whether a kernel is a convolution, not yet joined, that computes nothing on its result.
    private func takesFunction(_ index: Int) -> Bool {
        guard !isJoined[index], kernels[index].activation == nil else { return false }
        switch kernels[index].kind {
        case .conv, .pointwise, .depthwise, .grouped: return true
        default: return false
        }
    }

    mutating func placeConcat(_ index: Int) -> Bool {
        guard let anchor = kernels[index].anchor, network[anchor].int("axis") == 1 else { return false }
        let inputs = network[anchor].inputs.compactMap { $0 }
        var channels = 0
        for input in inputs {
            guard let state = blocked[input], state.channels.isMultiple(of: layout.block) else {
                return false
            }
            channels += state.channels
        }
        for input in inputs { blocked[input]?.plainUses -= 1 }
        makeBlocked(index, channels: channels)
        return true
    }

    /// Element-wise functions of a blocked tensor stay blocked, or join the convolution that they alone read.
    mutating func placeActivation(_ index: Int) -> Bool {
        guard kernels[index].anchor != nil, let kind = kernels[index].macro ?? anchorKind(index),
            let input = kernels[index].inputs.first, kernels[index].inputs.count == 1,
            let state = blocked[input]
        else { return false }
        switch kind {
        case .relu, .sigmoid, .tanh, .swish, .hardSigmoid, .hardSwish, .clip, .leakyRelu, .gelu: break
        default: return false
        }
        let reads = reads(of: input, by: index)
        blocked[input]?.plainUses -= reads
        // No convolution computes this one.
        if kind != .gelu, state.uses == 1, takesFunction(state.writer) {
            join(index, to: state.writer)
            kernels[index].activation = kind
        }
        makeBlocked(index, channels: state.channels)
        return true
    }

    private func reads(of tensor: TensorID, by index: Int) -> Int {
        kernels[index].members.reduce(0) { $0 + network[$1].inputs.count { $0 == tensor } }
    }

    /// A batch normalisation of a blocked tensor becomes a depthwise convolution of one element.
    mutating func placeNormalization(_ index: Int) -> Bool {
        guard anchorKind(index) == .batchNormalization, let input = kernels[index].inputs.first,
            let state = blocked[input]
        else { return false }
        blocked[input]?.plainUses -= 1
        kernels[index].kind = .depthwise
        kernels[index].macro = .batchNormalization
        makeBlocked(index, channels: state.channels)
        return true
    }

    /// A transposition of a blocked tensor to channels last is one layout change.
    mutating func placeTranspose(_ index: Int) -> Bool {
        guard let anchor = kernels[index].anchor, network[anchor].ints("perm") == [0, 2, 3, 1],
            let input = kernels[index].inputs.first, blocked[input] != nil
        else { return false }
        blocked[input]?.plainUses -= 1
        kernels[index].kind = .reorderOutput
        kernels[index].isChannelsLast = true
        keepPlain(index)
        return true
    }

    /// Repeating pixels by whole factors works on blocks.
    mutating func placeResize(_ index: Int) -> Bool {
        guard let anchor = kernels[index].anchor, let input = kernels[index].inputs.first,
            let state = blocked[input]
        else { return false }
        let node = network[anchor]
        guard node.string("mode") ?? "nearest" == "nearest", node.string("nearest_mode") == "floor",
            node.string("coordinate_transformation_mode") == "asymmetric", node.input(3) == nil,
            let from = sizes(input), let to = sizes(node.output(0)), from.count == 4,
            zip(from, to).allSatisfy({ $0 > 0 && $1.isMultiple(of: $0) })
        else { return false }
        blocked[input]?.plainUses -= 1
        makeBlocked(index, channels: state.channels)
        return true
    }
}
