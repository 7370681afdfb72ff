/// Activation functions.
enum ActivationFamily {
    static let definitions: [OperatorDefinition] = [
        simple(.relu, .output(1)),
        simple(.leakyRelu, .output(2), [.float("alpha", 0.01)]),
        simple(.elu, .output(3, transcendentals: 1), [.float("alpha", 1)]),
        simple(
            .selu, .output(3, transcendentals: 1),
            [.float("alpha", 1.673_263_2), .float("gamma", 1.050_701)]),
        simple(.celu, .output(3, transcendentals: 1), [.float("alpha", 1)]),
        simple(.thresholdedRelu, .output(1), [.float("alpha", 1)]),
        simple(.sigmoid, .output(3, transcendentals: 1)),
        simple(.hardSigmoid, .output(3), [.float("alpha", 0.2), .float("beta", 0.5)]),
        simple(.hardSwish, .output(4)),
        simple(.swish, .output(4, transcendentals: 1), [.float("alpha", 1)]),
        simple(.mish, .output(4, transcendentals: 2)),
        simple(.gelu, .output(5, transcendentals: 1), [.string("approximate", "none")]),
        simple(.softplus, .output(1, transcendentals: 1)),
        simple(.softsign, .output(2)),
        simple(.tanh, .output(1, transcendentals: 1)),
        simple(.erf, .output(1, transcendentals: 1)),
        simple(.shrink, .output(2), [.float("bias", 0), .float("lambd", 0.5)]),
        simple(.microsoftGelu, .output(5, transcendentals: 1)),
        simple(.microsoftQuickGelu, .output(4, transcendentals: 1), [.float("alpha", 1.702)]),
        OperatorDefinition(
            .microsoftFastGelu, 1...2, infer: { (f) in InferRules.sameAsInput(f) },
            cost: .output(5, transcendentals: 1)),
        OperatorDefinition(
            .pRelu, 2...2,
            infer: { (f) throws(GraphError) in
                guard let x = f.shape(0), let slope = f.shape(1) else { return InferRules.sameAsInput(f) }
                let sum = try Shape.broadcast(x, slope)
                if sum.rank != x.rank { throw GraphError(.shape, "the slope \(slope) does not fit \(x)") }
                return InferRules.sameAsInput(f)
            }, cost: .output(2)),
        OperatorDefinition(
            .clip, 1...3, parameters: [1, 2], legacy: [.float("min"), .float("max")],
            normalise: { (n, f, pool) throws(GraphError) in try normaliseClip(&n, f, &pool) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(2), fold: Fold.clip),
        OperatorDefinition(
            .hardmax, 1...1, attributes: [.int("axis", -1), .int("coerced2D")],
            normalise: { (n, f, _) throws(GraphError) in try SoftmaxFamily.normalise(&n, f) },
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(2)),
    ]

    private static func simple(
        _ kind: OperatorKind, _ cost: CostRule, _ attributes: [AttributeRule] = []
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1, attributes: attributes,
            infer: { (f) in InferRules.sameAsInput(f) }, cost: cost)
    }

    /// Before opset 11 the bounds were attributes.
    private static func normaliseClip(
        _ node: inout Node, _ facts: NodeFacts, _ pool: inout ConstantPool
    ) throws(GraphError) {
        for (name, slot) in [("min", 1), ("max", 2)] {
            guard let bound = node.float(name), facts.opset < 11 else { continue }
            if bound.isNaN { throw GraphError(.parameter, "\(name) is not a number") }
            // The old defaults are the ends of the float range: no bound at all.
            if abs(bound) >= Float.greatestFiniteMagnitude { continue }
            node.setInput(slot, pool.scalar(Double(bound), type: facts.type(0)))
        }
    }
}
