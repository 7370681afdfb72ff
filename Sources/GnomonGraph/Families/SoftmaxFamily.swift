/// Softmax and its logarithm.
enum SoftmaxFamily {
    static let definitions: [OperatorDefinition] = [OperatorKind.softmax, .logSoftmax].map { kind in
        OperatorDefinition(
            kind, 1...1, attributes: [.int("axis", -1), .int("coerced2D")],
            normalise: { (n, f, _) throws(GraphError) in try normalise(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(5, transcendentals: 1))
    }

    /// Counts the axis from the start.
    ///
    /// Before opset 13 everything from the axis on was one axis, by default the
    /// second; where that is not the same as one axis today, the attribute `coerced2D` is set to 1.
    static func normalise(_ node: inout Node, _ facts: NodeFacts) throws(GraphError) {
        let isOld = facts.opset < 13
        if isOld, !facts.isGiven("axis") { node.set("axis", int: 1) }
        guard let x = facts.shape(0) else { return }
        guard x.rank > 0 || isOld else { throw GraphError(.shape, "a scalar has no axis") }
        guard x.rank > 0 else { return }
        try InferRules.normaliseAxis(&node, facts)
        guard isOld, let axis = node.int("axis") else { return }
        let wide = (axis..<x.rank).filter { x.dims[$0] != .known(1) }
        if wide.count <= 1 {
            node.set("axis", int: wide.first ?? axis)
        } else {
            node.set("coerced2D", int: 1)
        }
    }
}
