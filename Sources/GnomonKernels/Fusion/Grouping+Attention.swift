import GnomonGraph

extension Grouping {
    /// Joins both matrix products of an attention, the softmax between them, what masks it, and the transpositions
    /// of the keys and of the result.
    mutating func joinAttentions() {
        for index in kinds.indices where kinds[index] == .softmax {
            let softmax = NodeID(index)
            guard isAlone(softmax), let second = soleReader(of: network[softmax].output(0)),
                network[second].op.kind == .matMul, isAlone(second),
                network[second].input(0) == network[softmax].output(0)
            else { continue }
            guard let (first, between) = scores(before: softmax) else { continue }
            var members = between + [softmax, second]
            if let keys = writer(of: network[first].input(1)), isAlone(keys), isKeyTransposition(keys),
                soleReader(of: network[keys].output(0)) == first
            {
                members.append(keys)
            }
            if let last = soleReader(of: network[second].output(0)), isAlone(last),
                network[last].op.kind == .transpose, network[last].ints("perm") == [0, 2, 1, 3]
            {
                members.append(last)
            }
            for member in members { join(member, to: first) }
        }
    }

    /// The product whose scores reach a softmax, and the element-wise operators between.
    private func scores(before softmax: NodeID) -> (NodeID, [NodeID])? {
        var between: [NodeID] = []
        var reader = softmax
        for _ in 0..<4 {
            let found = network[reader].inputs.compactMap { $0 }.lazy
                .compactMap { tensor in self.soleReader(of: tensor) == nil ? nil : self.writer(of: tensor) }
                .first { self.isAlone($0) && self.isScore(self.network[$0].op.kind) }
            guard let found else { return nil }
            if network[found].op.kind == .matMul {
                return group(of: found)?.kind == .matmul ? (found, between) : nil
            }
            // A constant factor is applied to the queries before.
            let isFactor = network[found].inputs.contains(where: isScalarConstant)
            if !(isFactor && (network[found].op.kind == .mul || network[found].op.kind == .div)) {
                between.append(found)
            }
            reader = found
        }
        return nil
    }

    private func isScore(_ kind: OperatorKind?) -> Bool {
        switch kind {
        case .matMul?, .add?, .mul?, .div?, .whereSelect?: true
        default: false
        }
    }

    private func isKeyTransposition(_ id: NodeID) -> Bool {
        guard network[id].op.kind == .transpose, let permutation = network[id].ints("perm") else {
            return false
        }
        return permutation == [0, 1, 3, 2] || permutation == [0, 2, 3, 1]
    }
}
