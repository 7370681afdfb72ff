extension Network {
    /// What a node of a prepared network takes, counted at its own shapes.
    ///
    /// - Returns: nil for an unknown operator or where a shape is not known; zero for a node that is not run.
    /// - Throws: `graph.overflow` if a count does not fit 64 bits.
    public func cost(of id: NodeID) throws(GraphError) -> Cost? {
        guard var cost = try costWithoutParameters(of: id) else { return nil }
        let node = nodes[id.index]
        guard node.state == .live, node.bodies.isEmpty else { return cost }
        for constant in parameterTensors(of: node) {
            cost.parameters = try Checked.add(cost.parameters, UInt64(self[constant].shape?.elements ?? 0))
        }
        return cost
    }

    /// The cost of a node as `cost(of:)` counts it, but for the parameters of nodes without bodies, which are left
    /// at zero: to find the stored tensors behind every operand takes longer than all the rest.
    ///
    /// - Returns: nil for an unknown operator or where a shape is not known; zero for a node that is not run.
    /// - Throws: `graph.overflow` if a count does not fit 64 bits.
    public func costWithoutParameters(of id: NodeID) throws(GraphError) -> Cost? {
        guard nodes[id.index].state == .live else { return Cost() }
        guard let kind = nodes[id.index].op.kind else { return nil }
        if ControlFamily.isControl(kind) {
            do { return try controlCost(nodes[id.index], kind) } catch {
                throw error.located(at: place(of: id))
            }
        }
        let definition = OperatorCatalog.definition(of: kind)
        do {
            guard let work = try work(id, definition),
                var cost = try traffic(id, definition)
            else {
                return nil
            }
            cost.macs = work.macs
            cost.otherFLOPs = work.other
            cost.transcendentals = work.transcendentals
            return cost
        } catch {
            throw error.located(at: place(of: id))
        }
    }

    /// The floating-point operations of a node alone: `Cost.flops` without counting what it reads and writes.
    ///
    /// - Returns: nil for an unknown operator or where a shape is not known; zero for a node that is not run.
    /// - Throws: `graph.overflow` if a count does not fit 64 bits.
    public func operations(of id: NodeID) throws(GraphError) -> UInt64? {
        guard nodes[id.index].state == .live else { return 0 }
        guard let kind = nodes[id.index].op.kind else { return nil }
        if ControlFamily.isControl(kind) { return try costWithoutParameters(of: id)?.flops }
        do {
            return try work(id, OperatorCatalog.definition(of: kind)).map { work in
                Cost(macs: work.macs, otherFLOPs: work.other).flops
            }
        } catch {
            throw error.located(at: place(of: id))
        }
    }

    /// What one inference takes: the sum over all nodes whose cost is known, each weight counted once among the
    /// parameters.
    ///
    /// - Throws: `graph.overflow` if a count does not fit 64 bits.
    public func totalCost() throws(GraphError) -> Cost {
        var total = Cost()
        for index in nodes.indices {
            if let cost = try costWithoutParameters(of: NodeID(index)) { try total.add(cost) }
        }
        total.parameters = 0
        for id in parameterTensors() {
            total.parameters = try Checked.add(total.parameters, UInt64(self[id].shape?.elements ?? 0))
        }
        for node in nodes where node.state == .live && !node.bodies.isEmpty {
            total.parameters = try Checked.add(total.parameters, try bodyParameters(of: node))
        }
        return total
    }

    /// The most bytes of activations that exist at one time when nodes run in order; views share memory.
    ///
    /// - Returns: nil if the size of an activation is not known.
    public func peakActivationBytes() throws(GraphError) -> UInt64? {
        var lastUse = Array(repeating: -1, count: tensors.count)
        for (index, node) in nodes.enumerated() where node.state == .live {
            for case let input? in node.inputs { lastUse[input.index] = index }
        }
        for output in outputs { lastUse[output.index] = nodes.count }
        var current: UInt64 = 0
        for id in inputs where lastUse[id.index] >= 0 {
            guard let size = try bytes(of: id) else { return nil }
            current = try Checked.add(current, size)
        }
        var peak = current
        for (index, node) in nodes.enumerated() where node.state == .live {
            for case let output? in node.outputs where lastUse[output.index] > index {
                guard let size = try bytes(of: output) else { return nil }
                current = try Checked.add(current, size)
            }
            var inside: UInt64 = 0
            for body in node.bodies {
                guard let most = try body.peakActivationBytes() else { return nil }
                inside = max(inside, most)
            }
            peak = max(peak, try Checked.add(current, inside))
            for input in Set(node.inputs.compactMap { $0 })
            where lastUse[input.index] == index && self[input].role != .constant {
                current -= min(current, try bytes(of: input) ?? 0)
            }
        }
        return peak
    }

    /// The stored size of a tensor in bytes; nil if its shape or type is not known.
    public func bytes(of id: TensorID) throws(GraphError) -> UInt64? {
        guard case .tensor = tensors[id.index].container else {
            let tensor = tensors[id.index]
            var total: UInt64 = 0
            for element in tensor.container.elements ?? [tensor.shape] {
                guard let count = element?.elements, let size = try Network.bytes(count, tensor.elementType)
                else { return nil }
                total = try Checked.add(total, size)
            }
            return total
        }
        guard let elements = tensors[id.index].shape?.elements else { return nil }
        return try Network.bytes(elements, tensors[id.index].elementType)
    }

    private static func bytes(_ elements: Int, _ type: ElementType) throws(GraphError) -> UInt64? {
        guard type != .undefined else { return nil }
        let bits = try Checked.multiply(UInt64(elements), UInt64(type.bits))
        return bits / 8 + (bits % 8 == 0 ? 0 : 1)
    }

    private func work(_ id: NodeID, _ definition: OperatorDefinition) throws(GraphError) -> Work? {
        switch definition.cost {
        case .output(let flops, let curves):
            guard let output = firstOutput(of: id) else { return nil }
            return try Network.work(tensors[output.index].shape?.elements, flops, curves)
        case .input(let flops, let curves):
            return try Network.work(
                nodes[id.index].input(0).flatMap { self[$0].shape?.elements }, flops, curves)
        case .convolution(let weight, let bias):
            return try convolutionWork(id, weight: weight, bias: bias)
        case .custom(let rule):
            let node = nodes[id.index]
            let outputs = node.outputs.map { id in
                id.map { Inferred(tensors[$0.index].elementType, tensors[$0.index].shape) }
            }
            return try rule(CostFacts(facts: facts(node, definition), outputs: outputs))
        }
    }

    private func convolutionWork(_ id: NodeID, weight: Int, bias: Int?) throws(GraphError) -> Work? {
        guard let weight = nodes[id.index].input(weight), let output = firstOutput(of: id),
            let elements = tensors[output.index].shape?.elements, elements >= 0,
            let rank = tensors[weight.index].shape?.rank, rank > 1
        else { return nil }
        var macs = UInt64(elements)
        for axis in 1..<rank {
            guard let size = tensors[weight.index].shape?.dims[axis].value.flatMap({ UInt64(exactly: $0) })
            else { return nil }
            macs = try Checked.multiply(macs, size)
        }
        let isBiased = bias.map { nodes[id.index].input($0) != nil } ?? false
        return Work(macs: macs, other: isBiased ? UInt64(elements) : 0)
    }

    private func firstOutput(of id: NodeID) -> TensorID? {
        for case let output? in nodes[id.index].outputs { return output }
        return nil
    }

    private static func work(_ elements: Int?, _ flops: UInt64, _ curves: UInt64) throws(GraphError) -> Work?
    {
        if flops == 0 { return Work.none }
        guard let elements else { return nil }
        return Work(
            other: try Checked.multiply(UInt64(elements), flops),
            transcendentals: try Checked.multiply(UInt64(elements), curves))
    }

    private func facts(_ node: Node, _ definition: OperatorDefinition) -> NodeFacts {
        let operands = node.inputs.map { id -> NodeFacts.Operand? in
            guard let id else { return nil }
            var numbers: Numbers?
            if tensors[id.index].role == .constant, tensors[id.index].payload != .absent,
                let elements = tensors[id.index].shape?.elements, elements <= 64
            {
                numbers = Numbers(
                    tensors[id.index].payload, type: tensors[id.index].elementType, elements: elements)
            }
            return operand(id, numbers: numbers)
        }
        return NodeFacts(
            kind: definition.kind, attributes: node.attributes, outputCount: node.outputs.count,
            operands: operands, opset: opset, given: node.attributes)
    }

    /// Whether an earlier slot reads the same tensor as data.
    private func isRepeated(_ inputs: [TensorID?], _ slot: Int, _ definition: OperatorDefinition) -> Bool {
        for earlier in 0..<slot where inputs[earlier] == inputs[slot] {
            if !definition.isParameter(slot: earlier) { return true }
        }
        return false
    }

    /// Bytes in and out.
    private func traffic(_ id: NodeID, _ definition: OperatorDefinition) throws(GraphError) -> Cost? {
        let (inputs, outputs) = (nodes[id.index].inputs, nodes[id.index].outputs)
        var cost = Cost()
        var written: UInt64 = 0
        var taken = 0
        for case let output? in outputs {
            guard let size = try bytes(of: output) else { return nil }
            written = try Checked.add(written, size)
            taken = try Checked.add(taken, tensors[output.index].shape?.elements ?? 0)
        }
        if definition.traffic != .none { cost.bytesWritten = written }
        var seen: Set<TensorID> = []
        for slot in inputs.indices where !definition.isParameter(slot: slot) {
            guard let input = inputs[slot] else { continue }
            // A Sum or Concat may have very many inputs: a search for each would take too long.
            let isRepeated =
                inputs.count > 16
                ? !seen.insert(input).inserted : isRepeated(inputs, slot, definition)
            if isRepeated { continue }
            if definition.traffic == .none { continue }
            guard var size = try bytes(of: input) else { return nil }
            if (slot == 0 && definition.traffic == .taken) || definition.isTaken(slot: slot) {
                size = min(size, try Network.bytes(taken, self[input].elementType) ?? 0)
            }
            cost.bytesRead = try Checked.add(cost.bytesRead, size)
            if self[input].role == .constant { cost.weightBytes = try Checked.add(cost.weightBytes, size) }
        }
        return cost
    }
}
