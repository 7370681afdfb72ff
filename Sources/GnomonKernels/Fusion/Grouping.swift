import GnomonGraph

/// Joins the live nodes of a network into groups, rule by rule; each group becomes a kernel.
struct Grouping {
    /// Nodes that will be one kernel.
    struct Group {
        var members: [NodeID]
        var anchor: NodeID
        var kind: KernelKind
        var activation: OperatorKind?
        var macro: OperatorKind?
    }

    let network: Network
    let rules: FusionRules
    let readers: TensorReaders
    let isOutput: [Bool]
    var groups: [Group?] = []
    /// The group of each node; nil for nodes that are not run.
    var groupOf: [Int?]

    init(_ network: Network, _ rules: FusionRules) {
        self.network = network
        self.rules = rules
        readers = TensorReaders(network)
        groupOf = [Int?](repeating: nil, count: network.nodes.count)
        groups.reserveCapacity(network.nodes.count)
        var isOutput = [Bool](repeating: false, count: network.tensors.count)
        for output in network.outputs { isOutput[output.index] = true }
        self.isOutput = isOutput
        for (index, node) in network.nodes.enumerated() where node.state == .live {
            let id = NodeID(index)
            groupOf[index] = groups.count
            let kind = node.op.kind.map(KernelKind.of) ?? .unknown
            groups.append(Group(members: [id], anchor: id, kind: kind))
        }
    }

    /// Applies the rules in the order a runtime does: algebra first, then macros, then activations.
    mutating func run() {
        for index in network.nodes.indices where groupOf[index] != nil { refineKind(NodeID(index)) }
        if rules.foldsIntoConvolution { foldIntoConvolutions() }
        if rules.foldsPadding { foldPadding() }
        if rules.addsBiasToMatMul { addBiasToMatMul() }
        if rules.foldsIntoProducts { foldIntoProducts() }
        if rules.recognisesMacros || rules.recognisesGelu { recogniseMacros() }
        fuseActivations()
        if rules.sumsIntoConvolution {
            addIntoConvolutions()
            fuseActivations()
        }
        if rules.fusesMacros { fuseMacros() }
        if rules.joinsAttention { joinAttentions() }
        if rules.joinsShuffles { joinShuffles() }
        if rules.chainsElementwise { chainElementwise() }
        if rules.joinsSlices { joinSlices() }
        if rules.absorbsMatMulScale { absorbAroundMatMul() }
        if rules.addsIntoNormalization { addIntoNormalization() }
    }

    /// Tells the kinds of convolution and of matrix product apart.
    private mutating func refineKind(_ id: NodeID) {
        guard let group = groupOf[id.index] else { return }
        if network[id].op.kind == .matMul, let right = network[id].input(1), network[right].role == .constant
        {
            groups[group]?.kind = .gemm
        }
        guard groups[group]?.kind == .conv, let conv = ConvolutionParameters(network[id], in: network) else {
            return
        }
        if conv.isDepthwise {
            groups[group]?.kind = .depthwise
        } else if conv.group > 1 {
            groups[group]?.kind = .grouped
        } else if conv.isPointwise {
            groups[group]?.kind = .pointwise
        }
    }

    /// The node that alone reads a tensor, if there is exactly one use and the tensor is no output.
    func soleReader(of tensor: TensorID?) -> NodeID? {
        guard let tensor, !isOutput[tensor.index] else { return nil }
        return readers.only(of: tensor)
    }

    /// The live node that writes a tensor.
    func writer(of tensor: TensorID?) -> NodeID? {
        guard let tensor, let producer = network[tensor].producer, groupOf[producer.index] != nil else {
            return nil
        }
        return producer
    }

    func group(of id: NodeID) -> Group? { groupOf[id.index].flatMap { groups[$0] } }

    /// Whether the node is still a group of its own.
    func isAlone(_ id: NodeID) -> Bool {
        guard let group = groupOf[id.index] else { return false }
        return groups[group]?.members.count == 1
    }

    /// Moves all members of the group of `node` to the group of `target`.
    mutating func join(_ node: NodeID, to target: NodeID) {
        guard let from = groupOf[node.index], let to = groupOf[target.index], from != to,
            let moved = groups[from]
        else { return }
        groups[to]?.members.append(contentsOf: moved.members)
        for member in moved.members { groupOf[member.index] = to }
        groups[from] = nil
    }

    /// The last tensor a group writes that others read: the output of its last member.
    func result(of group: Group) -> TensorID? {
        group.members.max().flatMap { network[$0].output(0) }
    }

    func isConstant(_ tensor: TensorID?) -> Bool {
        guard let tensor else { return false }
        return network[tensor].role == .constant
    }

    /// Whether the tensor is a constant of one element.
    func isScalarConstant(_ tensor: TensorID?) -> Bool {
        guard let tensor else { return false }
        return network[tensor].role == .constant && network[tensor].shape?.elements == 1
    }

    /// The groups as kernels, in the order of their last members; joined slices, which all read one tensor and may
    /// be read before the last of them, in that of their first.
    func kernels() -> [Kernel] {
        let live = groups.compactMap { $0 }
        let keyed = live.map { group in
            var group = group
            if group.members.count > 1 { group.members.sort() }
            return group
        }
        func position(_ group: Group) -> Int {
            (group.kind == .split ? group.members.first : group.members.last)?.index ?? 0
        }
        return keyed.sorted { position($0) < position($1) }.map(kernel)
    }

    private func kernel(_ group: Group) -> Kernel {
        var kernel = Kernel(
            kind: group.kind, members: group.members, anchor: group.anchor, inputs: [], outputs: [],
            activation: group.activation, macro: group.macro)
        for member in group.members {
            // A kernel reads few tensors: looking through them is faster than hashing.
            for case let input? in network[member].inputs
            where !kernel.inputs.contains(input) && !kernel.constants.contains(input) {
                if network[input].role == .constant {
                    kernel.constants.append(input)
                } else if network[input].producer.flatMap({ groupOf[$0.index] }) != groupOf[member.index]
                    || network[input].producer == nil
                {
                    kernel.inputs.append(input)
                }
            }
        }
        for member in group.members {
            for case let output? in network[member].outputs {
                let leaves = readers[output].contains { groupOf[$0.index] != groupOf[member.index] }
                if leaves || isOutput[output.index] { kernel.outputs.append(output) }
            }
        }
        return kernel
    }
}
