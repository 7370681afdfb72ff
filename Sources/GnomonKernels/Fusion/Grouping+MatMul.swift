import GnomonGraph

extension Grouping {
    /// Turns MatMul with a constant right side, and the addition of a bias behind it, into one Gemm.
    mutating func addBiasToMatMul() {
        for index in kinds.indices where kinds[index] == .matMul {
            let id = NodeID(index)
            let node = network.nodes[index]
            guard group(of: id)?.kind == .gemm,
                let weight = node.input(1), let weightSizes = network[weight].shape?.sizes,
                weightSizes.count == 2,
                let reader = soleReader(of: node.output(0)), isAlone(reader), network[reader].op.kind == .add,
                let bias = network[reader].inputs.first(where: { $0 != node.output(0) }), let bias,
                isConstant(bias), let biasSizes = network[bias].shape?.sizes,
                biasSizes.last == weightSizes[1], biasSizes.dropLast().allSatisfy({ $0 == 1 })
            else { continue }
            join(reader, to: id)
        }
    }

    /// Joins sums, products and quotients with constants, a number or one for each column, to the matrix product that they
    /// alone read, as the scales of residual branches are.
    mutating func foldIntoProducts() {
        for index in kinds.indices where kinds[index] == .matMul || kinds[index] == .gemm {
            let id = NodeID(index)
            guard let group = group(of: id), group.kind == .gemm, group.anchor == id else { continue }
            var last = result(of: group)
            while let next = soleReader(of: last), isAlone(next), foldsIntoProduct(next, reading: last) {
                join(next, to: id)
                last = network[next].output(0)
            }
        }
    }

    private func foldsIntoProduct(_ next: NodeID, reading tensor: TensorID?) -> Bool {
        let node = network[next]
        guard let tensor, let sizes = network[tensor].shape?.sizes, let columns = sizes.last else {
            return false
        }
        switch node.op.kind {
        case .mul?, .add?, .sub?: break
        case .div? where node.input(0) == tensor: break
        default: return false
        }
        guard let other = node.inputs.first(where: { $0 != tensor }), let other, isConstant(other),
            let constant = network[other].shape?.sizes, constant.count <= sizes.count
        else { return false }
        return constant.allSatisfy { $0 == 1 }
            || constant.last == columns && constant.dropLast().allSatisfy { $0 == 1 }
    }

    /// Joins scalar factors before and behind a matrix product, and transpositions of its last two axes before
    /// it, where nothing else reads the intermediate result.
    mutating func absorbAroundMatMul() {
        for index in kinds.indices where kinds[index] == .matMul {
            let id = NodeID(index)
            guard isAlone(id) else { continue }
            for slot in 0..<2 { absorbBefore(id, slot: slot) }
            if let reader = soleReader(of: network.nodes[index].output(0)), isAlone(reader), isScaling(reader)
            {
                join(reader, to: id)
            }
        }
    }

    private mutating func absorbBefore(_ matMul: NodeID, slot: Int) {
        var tensor = network[matMul].input(slot)
        // A factor may stand before or behind the transposition.
        for _ in 0..<2 {
            guard let writer = writer(of: tensor), isAlone(writer), soleReader(of: tensor) != nil else {
                return
            }
            guard isScaling(writer) || swapsLastAxes(writer) && !followsTransposition(writer) else { return }
            join(writer, to: matMul)
            tensor = network[writer].inputs.compactMap { $0 }.first { !isConstant($0) }
        }
    }

    /// A product or quotient with a constant scalar.
    private func isScaling(_ id: NodeID) -> Bool {
        let node = network[id]
        switch node.op.kind {
        case .mul?: return isScalarConstant(node.input(0)) != isScalarConstant(node.input(1))
        case .div?: return isScalarConstant(node.input(1)) && !isConstant(node.input(0))
        default: return false
        }
    }

    /// Whether a transposition reads, through views and cuts, what another one wrote: the two become one first.
    private func followsTransposition(_ id: NodeID) -> Bool {
        var tensor = network[id].input(0)
        for _ in 0..<4 {
            guard let writer = writer(of: tensor) else { return false }
            switch network[writer].op.kind {
            case .transpose?: return true
            case .split?, .slice?, .gather?, .squeeze?, .unsqueeze?: tensor = network[writer].input(0)
            default: return false
            }
        }
        return false
    }

    private func swapsLastAxes(_ id: NodeID) -> Bool {
        let node = network[id]
        guard node.op.kind == .transpose, let permutation = node.ints("perm"), permutation.count >= 2 else {
            return false
        }
        let rank = permutation.count
        return permutation.dropLast(2).enumerated().allSatisfy { $0 == $1 }
            && permutation[rank - 2] == rank - 1
            && permutation[rank - 1] == rank - 2
    }

    /// Joins an addition to the layer normalisation that alone reads it.
    mutating func addIntoNormalization() {
        for index in kinds.indices where kinds[index] == .layerNormalization {
            let id = NodeID(index)
            let node = network.nodes[index]
            guard isAlone(id),
                let input = node.input(0), soleReader(of: input) != nil, let adder = writer(of: input),
                network[adder].op.kind == .add, isAlone(adder), let shape = network[input].shape,
                shape.rank == 3, node.int("axis") == shape.rank - 1,
                network[adder].inputs.allSatisfy({ $0.map { network[$0].shape == shape } ?? false })
            else { continue }
            join(adder, to: id)
        }
    }
}
