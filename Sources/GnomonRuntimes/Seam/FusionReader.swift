public import GnomonData
public import GnomonGraph

/// Reads from a profile which operators each kernel executed.
///
/// Names give anchors: models are written with nodes `n<index>` and tensors `t<index>`. What no name mentions was
/// swallowed by a kernel whose results depend on it, and is found by walking from the kernel's anchors to the
/// tensors it reads.
public struct FusionReader {
    /// What is known of a group while it is being made.
    struct Draft {
        var nodes: [Int] = []
        var kernels: [Int] = []
    }

    let network: Network
    let kernels: [KernelTiming]
    var drafts: [Draft] = []
    /// The draft of each node; nil until claimed.
    var owner: [Int?]
    /// The draft of each kernel; nil for those the runtime added.
    var draftOfKernel: [Int?]
    /// Nodes that nothing executes.
    var isRemoved: [Bool]

    private init(_ network: Network, _ kernels: [KernelTiming], idle: [Int]) {
        self.network = network
        self.kernels = kernels
        owner = [Int?](repeating: nil, count: network.nodes.count)
        isRemoved = [Bool](repeating: false, count: network.nodes.count)
        draftOfKernel = [Int?](repeating: nil, count: kernels.count)
        for node in idle where network.nodes.indices.contains(node) { isRemoved[node] = true }
    }

    /// The groups of a prepared network's profile; each kernel's `nodes` then lists all it executes, the ones its
    /// name mentions first.
    ///
    /// - Parameters:
    ///   - network: The network the model was written from.
    ///   - kernels: The kernels of its profile; completed.
    ///   - idle: Nodes that the runtime lists without executing them.
    /// - Returns: A partition of the live operators and of the kernels.
    /// - Complexity: O(nodes + edges + kernels), and quadratic in the kernels without a usable name.
    public static func read(
        _ network: Network, kernels: inout [KernelTiming], idle: [Int] = []
    ) -> FusionGroups {
        var reader = FusionReader(network, kernels, idle: idle)
        reader.claimByName()
        reader.claimTranspositions()
        // What a kernel lists behind it leads to the operators it hides: functions written in pieces first, then
        // those of kernels without a name of their own.
        for draft in reader.drafts.indices where reader.drafts[draft].nodes.count > 1 {
            reader.claimBackwards(draft, elementwiseOnly: true)
        }
        for kernel in kernels.indices where NameAnchors(in: kernels[kernel].name).isEmpty {
            if let draft = reader.draftOfKernel[kernel] { reader.claimBackwards(draft) }
        }
        reader.claimNameless()
        reader.absorbForwards(fromConvolutionsOnly: true)
        for draft in reader.drafts.indices { reader.claimBackwards(draft) }
        reader.absorbForwards(fromConvolutionsOnly: false)
        for (index, kernel) in kernels.enumerated() {
            if let draft = reader.draftOfKernel[index] {
                let rest = reader.drafts[draft].nodes.sorted()
                let first = reader.anchors(of: index).filter(rest.contains)
                kernels[index].nodes = first + rest.filter { !first.contains($0) }
            } else if ProfileSummary.movers.contains(kernel.type), kernel.tensors.isEmpty {
                kernels[index].tensors = reader.movedTensors(kernel.name)
            }
        }
        return reader.result()
    }

    func isLive(_ node: Int) -> Bool {
        network.nodes.indices.contains(node) && network.nodes[node].state == .live
    }

    func isFree(_ node: Int) -> Bool { isLive(node) && owner[node] == nil && !isRemoved[node] }

    /// The nodes that the name of a kernel, or the tensors it writes, point at.
    func anchors(of index: Int) -> [Int] {
        let kernel = kernels[index]
        var found = NameAnchors(in: kernel.name).nodes
        for tensor in kernel.outputTensors + (kernel.nodes.isEmpty ? kernel.tensors : []) {
            guard network.tensors.indices.contains(tensor), var producer = network.tensors[tensor].producer
            else { continue }
            // A view behind a named kernel is not what it computes.
            while !found.isEmpty, Self.movesNothing(network[producer]),
                let before = network[producer].input(0).flatMap({ network[$0].producer })
            {
                producer = before
            }
            if !found.contains(producer.index) { found.append(producer.index) }
        }
        for node in kernel.nodes where !found.contains(node) { found.append(node) }
        return found.filter(isLive)
    }

    /// Whether a kernel moves values about and executes nothing of the network.
    func isAdded(_ kernel: KernelTiming) -> Bool {
        ProfileSummary.isAdded(
            ProfileEvent(name: kernel.name, type: kernel.type, run: 0, position: 0, nanoseconds: 0))
            && kernel.nodes.isEmpty
    }

    mutating func claim(_ node: Int, for draft: Int) {
        owner[node] = draft
        drafts[draft].nodes.append(node)
    }

    mutating func put(_ kernel: Int, into draft: Int) {
        draftOfKernel[kernel] = draft
        drafts[draft].kernels.append(kernel)
    }

    /// A new group of a kernel.
    mutating func makeDraft(_ kernel: Int) -> Int {
        drafts.append(Draft())
        put(kernel, into: drafts.count - 1)
        return drafts.count - 1
    }

    private mutating func claimByName() {
        for index in kernels.indices where !isAdded(kernels[index]) {
            let anchors = anchors(of: index)
            let free = anchors.filter { owner[$0] == nil }
            if !free.isEmpty {
                let draft = makeDraft(index)
                for node in free {
                    isRemoved[node] = false
                    claim(node, for: draft)
                }
            } else if let first = anchors.first, let draft = owner[first] {
                // A second kernel of the same operator.
                put(index, into: draft)
            }
        }
    }

    /// The tensors a layout change moves, by its name: `<from>_<layout>_<layout>_<to>`.
    func movedTensors(_ name: String) -> [Int] {
        let anchors = NameAnchors(in: name)
        if let tensor = anchors.tensors.first, name.hasPrefix("t\(tensor)") { return [tensor] }
        if let node = anchors.nodes.first, name.hasPrefix("n\(node)"), isLive(node) {
            return network.nodes[node].outputs.compactMap { $0?.index }.prefix(1).map { $0 }
        }
        guard let reader = anchors.nodes.last, isLive(reader) else { return [] }
        return network.nodes[reader].inputs.compactMap { $0?.index }.prefix(1).map { $0 }
    }

    private func result() -> FusionGroups {
        var groups = FusionGroups(groups: [])
        for draft in drafts where !draft.nodes.isEmpty {
            groups.groups.append(.init(nodes: draft.nodes.sorted(), kernels: draft.kernels.sorted()))
        }
        groups.groups.sort { $0.kernels[0] < $1.kernels[0] }
        groups.added = kernels.indices.filter { draftOfKernel[$0] == nil }
        for node in network.nodes.indices where isLive(node) && owner[node] == nil {
            if isRemoved[node] || Self.movesNothing(network.nodes[node]) {
                groups.removed.append(node)
            } else {
                groups.unmapped.append(node)
            }
        }
        return groups
    }

    /// Whether an operator can vanish without anybody doing its work.
    static func movesNothing(_ node: Node) -> Bool {
        switch node.op.kind {
        case .identity?, .dropout?, .reshape?, .flatten?, .squeeze?, .unsqueeze?, .cast?: true
        default: false
        }
    }
}

extension NameAnchors {
    /// Whether the name mentions nothing of the network.
    var isEmpty: Bool { nodes.isEmpty && tensors.isEmpty }
}
