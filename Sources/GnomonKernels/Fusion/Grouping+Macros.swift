import GnomonGraph

extension Grouping {
    /// Recognises functions that exporters write in pieces.
    mutating func recogniseMacros() {
        for index in kinds.indices {
            let id = NodeID(index)
            switch kinds[index] {
            case .erf?: recogniseGelu(erf: id)
            case .sigmoid? where rules.recognisesMacros: recogniseSwish(sigmoid: id)
            default: continue
            }
        }
    }

    /// Gelu(x) = x · (1 + erf(x / √2)) / 2, the last two products in either order.
    private mutating func recogniseGelu(erf: NodeID) {
        guard isAlone(erf), let scaled = writer(of: network[erf].input(0)), isAlone(scaled),
            network[scaled].op.kind == .div || network[scaled].op.kind == .mul,
            let x = activationInput(network[scaled]), soleReader(of: network[scaled].output(0)) == erf,
            let plusOne = soleReader(of: network[erf].output(0)), network[plusOne].op.kind == .add,
            network[plusOne].inputs.contains(where: isScalarConstant),
            let first = soleReader(of: network[plusOne].output(0)),
            network[first].op.kind == .mul
        else { return }
        var members = [scaled, plusOne, first]
        if network[first].inputs.contains(x), let half = soleReader(of: network[first].output(0)),
            network[half].op.kind == .mul, network[half].inputs.contains(where: isScalarConstant)
        {
            members.append(half)
        } else if let half = network[first].inputs.compactMap({ $0 }).first(where: {
            $0 != network[plusOne].output(0)
        }),
            let halving = writer(of: half), network[halving].op.kind == .mul,
            network[halving].inputs.contains(x),
            soleReader(of: half) == first
        {
            members.append(halving)
        } else if network[first].inputs.contains(where: isScalarConstant),
            let product = soleReader(of: network[first].output(0)), network[product].op.kind == .mul,
            network[product].inputs.contains(x)
        {
            members.append(product)
        } else {
            return
        }
        guard members.allSatisfy(isAlone) else { return }
        for member in members { join(member, to: erf) }
        mark(erf, as: .gelu)
    }

    /// Swish(x) = x · sigmoid(x).
    private mutating func recogniseSwish(sigmoid: NodeID) {
        guard isAlone(sigmoid), let x = network[sigmoid].input(0),
            let product = soleReader(of: network[sigmoid].output(0)), isAlone(product),
            network[product].op.kind == .mul, network[product].inputs.contains(x)
        else { return }
        join(product, to: sigmoid)
        mark(sigmoid, as: .swish)
    }

    private mutating func mark(_ id: NodeID, as macro: OperatorKind) {
        guard let group = groupOf[id.index] else { return }
        groups[group]?.kind = .unary
        groups[group]?.macro = macro
    }

    private func activationInput(_ node: Node) -> TensorID? {
        node.inputs.compactMap { $0 }.first { !isConstant($0) }
    }

    /// Joins Gathers of single positions, or Slices, that together cut one tensor along one axis: runtimes make
    /// one Split of them.
    mutating func joinSlices() {
        for tensor in network.tensors.indices.lazy.map({ TensorID($0) }) where readers.count(of: tensor) > 1 {
            let candidates = Array(readers[tensor])
            guard candidates.allSatisfy(isAlone), Set(candidates).count > 1,
                let axis = axisOfPiece(candidates[0], of: tensor),
                candidates.allSatisfy({ axisOfPiece($0, of: tensor) == axis })
            else { continue }
            let pieces = candidates.compactMap { length(of: $0, along: axis) }
            guard let whole = network[tensor].shape?.sizes?[axis], pieces.reduce(0, +) == whole else {
                continue
            }
            for other in candidates.dropFirst() { join(other, to: candidates[0]) }
            if let group = groupOf[candidates[0].index] { groups[group]?.kind = .split }
        }
    }

    /// The axis along which a node cuts a contiguous piece out of a tensor.
    private func axisOfPiece(_ id: NodeID, of tensor: TensorID) -> Int? {
        let node = network[id]
        guard node.input(0) == tensor, let rank = network[tensor].shape?.rank else { return nil }
        switch node.op.kind {
        case .gather?:
            guard isScalarConstant(node.input(1)) else { return nil }
            return node.int("axis")
        case .slice?:
            guard isConstant(node.input(1)), isConstant(node.input(2)), let axes = node.input(3),
                case .integers(let values)? = network[axes].payload, values.count == 1
            else { return nil }
            if let steps = node.input(4) {
                guard case .integers(let step)? = network[steps].payload, step == [1] else { return nil }
            }
            let axis = Int(values[0])
            return axis < 0 ? axis + rank : axis
        default: return nil
        }
    }

    private func length(of id: NodeID, along axis: Int) -> Int? {
        let node = network[id]
        if node.op.kind == .gather { return 1 }
        guard let output = node.output(0), let sizes = network[output].shape?.sizes, axis < sizes.count else {
            return nil
        }
        return sizes[axis]
    }
}
