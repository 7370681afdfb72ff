/// What a node is in itself, as the canonical hash sees it.
enum NodeLabel {
    static func isCommutative(_ node: Node) -> Bool {
        guard let kind = node.op.kind else { return false }
        return OperatorCatalog.definition(of: kind).isCommutative
    }

    /// Appends operator, attributes, parameter inputs, and the types and shapes of the outputs.
    static func combine(_ node: Node, in network: Network, into hasher: inout SipHash128) {
        hasher.combine(3)
        switch node.op {
        case .known(let kind):
            hasher.combine(kind.rawValue)
            for rule in OperatorCatalog.definition(of: kind).attributes {
                guard let value = node.attributes[rule.name], rule.name != ControlFamily.captures else {
                    continue
                }
                hasher.combine(rule.name)
                combine(value, into: &hasher)
            }
            combineParameters(node, kind, in: network, into: &hasher)
        case .unknown(let domain, let type):
            hasher.combine("unknown")
            hasher.combine(domain)
            hasher.combine(type)
            for (name, value) in node.attributes.sorted(by: { $0.key < $1.key }) {
                hasher.combine(name)
                combine(value, into: &hasher)
            }
        }
        hasher.combine(node.outputs.count)
        for output in node.outputs {
            guard let output else {
                hasher.combine(-1)
                continue
            }
            combine(network[output], into: &hasher)
        }
    }

    /// Appends type and shape of a tensor.
    static func combine(_ tensor: Tensor, into hasher: inout SipHash128) {
        hasher.combine(Int(tensor.elementType.rawValue))
        guard let shape = tensor.shape else {
            hasher.combine(-1)
            return
        }
        hasher.combine(shape.rank)
        for dim in shape.dims {
            switch dim {
            case .known(let size): hasher.combine(size)
            case .bounded(let bound):
                hasher.combine(-2)
                hasher.combine(bound)
            case .symbol, .unknown: hasher.combine(-3)
            }
        }
    }

    private static func combineParameters(
        _ node: Node, _ kind: OperatorKind, in network: Network, into hasher: inout SipHash128
    ) {
        // The shapes around these operators say all, however the file puts it.
        if kind == .reshape || kind == .expand || kind == .constantOfShape { return }
        let definition = OperatorCatalog.definition(of: kind)
        for (slot, input) in node.inputs.enumerated() {
            let isExponent = kind == .pow && slot == 1
            guard let input, definition.isParameter(slot: slot) || isExponent else { continue }
            let tensor = network[input]
            guard tensor.role == .constant, !isExponent || tensor.shape?.elements == 1 else { continue }
            hasher.combine(slot)
            switch tensor.payload {
            case .integers(let values)?:
                hasher.combine(values.count)
                for value in values { hasher.combine(UInt64(bitPattern: value)) }
            case .floats(let values)?:
                hasher.combine(values.count)
                for value in values { hasher.combine(value.bitPattern) }
            case .fill(let value)?: hasher.combine(value.bitPattern)
            default: combine(tensor, into: &hasher)
            }
        }
    }

    private static func combine(_ value: AttributeValue, into hasher: inout SipHash128) {
        switch value {
        case .int(let number):
            hasher.combine(1)
            hasher.combine(UInt64(bitPattern: number))
        case .float(let number):
            hasher.combine(2)
            hasher.combine(UInt64(number.bitPattern))
        case .string(let text):
            hasher.combine(3)
            hasher.combine(text)
        case .ints(let numbers):
            hasher.combine(4)
            hasher.combine(numbers.count)
            for number in numbers { hasher.combine(UInt64(bitPattern: number)) }
        case .floats(let numbers):
            hasher.combine(5)
            hasher.combine(numbers.count)
            for number in numbers { hasher.combine(UInt64(number.bitPattern)) }
        case .strings(let texts):
            hasher.combine(6)
            hasher.combine(texts.count)
            for text in texts { hasher.combine(text) }
        case .tensor(let tensor):
            hasher.combine(7)
            hasher.combine(Int(tensor.elementType.rawValue))
            hasher.combine(tensor.sizes.count)
            for size in tensor.sizes { hasher.combine(size) }
        }
    }
}
