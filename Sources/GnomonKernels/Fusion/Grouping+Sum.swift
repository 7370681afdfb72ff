import GnomonGraph

extension Grouping {
    /// Joins a sum of two computed tensors of one shape to the convolution that made its first input, else to the
    /// one that made the second, where the sum alone reads it and no activation stands between.
    mutating func addIntoConvolutions() {
        for index in kinds.indices where kinds[index] == .add || kinds[index] == .sum {
            let id = NodeID(index)
            let node = network.nodes[index]
            guard isAlone(id),
                node.inputs.count == 2,
                let left = node.input(0), let right = node.input(1), !isConstant(left), !isConstant(right),
                let shape = network[left].shape, shape == network[right].shape
            else { continue }
            let writers = [left, right].compactMap { writer(of: $0) }.filter(takesSum)
            if let conv = writers.first, let group = group(of: conv) { join(id, to: group.anchor) }
        }
    }

    private func takesSum(_ id: NodeID) -> Bool {
        guard let group = group(of: id), group.activation == nil, group.macro == nil,
            soleReader(of: result(of: group)) != nil
        else { return false }
        // One convolution takes one sum.
        let sums = group.members.contains {
            (network[$0].op.kind == .add || network[$0].op.kind == .sum) && computed(network[$0])
        }
        switch group.kind {
        case .conv, .pointwise, .depthwise, .grouped: return !sums
        default: return false
        }
    }

    private func computed(_ node: Node) -> Bool { node.inputs.allSatisfy { !isConstant($0) } }
}
