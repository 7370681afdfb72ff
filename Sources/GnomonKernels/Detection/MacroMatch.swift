import GnomonGraph

/// A function that an exporter wrote in pieces, found in a network.
struct MacroMatch {
    /// The function.
    var op: RuleOperator
    /// What it is applied to.
    var input: TensorID
    /// Its nodes, in order.
    var members: [Int]

    /// The functions in pieces of a network, by their first nodes; longest first, no overlap.
    ///
    /// - Complexity: O(nodes + edges).
    static func all(in network: Network, readers: TensorReaders) -> [Int: MacroMatch] {
        var found: [Int: MacroMatch] = [:]
        var taken: Set<Int> = []
        let finder = MacroFinder(network: network, readers: readers)
        for find in [finder.gelu, finder.hardSwish, finder.mish, finder.silu] {
            for place in network.nodes.indices where network.nodes[place].state == .live {
                guard let match = find(NodeID(place)), taken.isDisjoint(with: match.members),
                    let first = match.members.first
                else { continue }
                found[first] = match
                taken.formUnion(match.members)
            }
        }
        return found
    }
}

/// Looks at a node as the characteristic one of a function in pieces.
private struct MacroFinder {
    let network: Network
    let readers: TensorReaders

    /// Sigmoid, Mul.
    func silu(_ id: NodeID) -> MacroMatch? {
        guard kind(id) == .sigmoid, let x = network[id].input(0), let product = reader(of: id, .mul),
            network[product].inputs.contains(x)
        else { return nil }
        return match(.silu, x, [id, product])
    }

    /// Softplus, Tanh, Mul.
    func mish(_ id: NodeID) -> MacroMatch? {
        guard kind(id) == .softplus, let x = network[id].input(0), let tanh = reader(of: id, .tanh),
            let product = reader(of: tanh, .mul), network[product].inputs.contains(x)
        else { return nil }
        return match(.mish, x, [id, tanh, product])
    }

    /// Add, Clip, Mul and a constant factor.
    func hardSwish(_ id: NodeID) -> MacroMatch? {
        guard kind(id) == .clip, let shift = producer(of: id), kind(shift) == .add,
            let x = computed(shift), let product = reader(of: id, .mul), network[product].inputs.contains(x),
            let factor = reader(of: product, .div) ?? reader(of: product, .mul),
            network[factor].inputs.contains(where: isConstant)
        else { return nil }
        return match(.hardSwishPieces, x, [shift, id, product, factor])
    }

    /// Div, Erf, Add, Mul, Mul, the last two in either order.
    func gelu(_ id: NodeID) -> MacroMatch? {
        guard kind(id) == .erf, let scaled = producer(of: id), let x = computed(scaled),
            network[scaled].inputs.contains(where: isConstant), let shifted = reader(of: id, .add),
            let first = reader(of: shifted, .mul), let second = reader(of: first, .mul)
        else { return nil }
        let both = [first, second]
        guard both.contains(where: { network[$0].inputs.contains(x) }),
            both.contains(where: { network[$0].inputs.contains(where: isConstant) })
        else { return nil }
        return match(.gelu, x, [scaled, id, shifted, first, second])
    }

    private func match(_ op: RuleOperator, _ x: TensorID, _ nodes: [NodeID]) -> MacroMatch {
        MacroMatch(op: op, input: x, members: nodes.map(\.index).sorted())
    }

    private func kind(_ id: NodeID) -> OperatorKind? {
        network[id].state == .live ? network[id].op.kind : nil
    }

    private func producer(of id: NodeID) -> NodeID? { network[id].input(0).flatMap { network[$0].producer } }

    private func reader(of id: NodeID, _ wanted: OperatorKind) -> NodeID? {
        guard let result = network[id].output(0), let only = readers.only(of: result), kind(only) == wanted
        else { return nil }
        return only
    }

    private func isConstant(_ tensor: TensorID?) -> Bool {
        tensor.map { network[$0].role == .constant } ?? false
    }

    private func computed(_ id: NodeID) -> TensorID? {
        network[id].inputs.compactMap { $0 }.first { network[$0].role != .constant }
    }
}
