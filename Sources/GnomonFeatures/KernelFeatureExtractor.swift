import Foundation
public import GnomonGraph
public import GnomonKernels

/// Turns the kernels of a network into feature vectors.
///
/// Training and prediction both use this one extractor.
public struct KernelFeatureExtractor {
    let network: Network

    /// The vectors of all kernels of a prepared network, in order.
    ///
    /// - Complexity: O(kernels + edges).
    public static func vectors(of kernels: [Kernel], in network: Network) -> [KernelVector] {
        let extractor = KernelFeatureExtractor(network: network)
        // Read where they lie: a kernel is made of lists, each of which a copy would count.
        var vectors = kernels.withUnsafeBufferPointer { kernels in
            kernels.indices.map { extractor.vector(of: kernels[$0]) }
        }
        KernelContext(network, kernels).apply(to: &vectors)
        KernelNeighbours(network, kernels).apply(to: &vectors)
        return vectors
    }

    init(network: Network) {
        self.network = network
    }

    func vector(of kernel: Kernel) -> KernelVector {
        var vector = KernelVector(kind: kernel.kind)
        addAmounts(kernel, to: &vector)
        addJoined(kernel, to: &vector)
        switch kernel.kind {
        case .conv, .pointwise, .depthwise, .grouped, .convTranspose: addConvolution(kernel, to: &vector)
        case .pool, .globalPool: addPooling(kernel, to: &vector)
        case .gemm, .matmul: addMatrix(kernel, to: &vector)
        case .binary: addBroadcast(kernel, to: &vector)
        case .unary, .cast, .other, .unknown: addElementwise(kernel, to: &vector)
        case .transpose: addTranspose(kernel, to: &vector)
        case .concat, .split, .gather, .pad: addMovement(kernel, to: &vector)
        case .softmax, .norm, .reduce: addRows(kernel, to: &vector)
        case .reorderInput, .reorderOutput: addReorder(kernel, to: &vector)
        case .resize: addResize(kernel, to: &vector)
        case .view: break
        }
        return vector
    }

    /// log2(1 + x), the scale of every amount.
    static func scale(_ amount: Double) -> Double { log2(1 + max(0, amount)) }

    func sizes(_ tensor: TensorID?) -> [Int]? { tensor.flatMap { network[$0].shape?.sizes } }

    /// The shape of a tensor all of whose sizes are known.
    func shape(_ tensor: TensorID?) -> Shape? {
        guard let tensor, let shape = network[tensor].shape, shape.dims.allSatisfy({ $0.value != nil }) else {
            return nil
        }
        return shape
    }

    /// What a change of the layout before or in a kernel meets; convolutions and poolings have code of their own for it.
    private func cacheConflict(_ kernel: Kernel, _ tensor: TensorID?) -> Int {
        switch kernel.kind {
        case .norm, .gemm:
            guard let tensor, let shape = network[tensor].shape, shape.rank >= 4 else { return 0 }
            return CacheConflict.degree(
                shape, bytesPerElement: Double(network[tensor].elementType.bits) / 8)
        default: return 0
        }
    }

    func bytes(_ tensor: TensorID) -> Double? {
        guard let elements = network[tensor].shape?.elements else { return nil }
        return Double(elements) * Double(network[tensor].elementType.bits) / 8
    }

    private func addAmounts(_ kernel: Kernel, to vector: inout KernelVector) {
        var inside = 0.0
        for member in kernel.members {
            guard let operations = (try? network.operations(of: member)) ?? nil else {
                vector.isComplete = false
                continue
            }
            vector.flops += Double(operations)
            guard !network[member].bodies.isEmpty,
                let cost = (try? network.costWithoutParameters(of: member)) ?? nil
            else { continue }
            inside += Double(cost.bytesRead) + Double(cost.bytesWritten)
            vector.calls += Self.calls(in: network[member])
        }
        func known(_ amount: Double?) -> Double {
            if amount == nil { vector.isComplete = false }
            return amount ?? 0
        }
        var input = 0.0
        var output = 0.0
        var weights = 0.0
        for tensor in kernel.inputs { input += known(bytes(tensor)) }
        for tensor in kernel.constants where (network[tensor].shape?.elements ?? 0) > 1 {
            weights += known(bytes(tensor))
        }
        vector.weightBytes = weights
        for tensor in kernel.outputs { output += known(bytes(tensor)) }
        switch kernel.kind {
        case .view:
            input = 0
            output = 0
            vector.weightBytes = 0
        case .split, .gather: input = min(input, output)
        default: break
        }
        vector.bytes = max(input + output + vector.weightBytes, inside)
        vector[.flops] = Self.scale(vector.flops)
        vector[.inputBytes] = Self.scale(input)
        vector[.weightBytes] = Self.scale(vector.weightBytes)
        vector[.outputBytes] = Self.scale(output)
        vector[.intensity] = Self.scale(vector.flops / max(1, vector.bytes))
        vector[.workingSet] = Self.scale(vector.bytes)
    }

    /// The operators that a control-flow node starts in all its trips, or in its longer branch.
    private static func calls(in node: Node) -> Double {
        let longest = node.bodies.map { body in
            body.nodes.reduce(0) { $1.state == .live ? $0 + 1 + calls(in: $1) : $0 }
        }.max()
        return (longest ?? 0) * Double(node.trips ?? 1)
    }

    private func addJoined(_ kernel: Kernel, to vector: inout KernelVector) {
        vector[.activation] = kernel.activation.map(FeatureSchema.code) ?? 0
        vector[.hasAddend] = kernel.addend == nil ? 0 : 1
        vector[.isBlocked] = kernel.isBlocked ? 1 : 0
        vector[.isChannelsLast] = kernel.isChannelsLast ? 1 : 0
        vector[.members] = Double(kernel.members.count)
        vector[.operands] = Double(kernel.inputs.count)
        let kind = kernel.macro ?? kernel.anchor.flatMap { network[$0].op.kind }
        vector[.operatorCode] = kind.map(FeatureSchema.code) ?? 0
        let tensor = kernel.outputs.first ?? kernel.inputs.first
        vector[.elementBits] = tensor.map { Double(network[$0].elementType.bits) } ?? 0
        vector[.rank] = tensor.flatMap { network[$0].shape?.rank }.map { Double($0) } ?? 0
        vector[.cacheConflict] = Double(
            max(cacheConflict(kernel, kernel.inputs.first), cacheConflict(kernel, kernel.outputs.first)))
    }
}
