import GnomonData
import GnomonGraph

extension FusionReader {
    /// Gives a group the unclaimed operators that its own depend on, up to the tensors its kernels read.
    ///
    /// With `elementwiseOnly` it stops before convolutions, products and whatever else may have a kernel of its own
    /// that is not known yet.
    mutating func claimBackwards(_ draft: Int, elementwiseOnly: Bool = false) {
        var stops: Set<Int> = []
        for kernel in drafts[draft].kernels { stops.formUnion(kernels[kernel].inputTensors) }
        var stack = drafts[draft].nodes
        let isConvolution = drafts[draft].kernels.contains { kernels[$0].type.hasSuffix("Convolution") }
        let isTransposition = drafts[draft].kernels.allSatisfy { kernels[$0].type == "Transpose" }
        let isElementwiseDraft = drafts[draft].kernels.allSatisfy {
            ["Subgraph", "Eltwise", "Math"].contains(kernels[$0].type)
                && NameAnchors(in: kernels[$0].name).isEmpty
        }
        var hasConvolution = stack.contains { network.nodes[$0].op.kind == .conv }
        while let node = stack.popLast() {
            let writers = network.nodes[node].inputs.compactMap { $0 }
                .filter { !stops.contains($0.index) }
                .compactMap { network[$0].producer?.index }
            var producers = writers.filter(isFree)
            // What a scale was moved away from is found behind it.
            producers += writers.flatMap { productBehindScale($0, of: draft) }
            // A sum is joined to the convolution of its first input; that of the second is a kernel of its own.
            if isConvolution, !hasConvolution { producers = Array(producers.prefix(1)) }
            // An operator that reads two results of another lists it twice.
            for producer in producers where isFree(producer) {
                // The view before a moved transposition is not moved along.
                if isTransposition, Self.movesNothing(network.nodes[producer]) { continue }
                if elementwiseOnly || isElementwiseDraft, !isElementwise(network.nodes[producer]) { continue }
                // One kernel, one convolution: what stands before it has a kernel of its own.
                if network.nodes[producer].op.kind == .conv {
                    if hasConvolution { continue }
                    hasConvolution = true
                    claim(producer, for: draft)
                    continue
                }
                if vanishes(network.nodes[producer]) {
                    isRemoved[producer] = true
                } else {
                    claim(producer, for: draft)
                }
                stack.append(producer)
            }
        }
    }

    /// The unclaimed matrix product whose scores a factor of another group multiplies: runtimes apply the factor
    /// before the product.
    private func productBehindScale(_ node: Int, of draft: Int) -> [Int] {
        guard let scaling = owner[node], scaling != draft, drafts[scaling].nodes == [node],
            network.nodes[node].op.kind == .mul || network.nodes[node].op.kind == .div
        else { return [] }
        return network.nodes[node].inputs.compactMap { $0.flatMap { network[$0].producer?.index } }
            .filter { isFree($0) && network.nodes[$0].op.kind == .matMul }
    }

    /// The transpositions that kernels without a name carry out: layout changes that take one over, and copies of
    /// one that was moved behind the operators that read it.
    mutating func claimTranspositions() {
        for index in kernels.indices where draftOfKernel[index] == nil && isAdded(kernels[index]) {
            let kernel = kernels[index]
            let isMover = ProfileSummary.movers.contains(kernel.type)
            guard isMover || kernel.type == "Transpose" else { continue }
            let moved = kernel.tensors.isEmpty ? movedTensors(kernel.name) : kernel.tensors
            let tensors = moved + kernel.outputTensors
            let found =
                isMover
                ? transposition(reading: tensors, writing: kernel.outputTensors)
                : transposition(before: tensors)
            guard let found else { continue }
            if let draft = owner[found] {
                put(index, into: draft)
            } else {
                claim(found, for: makeDraft(index))
            }
        }
    }

    /// An unclaimed transposition that writes one of the results, or the only reader of a moved tensor.
    private func transposition(reading moved: [Int], writing results: [Int]) -> Int? {
        network.nodes.indices.first { index in
            let node = network.nodes[index]
            guard isFree(index), node.op.kind == .transpose, let input = node.input(0),
                let output = node.output(0)
            else { return false }
            return results.contains(output.index) || moved.contains(input.index)
        }
    }

    /// The nearest transposition before a tensor, with views and cuts between, that no other kernel has.
    private func transposition(before tensors: [Int]) -> Int? {
        var level = tensors
        for _ in 0..<6 {
            var next: [Int] = []
            for tensor in level where network.tensors.indices.contains(tensor) {
                guard let producer = network.tensors[tensor].producer else { continue }
                let node = network[producer]
                if node.op.kind == .transpose {
                    let draft = owner[producer.index]
                    let isOurs = draft.map { drafts[$0].kernels.allSatisfy { isAdded(kernels[$0]) } } ?? true
                    if isOurs, isLive(producer.index) { return producer.index }
                }
                switch node.op.kind {
                case .split?, .slice?, .gather?, .squeeze?, .unsqueeze?, .reshape?, .transpose?, .flatten?:
                    next += node.inputs.prefix(1).compactMap { $0?.index }
                default: break
                }
            }
            level = next
        }
        return nil
    }

    /// Operators that runtimes delete outright.
    private func vanishes(_ node: Node) -> Bool {
        switch node.op.kind {
        case .identity?, .dropout?: return true
        case .concat?: return node.inputs.count == 1
        case .pad?:
            guard let pads = node.input(1), case .integers(let values)? = network[pads].payload else {
                return false
            }
            return values.allSatisfy { $0 == 0 }
        default: return false
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
            if vanishes(network.nodes[index]) {
                isRemoved[index] = true
                continue
            }
            guard let input = computed.first, computed.count == 1, readers[input.index] == 1,
                let producer = network[input].producer?.index, let draft = owner[producer]
            else { continue }
            if fromConvolutionsOnly {
                guard drafts[draft].nodes.contains(where: { network.nodes[$0].op.kind == .conv }),
                    Self.foldsIntoConvolution(network.nodes[index])
                else { continue }
            } else if !isElementwise(network.nodes[index]) {
                continue
            }
            claim(index, for: draft)
        }
    }

    /// Whether an operator keeps the shape of its main input, as functions of single elements do.
    private func isElementwise(_ node: Node) -> Bool {
        switch node.op.kind {
        case .batchNormalization?, .transpose?, .conv?, .matMul?, .gemm?, .softmax?, .layerNormalization?,
            .maxPool?,
            .averagePool?:
            return false
        default: break
        }
        guard !Self.movesNothing(node), let output = node.output(0) else { return false }
        let shape = network[output].shape
        return shape != nil && node.inputs.contains { $0.map { network[$0].shape == shape } ?? false }
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
            if claimFunction(index) { continue }
            let limit = draft.flatMap { drafts[$0].nodes.max() } ?? network.nodes.count
            let kinds = Self.kinds(of: kernel)
            let found = network.nodes.indices.first { node in
                node < limit && isFree(node) && network.nodes[node].op.kind.map(kinds.contains) ?? false
            }
            if let found {
                let made = makeDraft(index)
                claim(found, for: made)
                if kinds.contains(.slice) { claimSiblings(of: found, for: made) }
                last[kernel.type] = made
            } else if let made = last[kernel.type] {
                // Both directions of a recurrent layer are one operator.
                if Self.isRecurrent(kernel.type) { put(index, into: made) }
            }
        }
    }

    /// Gives a kernel of a function written in pieces the operators that read its input and come together again.
    private mutating func claimFunction(_ index: Int) -> Bool {
        guard kernels[index].type.hasSuffix("Gelu"), let input = kernels[index].inputTensors.first else {
            return false
        }
        func readers(of tensor: TensorID?) -> [Int] {
            network.nodes.indices.filter {
                isLive($0) && tensor != nil && network.nodes[$0].inputs.contains(tensor)
            }
        }
        var found = readers(of: TensorID(input)).filter(isFree)
        for _ in 0..<6 where !found.isEmpty {
            let leaving = found.filter {
                readers(of: network.nodes[$0].output(0)).contains { !found.contains($0) }
            }
            if leaving.count <= 1, found.count > 1 || leaving.isEmpty { break }
            guard let first = leaving.min() else { break }
            found += readers(of: network.nodes[first].output(0)).filter { isFree($0) && !found.contains($0) }
        }
        guard !found.isEmpty else { return false }
        let made = makeDraft(index)
        for node in found { claim(node, for: made) }
        return true
    }

    /// Pieces that are cut from the same tensor are cut by one kernel.
    private mutating func claimSiblings(of node: Int, for draft: Int) {
        guard let kind = network.nodes[node].op.kind, let input = network.nodes[node].input(0) else { return }
        for other in network.nodes.indices where isFree(other) {
            if network.nodes[other].op.kind == kind, network.nodes[other].input(0) == input {
                claim(other, for: draft)
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
