extension OperatorDefinition {
    /// Checks the numbers of inputs and outputs and that the required ones are there.
    func checkArity(_ node: Node) throws(GraphError) {
        let count = node.inputs.count
        guard inputs.contains(count) else {
            throw GraphError(.arity, "it has \(count) inputs, expected \(OperatorDefinition.shown(inputs))")
        }
        for slot in 0..<min(inputs.lowerBound, count) where node.inputs[slot] == nil {
            if optionalMask >> UInt64(slot) & 1 == 1 { continue }
            throw GraphError(.arity, "the required input \(slot) is absent")
        }
        if inputs.upperBound == Int.max, node.inputs.contains(nil) {
            throw GraphError(.arity, "one of its inputs is absent")
        }
        guard !node.outputs.isEmpty, node.outputs.count <= outputs.upperBound else {
            throw GraphError(
                .arity, "it has \(node.outputs.count) outputs, expected \(OperatorDefinition.shown(outputs))")
        }
    }

    private static func shown(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        if range.upperBound == Int.max { return "at least \(range.lowerBound)" }
        return "\(range.lowerBound) to \(range.upperBound)"
    }

    /// Checks attribute types, drops unknown attributes and adds the defaults.
    func completeAttributes(_ node: inout Node) throws(GraphError) {
        if node.attributes.isEmpty {
            for rule in attributes {
                if let standard = rule.standard { node.attributes[rule.name] = standard }
            }
            return
        }
        var result: [String: AttributeValue] = [:]
        for rules in [attributes, legacy] {
            for rule in rules {
                guard let value = node.attributes[rule.name] ?? rule.standard else { continue }
                guard rule.accepts(value) else {
                    throw GraphError(.attribute, "the attribute \(rule.name) has the wrong type")
                }
                try checkFinite(rule.name, value)
                result[rule.name] = value
            }
        }
        if result != node.attributes { node.attributes = result }
    }

    /// Infinities are legal bounds and fill values; anywhere else they are a mistake.
    private func checkFinite(_ name: String, _ value: AttributeValue) throws(GraphError) {
        let isFinite: Bool
        switch value {
        case .float(let number): isFinite = number.isFinite
        case .floats(let numbers): isFinite = numbers.allSatisfy(\.isFinite)
        default: return
        }
        guard isFinite || kind == .clip || kind == .pad || kind == .constant else {
            throw GraphError(.parameter, "the attribute \(name) is not a finite number")
        }
    }

    /// Refuses text where numbers are needed, and anything but numbers in convolutions and matrix products.
    func checkElementTypes(_ facts: NodeFacts) throws(GraphError) {
        for (slot, operand) in facts.operands.enumerated() {
            guard let type = operand?.type else { continue }
            if operand?.container != .tensor, !takesContainers {
                throw GraphError(.elementType, "input \(slot) is a sequence or optional, expected a tensor")
            }
            if type == .string, !takesText {
                throw GraphError(.elementType, "input \(slot) holds text, expected numbers")
            }
            if type == .bool, needsNumbers {
                throw GraphError(.elementType, "input \(slot) holds truth values, expected numbers")
            }
        }
    }

    private var takesContainers: Bool {
        if kind == .identity { return true }
        return kind.onnxType.contains("Sequence") && kind != .reverseSequence
            || kind.onnxType.hasPrefix("Optional") || ["If", "Loop", "Scan"].contains(kind.onnxType)
    }

    private var takesText: Bool {
        switch kind {
        case .identity, .reshape, .flatten, .squeeze, .unsqueeze, .transpose, .concat, .split, .slice,
            .gather,
            .gatherElements, .gatherND, .scatter, .scatterElements, .scatterND, .expand, .tile, .cast,
            .castLike,
            .equal, .whereSelect, .shape, .size, .pad, .oneHot, .compress, .unique, .nonZero, .dropout,
            .depthToSpace, .spaceToDepth, .reverseSequence, .sequenceConstruct, .sequenceAt,
            .sequenceInsert, .sequenceErase, .sequenceLength, .splitToSequence, .concatFromSequence,
            .optional,
            .optionalGetElement, .optionalHasElement:
            true
        default: false
        }
    }

    private var needsNumbers: Bool {
        switch kind {
        case .conv, .convTranspose, .deformConv, .matMul, .gemm, .maxPool, .averagePool, .globalAveragePool,
            .batchNormalization, .layerNormalization, .softmax, .relu, .sigmoid, .add, .mul, .sub, .div:
            true
        default: false
        }
    }

    /// Drops the attributes that older operator sets had.
    func dropForeignAttributes(_ node: inout Node) {
        for rule in legacy { node.attributes[rule.name] = nil }
    }
}
