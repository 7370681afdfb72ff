import GnomonGraph

/// Joins the live nodes of a network into groups, rule by rule; each group becomes a kernel.
struct Grouping {
    /// Nodes that will be one kernel.
    ///
    /// Most stay alone: the first member stands apart, so that those need no list.
    struct Group {
        let first: NodeID
        var others: [NodeID] = []
        /// The member that stands behind all others.
        var last: NodeID
        var anchor: NodeID
        var kind: KernelKind
        var activation: OperatorKind?
        var macro: OperatorKind?

        init(_ id: NodeID, _ kind: KernelKind) {
            (first, last, anchor) = (id, id, id)
            self.kind = kind
        }

        /// All members, in order.
        var members: [NodeID] {
            if others.isEmpty { return [first] }
            var all: [NodeID] = []
            all.reserveCapacity(1 + others.count)
            all.append(first)
            all += others
            all.sort()
            return all
        }
    }

    let network: Network
    let rules: FusionRules
    let readers: TensorReaders
    let isOutput: [Bool]
    /// The operator of each live node: most rules pass most nodes, and look at nothing else of them.
    let kinds: [OperatorKind?]
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
        kinds = network.nodes.indices.map { index in
            network.nodes[index].state == .live ? network.nodes[index].op.kind : nil
        }
        for index in network.nodes.indices where network.nodes[index].state == .live {
            let id = NodeID(index)
            groupOf[index] = groups.count
            let kind = kinds[index].map(KernelKind.of) ?? .unknown
            groups.append(Group(id, kind))
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
        guard let group = groupOf[id.index], let kind = refinedKind(id) else { return }
        groups[group]?.kind = kind
    }

    private func refinedKind(_ id: NodeID) -> KernelKind? {
        switch kinds[id.index] {
        case .matMul?: return network[id].input(1).map { network[$0].role } == .constant ? .gemm : nil
        case let kind? where KernelKind.of(kind) == .conv:
            guard let conv = ConvolutionChannels(id, in: network) else { return nil }
            if conv.isDepthwise { return .depthwise }
            if conv.group > 1 { return .grouped }
            return conv.isPointwise ? .pointwise : nil
        default: return nil
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
        return groups[group]?.others.isEmpty == true
    }

    /// Moves all members of the group of `node` to the group of `target`.
    mutating func join(_ node: NodeID, to target: NodeID) {
        guard let from = groupOf[node.index], let to = groupOf[target.index], from != to,
            let moved = groups[from]
        else { return }
        groups[to]?.others.append(moved.first)
        groups[to]?.others += moved.others
        if let last = groups[to]?.last, last < moved.last { groups[to]?.last = moved.last }
        groupOf[moved.first.index] = to
        for member in moved.others { groupOf[member.index] = to }
        groups[from] = nil
    }

    /// The last tensor a group writes that others read: the output of its last member.
    func result(of group: Group) -> TensorID? {
        network[group.last].output(0)
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
        var positions = [Int](repeating: 0, count: groups.count)
        var order: [Int] = []
        order.reserveCapacity(groups.count)
        for index in groups.indices {
            guard let group = groups[index] else { continue }
            positions[index] = group.kind == .split ? group.members[0].index : group.last.index
            order.append(index)
        }
        order.sort { positions[$0] < positions[$1] }
        var kernels: [Kernel] = []
        kernels.reserveCapacity(order.count)
        for index in order {
            guard let group = groups[index] else { continue }
            kernels.append(kernel(group))
        }
        return kernels
    }

    private func kernel(_ group: Group) -> Kernel {
        let members = group.members
        var kernel = Kernel(
            kind: group.kind, members: members, anchor: group.anchor, inputs: [], outputs: [],
            activation: group.activation, macro: group.macro)
        for member in members {
            // A kernel reads few tensors: looking through them is faster than hashing.
            network.forEachInput(of: member) { input in
                if kernel.inputs.contains(input) || kernel.constants.contains(input) { return }
                if network[input].role == .constant {
                    kernel.constants.append(input)
                } else if network[input].producer.flatMap({ groupOf[$0.index] }) != groupOf[member.index]
                    || network[input].producer == nil
                {
                    kernel.inputs.append(input)
                }
            }
        }
        for member in members {
            for case let output? in network[member].outputs {
                let leaves = readers[output].contains { groupOf[$0.index] != groupOf[member.index] }
                if leaves || isOutput[output.index] { kernel.outputs.append(output) }
            }
        }
        return kernel
    }
}
