import GnomonData
import GnomonGraph

extension FusionReader {
    /// Gives a group the unclaimed operators that its own depend on, up to the tensors its kernels read.
    mutating func claimBackwards(_ draft: Int) {
        var stops: Set<Int> = []
        for kernel in drafts[draft].kernels { stops.formUnion(kernels[kernel].inputTensors) }
        var stack = drafts[draft].nodes
        while let node = stack.popLast() {
            for case let input? in network.nodes[node].inputs where !stops.contains(input.index) {
                guard let producer = network[input].producer?.index, isFree(producer) else { continue }
                if Self.vanishes(network.nodes[producer]) {
                    isRemoved[producer] = true
                } else {
                    claim(producer, for: draft)
                }
                stack.append(producer)
            }
        }
    }

    /// Operators that runtimes delete outright.
    private static func vanishes(_ node: Node) -> Bool {
        switch node.op.kind {
        case .identity?, .dropout?: true
        case .concat?: node.inputs.count == 1
        default: false
        }
    }

    /// Gives unclaimed operators behind a group to it, where they alone read its result and all else they read
    /// is constant: that is how batch normalisations disappear in convolutions.
    mutating func absorbForwards(fromConvolutionsOnly: Bool) {
        var readers = [Int](repeating: 0, count: network.tensors.count)
        for node in network.nodes where node.state == .live {
            for case let input? in node.inputs { readers[input.index] += 1 }
        }
        for output in network.outputs { readers[output.index] += 1 }
        for index in network.nodes.indices where isFree(index) {
            let computed = network.nodes[index].inputs.compactMap { $0 }.filter {
                network[$0].role != .constant
            }
            guard let input = computed.first, computed.count == 1, readers[input.index] == 1,
                let producer = network[input].producer?.index, let draft = owner[producer]
            else { continue }
            if fromConvolutionsOnly {
                guard drafts[draft].nodes.contains(where: { network.nodes[$0].op.kind == .conv }),
                    Self.foldsIntoConvolution(network.nodes[index])
                else { continue }
            } else if Self.movesNothing(network.nodes[index]) {
                continue
            }
            claim(index, for: draft)
        }
    }

    private static func foldsIntoConvolution(_ node: Node) -> Bool {
        switch node.op.kind {
        case .batchNormalization?, .mul?, .add?, .sub?, .div?: true
        default: false
        }
    }

    // MARK: Kernels that a rewrite named

    /// Finds the operators of kernels whose names say nothing, by kind and order.
    ///
    /// A kernel takes the first unclaimed operator of a fitting kind before the next kernel with a name; pieces of
    /// an operator that was cut up stand before the one that bears its name.
    mutating func claimNameless() {
        var last: [String: Int] = [:]
        for index in kernels.indices where draftOfKernel[index] == nil && !isAdded(kernels[index]) {
            let kernel = kernels[index]
            let next = kernels.indices.dropFirst(index + 1).first { draftOfKernel[$0] != nil }
            let draft = next.flatMap { draftOfKernel[$0] }
            if let draft, Self.piecesOfOthers.contains(kernel.type),
                drafts[draft].nodes.contains(where: { Self.isCutUp(network.nodes[$0]) })
            {
                put(index, into: draft)
                continue
            }
            let limit = draft.flatMap { drafts[$0].nodes.max() } ?? network.nodes.count
            let kinds = Self.kinds(of: kernel)
            let found = network.nodes.indices.first { node in
                node < limit && isFree(node) && network.nodes[node].op.kind.map(kinds.contains) ?? false
            }
            if let found {
                let made = makeDraft(index)
                claim(found, for: made)
                last[kernel.type] = made
            } else if let made = last[kernel.type] {
                // Both directions of a recurrent layer are one operator.
                if Self.isRecurrent(kernel.type) { put(index, into: made) }
            }
        }
    }

    private static func isRecurrent(_ type: String) -> Bool { type.hasSuffix("Sequence") }

    /// Kernels that are often a part of another operator's work.
    private static let piecesOfOthers: Set<String> = [
        "MVN", "RMS", "ReduceMean", "Reduce", "Subgraph", "Eltwise", "Math", "Softmax",
    ]

    /// Whether runtimes write the operator in pieces.
    private static func isCutUp(_ node: Node) -> Bool {
        switch node.op.kind {
        case .layerNormalization?, .instanceNormalization?, .groupNormalization?, .lpNormalization?,
            .simplifiedLayerNormalization?, .rmsNormalization?, .meanVarianceNormalization?, .logSoftmax?,
            .softmax?, .lrn?:
            true
        default: false
        }
    }

    /// The kinds of operator that a kernel without a usable name may stand for.
    private static func kinds(of kernel: KernelTiming) -> Set<OperatorKind> {
        switch kernel.type {
        case "Convolution", "GroupConvolution": return [.conv]
        case "Deconvolution", "ConvolutionBackpropData": return [.convTranspose]
        case "MatMul", "FullyConnected": return [.matMul, .gemm, .einsum]
        case "VariadicSplit", "Split", "StridedSlice": return [.slice, .split, .gather]
        case "LSTMSequence": return [.lstm]
        case "GRUSequence": return [.gru]
        case "RNNSequence": return [.rnn]
        case "Interpolate": return [.resize, .upsample]
        case "Convert": return [.cast]
        case "Pad": return [.pad]
        case "MaxPool", "AvgPool": return [.maxPool, .averagePool]
        default: break
        }
        if kernel.name.hasPrefix("Multiply") { return [.mul, .div] }
        if kernel.name.hasPrefix("Add") { return [.add, .sub] }
        return []
    }
}
