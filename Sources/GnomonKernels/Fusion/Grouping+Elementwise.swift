import GnomonGraph

extension Grouping {
    /// Joins functions written in pieces to the convolution or matrix product that alone feeds them.
    mutating func fuseMacros() {
        for index in groups.indices {
            guard let group = groups[index], group.activation == nil, group.macro == nil,
                let allowed = macroActivations(of: group), let macro = soleMacro(reading: result(of: group)),
                let function = groups[macro]?.macro, allowed.contains(function.rawValue),
                let first = groups[macro]?.anchor
            else { continue }
            join(first, to: group.anchor)
            groups[index]?.activation = function
        }
    }

    private func macroActivations(of group: Group) -> Set<String>? {
        switch group.kind {
        case .conv, .pointwise, .depthwise, .grouped: rules.convolutionActivations
        case .gemm: rules.gemmActivations
        default: nil
        }
    }

    /// The group of a macro all of whose nodes alone read a tensor.
    private func soleMacro(reading tensor: TensorID?) -> Int? {
        guard let tensor, !isOutput[tensor.index], let first = readers[tensor].first,
            let group = groupOf[first.index], groups[group]?.macro != nil,
            readers[tensor].allSatisfy({ groupOf[$0.index] == group })
        else { return nil }
        return group
    }

    /// Joins element-wise functions in a row, batch normalisations among them, that alone read each other.
    mutating func chainElementwise() {
        for index in network.nodes.indices {
            guard let group = group(of: NodeID(index)), isElementwise(group),
                group.last == NodeID(index)
            else { continue }
            var last = result(of: group)
            while let next = soleReader(of: last), let other = self.group(of: next), isElementwise(other),
                other.anchor != group.anchor, shape(last) == shape(result(of: other))
            {
                join(next, to: group.anchor)
                last = self.group(of: group.anchor).flatMap(result)
            }
        }
    }

    private func shape(_ tensor: TensorID?) -> Shape? { tensor.flatMap { network[$0].shape } }

    private func isElementwise(_ group: Group) -> Bool {
        switch group.kind {
        case .unary, .binary: true
        case .norm: network[group.anchor].op.kind == .batchNormalization
        default: false
        }
    }

    /// Joins Reshape, Transpose and Reshape that together shuffle channels.
    mutating func joinShuffles() {
        for index in kinds.indices where kinds[index] == .transpose {
            let id = NodeID(index)
            let node = network.nodes[index]
            guard isAlone(id),
                node.ints("perm") == [0, 2, 1, 3, 4], let before = writer(of: node.input(0)),
                network[before].op.kind == .reshape, isAlone(before), soleReader(of: node.input(0)) == id,
                let after = soleReader(of: node.output(0)), network[after].op.kind == .reshape,
                isAlone(after),
                shape(network[before].input(0)) == shape(network[after].output(0))
            else { continue }
            join(before, to: id)
            join(after, to: id)
        }
    }
}
