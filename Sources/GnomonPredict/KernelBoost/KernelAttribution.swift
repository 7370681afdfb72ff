import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonStatistics

/// Gives the times that a runtime's profile shows to the kernels that fusion rules predict.
///
/// Where the rules and the runtime disagree, a predicted kernel gets the sum of what the runtime did with its
/// nodes: labels and predictions then still speak of the same thing.
struct KernelAttribution {
    /// Nanoseconds of each kernel; nil where the profile shows nothing of it.
    private(set) var nanoseconds: [Double?]
    /// How many of the runtime's kernels each got.
    private(set) var events: [Int]
    /// Nanoseconds of the runtime's kernels that ran before any that belongs to a predicted one.
    private(set) var unmapped = 0.0

    private let kernels: [Kernel]
    private let network: Network
    private var kernelOfNode: [Int?]
    private var reorderOutputs: [Int: Int] = [:]
    private var reorderInputs: [Int: Int] = [:]

    /// Attributes the kernels of a profile.
    ///
    /// - Complexity: O(kernels + timings).
    init(_ kernels: [Kernel], of network: Network, timings: [KernelTiming]) {
        self.kernels = kernels
        self.network = network
        nanoseconds = [Double?](repeating: nil, count: kernels.count)
        events = [Int](repeating: 0, count: kernels.count)
        kernelOfNode = [Int?](repeating: nil, count: network.nodes.count)
        for (index, kernel) in kernels.enumerated() {
            for member in kernel.members { kernelOfNode[member.index] = index }
            switch kernel.kind {
            case .reorderOutput:
                for tensor in kernel.inputs + kernel.outputs { reorderOutputs[tensor.index] = index }
            case .reorderInput:
                for tensor in kernel.inputs + kernel.outputs { reorderInputs[tensor.index] = index }
            default: break
            }
        }
        // Profiles are in the order of execution: what a runtime made up in between, such as the parts of a normalisation
        // or the order of their elements, belongs to what ran before it.
        var last: Int?
        for timing in timings {
            guard let kernel = owner(of: timing) ?? last else {
                unmapped += timing.latency.nanoseconds
                continue
            }
            nanoseconds[kernel, default: 0] += timing.latency.nanoseconds
            events[kernel] += 1
            last = kernel
        }
    }

    private func owner(of timing: KernelTiming) -> Int? {
        let tensors = timing.tensors + timing.outputTensors + timing.inputTensors
        switch timing.type {
        case "ReorderOutput":
            if let kernel = first(tensors, in: reorderOutputs) { return kernel }
        case "ReorderInput":
            if let kernel = first(tensors, in: reorderInputs) { return kernel }
        case "Reorder":
            // Not predicted by rules without a blocked layout: part of what reads the moved tensor.
            for tensor in tensors {
                if let kernel = kernels.firstIndex(where: { kernel in
                    kernel.inputs.contains { $0.index == tensor }
                }) {
                    return kernel
                }
            }
        default: break
        }
        if let kernel = heaviest(of: timing.nodes) { return kernel }
        for tensor in timing.outputTensors + timing.tensors {
            guard let kernel = writer(of: tensor) else { continue }
            return timing.type == "Transpose" ? transposition(before: kernel) ?? kernel : kernel
        }
        return nil
    }

    /// The kernel with most of the work that some nodes do; the first of equals.
    ///
    /// A runtime that joins more than the rules do names what it joined after its last operator: the product it spends its
    /// time in is the kernel that the time belongs to.
    private func heaviest(of nodes: [Int]) -> Int? {
        let known = nodes.filter { kernelOfNode.indices.contains($0) }
        let owners = known.compactMap { kernelOfNode[$0] }
        guard let first = owners.first, owners.contains(where: { $0 != first }) else { return owners.first }
        var work: [Int: Double] = [:]
        for node in known {
            guard let kernel = kernelOfNode[node] else { continue }
            let cost = (try? network.costWithoutParameters(of: NodeID(node))) ?? nil
            work[kernel, default: 0] += Double(cost?.flops ?? 0)
        }
        return owners.reduce(first) { (work[$1] ?? 0) > (work[$0] ?? 0) ? $1 : $0 }
    }

    /// The kernel that writes a tensor.
    private func writer(of tensor: Int) -> Int? {
        guard network.tensors.indices.contains(tensor), let producer = network.tensors[tensor].producer else {
            return nil
        }
        return kernelOfNode[producer.index]
    }

    /// A runtime may move a transposition behind the kernel that reads it, such as a Split: its time still belongs
    /// to the transposition.
    private func transposition(before kernel: Int) -> Int? {
        if kernels[kernel].kind == .transpose { return kernel }
        return kernels[kernel].inputs.lazy.compactMap { writer(of: $0.index) }
            .first { kernels[$0].kind == .transpose }
    }

    private func first(_ tensors: [Int], in table: [Int: Int]) -> Int? {
        for tensor in tensors { if let kernel = table[tensor] { return kernel } }
        return nil
    }
}

extension Array where Element == Double? {
    fileprivate subscript(index: Int, default standard: Double) -> Double {
        get { self[index] ?? standard }
        set { self[index] = newValue }
    }
}
