import GnomonGraph
import GnomonKernels

extension KernelFeatureExtractor {
    func addElementwise(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let shape = sizes(kernel.outputs.first ?? kernel.inputs.first) else { return }
        vector.set(.innerRun, shape.reduce(1, *))
    }

    /// Two operands: how long stretches are over which neither of them is broadcast, and which one is.
    func addBroadcast(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor, let output = sizes(network[anchor].output(0)) else { return }
        let operands = network[anchor].inputs.compactMap { $0.flatMap { sizes($0) } }
        vector[.operands] = Double(operands.count)
        let smallest = operands.map { $0.reduce(1, *) }.min() ?? 0
        vector.set(.smallerOperand, smallest)
        var run = 1
        var pattern: [Bool]?
        for back in 1...max(1, output.count) where back <= output.count {
            let size = output[output.count - back]
            if size == 1 { continue }
            let current = operands.map { $0.count >= back && $0[$0.count - back] == size }
            if let pattern, pattern != current { break }
            pattern = current
            run *= size
        }
        vector.set(.innerRun, run)
        vector.set(.outerCount, output.reduce(1, *) / max(1, run))
        // 0: one shape; 1: a scalar; 2: constant along the innermost stretch; 3: repeated behind it.
        let full = output.reduce(1, *)
        let isSame = operands.allSatisfy { $0.reduce(1, *) == full }
        let isInnermostConstant = pattern.map { $0.contains(false) } ?? false
        vector[.accessPattern] = isSame ? 0 : smallest == 1 ? 1 : isInnermostConstant ? 2 : 3
        vector[.isChannelsLast] = kernel.constants.isEmpty ? 0 : 1
    }

    /// Axes of size 1 dropped and neighbours that stay neighbours joined, a permutation has few axes left.
    func addTranspose(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor, let input = sizes(network[anchor].input(0)) else { return }
        guard let permutation = network[anchor].ints("perm"), permutation.count == input.count else {
            addElementwise(kernel, to: &vector)
            return
        }
        let kept = permutation.filter { input[$0] != 1 }
        let order = kept.sorted()
        let ranked = kept.map { axis in order.firstIndex(of: axis) ?? 0 }
        var lengths: [Int] = []
        var heads: [Int] = []
        for (position, axis) in ranked.enumerated() {
            let size = input[order[axis]]
            if position > 0, ranked[position - 1] + 1 == axis {
                lengths[lengths.count - 1] *= size
            } else {
                lengths.append(size)
                heads.append(axis)
            }
        }
        vector[.collapsedRank] = Double(lengths.count)
        let staysInnermost = (ranked.last ?? 0) == ranked.count - 1
        vector.set(.innerRun, staysInnermost ? lengths.last ?? 1 : 1)
        vector.set(.axisLength, lengths.last ?? 1)
        vector.set(.outerCount, lengths.dropLast().reduce(1, *))
        let innermost = ranked.last ?? 0
        vector.set(.stride, order.indices.filter { $0 > innermost }.reduce(1) { $0 * input[order[$1]] })
        vector[.accessPattern] =
            staysInnermost ? 1 : (heads.first == 0 ? 2 : 3) + (Self.movesOneAxis(permutation) ? 0 : 2)
        if let first = lengths.first { vector.set(.rows, first) }
    }

    /// Whether all axes but one keep their order, those of size 1 counted: runtimes have faster code for that.
    private static func movesOneAxis(_ permutation: [Int]) -> Bool {
        permutation.contains { moved in
            let rest = permutation.filter { $0 != moved }
            return zip(rest, rest.dropFirst()).allSatisfy { $0 < $1 }
        }
    }

    func addMovement(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor else { return }
        let node = network[anchor]
        guard let source = sizes(node.input(0)), let target = sizes(node.output(0)), !target.isEmpty else {
            return
        }
        let axis: Int
        switch node.op.kind {
        case .concat?, .split?, .gather?: axis = node.int("axis") ?? 0
        default:
            axis = Array(zip(source, target).enumerated()).last { $0.element.0 != $0.element.1 }?.offset ?? 0
        }
        let inner = target.dropFirst(min(axis + 1, target.count)).reduce(1, *)
        let outer = target.prefix(min(axis, target.count)).reduce(1, *)
        let length = axis < target.count ? target[axis] : 1
        let pieces = kernel.kind == .concat ? max(1, node.inputs.count) : 1
        vector.set(.innerRun, inner * length / max(1, pieces))
        vector.set(.outerCount, outer)
        vector.set(.axisLength, length)
        vector[.operands] = Double(kernel.kind == .concat ? pieces : max(1, kernel.outputs.count))
        if kernel.kind == .pad { vector[.accessPattern] = node.string("mode") == "reflect" ? 1 : 0 }
        let total = source.reduce(1, *)
        vector[.stride] = Self.scale(Double(total) / Double(max(1, target.reduce(1, *))))
    }

    /// Softmax, normalisations and reductions: rows of a length, with a distance between their elements.
    func addRows(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor, let shape = sizes(kernel.inputs.first), !shape.isEmpty else {
            return
        }
        let node = network[anchor]
        let axes = reducedAxes(node, rank: shape.count)
        let length = axes.reduce(1) { $0 * ($1 < shape.count ? shape[$1] : 1) }
        let last = axes.max() ?? shape.count - 1
        let inner = shape.dropFirst(min(last + 1, shape.count)).reduce(1, *)
        vector.set(.axisLength, length)
        vector.set(.innerRun, inner)
        vector.set(.outerCount, shape.reduce(1, *) / max(1, length * inner))
        vector[.collapsedRank] = Double(axes.count)
        vector[.accessPattern] = kernel.members.count > 1 ? 1 : 0
    }

    private func reducedAxes(_ node: Node, rank: Int) -> [Int] {
        if let axis = node.int("axis") {
            let first = axis < 0 ? axis + rank : axis
            return node.op.kind == .layerNormalization ? Array(first..<max(first + 1, rank)) : [first]
        }
        if let axes = node.input(1), case .integers(let values)? = network[axes].payload,
            network[axes].role == .constant, network[axes].elementType == .int64
        {
            return values.map { $0 < 0 ? Int($0) + rank : Int($0) }.filter { $0 >= 0 && $0 < rank }
        }
        switch node.op.kind {
        case .batchNormalization?, .instanceNormalization?, .lrn?: return Array(2..<max(3, rank))
        default: return Array(0..<rank)
        }
    }

    func addReorder(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let shape = sizes(kernel.inputs.first), shape.count == 4 else { return }
        let channelsLastInput = kernel.kind == .reorderInput && kernel.isChannelsLast
        let channels = channelsLastInput ? shape[3] : shape[1]
        vector.set(.inputChannels, channels)
        vector.set(.rows, shape.reduce(1, *) / max(1, channels))
        vector[.inputChannelsModulo8] = Double(channels % 8)
        vector[.rowsModulo4] = Double((shape.reduce(1, *) / max(1, channels)) % 4)
    }

    func addResize(_ kernel: Kernel, to vector: inout KernelVector) {
        guard let anchor = kernel.anchor, let input = sizes(network[anchor].input(0)),
            let output = sizes(network[anchor].output(0)), input.count == output.count, input.count >= 3
        else { return }
        vector.set(.inputChannels, input[1])
        vector.set(.inputHeight, input[2])
        vector.set(.inputWidth, input[input.count - 1])
        vector.set(.outputHeight, output[2])
        vector.set(.outputWidth, output[output.count - 1])
        let modes = ["nearest", "linear", "bilinear", "cubic", "bicubic"]
        let mode = network[anchor].string("mode") ?? "nearest"
        vector[.accessPattern] = Double(modes.firstIndex(of: mode) ?? modes.count)
        vector[.stride] = Double(output.reduce(1, *)) / Double(max(1, input.reduce(1, *)))
        let corners = network[anchor].string("coordinate_transformation_mode") == "align_corners"
        vector[.collapsedRank] = corners ? 1 : 0
    }
}
