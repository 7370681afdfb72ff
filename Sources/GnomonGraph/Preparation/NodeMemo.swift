/// What was found for nodes seen before: networks are made of blocks that repeat.
///
/// A node is known again by its operator, the attributes the file gives, and the types and shapes it reads. Only
/// nodes whose result does not depend on the values of their inputs are kept.
struct NodeMemo {
    /// What is known of a node.
    struct Answer {
        /// The attributes in canonical form.
        let attributes: Attributes
        /// The type and shape of its output.
        let result: Inferred
    }

    private struct Entry {
        let kind: OperatorKind
        let given: Attributes
        let operands: [NodeFacts.Operand?]
        let answer: Answer
    }

    private var places: [UInt64: Int] = [:]
    private var entries: [Entry] = []

    /// Whether the outcome for a node depends on nothing but what ``key(_:_:_:)`` is made of.
    static func canHold(
        _ definition: OperatorDefinition, _ node: Node, _ preparation: borrowing Preparation
    ) -> Bool {
        guard node.bodies.isEmpty, node.outputs.count == 1, node.outputs[0] != nil, node.inputs.count < 8,
            !needsMore(definition.kind)
        else { return false }
        var isComputed = false
        for case let input? in node.inputs {
            if preparation.values[input.index] != nil { return false }
            guard case .tensor = preparation.network.tensors[input.index].container else { return false }
            if preparation.network.tensors[input.index].role != .constant { isComputed = true }
        }
        return isComputed
    }

    /// Operators that leave values behind, or may vanish.
    private static func needsMore(_ kind: OperatorKind) -> Bool {
        switch kind {
        case .identity, .dropout, .shape, .size, .sequenceLength, .optionalHasElement: true
        default: false
        }
    }

    /// A number that equal nodes have in common.
    static func key(_ kind: OperatorKind, _ node: Node, _ network: borrowing Network) -> UInt64 {
        var key = UInt64(kind.ordinal) &* 0x9E37_79B9_7F4A_7C15
        func add(_ number: Int) { key = (key ^ UInt64(bitPattern: Int64(number))) &* 0x0000_0100_0000_01B3 }
        for input in node.inputs {
            guard let input else {
                add(-7)
                continue
            }
            add(Int(network.tensors[input.index].elementType.rawValue))
            guard let shape = network.tensors[input.index].shape else { continue }
            for dim in shape.dims { add(dim.value ?? -1) }
        }
        for attribute in node.attributes {
            switch attribute.value {
            case .int(let value): add(Int(value))
            case .ints(let values): for value in values { add(Int(value)) }
            default: add(-3)
            }
        }
        return key
    }

    /// What was found for an equal node.
    func answer(_ key: UInt64, _ kind: OperatorKind, _ node: Node, _ network: borrowing Network) -> Answer? {
        guard let place = places[key] else { return nil }
        guard entries[place].kind == kind, entries[place].operands.count == node.inputs.count,
            entries[place].given == node.attributes
        else { return nil }
        for slot in node.inputs.indices {
            guard let input = node.inputs[slot] else {
                if entries[place].operands[slot] != nil { return nil }
                continue
            }
            guard let operand = entries[place].operands[slot],
                operand.type == network.tensors[input.index].elementType,
                operand.isConstant == (network.tensors[input.index].role == .constant),
                operand.shape == network.tensors[input.index].shape
            else { return nil }
        }
        return entries[place].answer
    }

    /// Keeps what was found for a node.
    mutating func keep(
        _ key: UInt64, _ kind: OperatorKind, _ given: Attributes, _ facts: NodeFacts, _ result: Inferred
    ) {
        guard entries.count < 4096, places[key] == nil else { return }
        places[key] = entries.count
        entries.append(
            Entry(
                kind: kind, given: given, operands: facts.operands,
                answer: Answer(attributes: facts.attributes, result: result)))
    }
}
