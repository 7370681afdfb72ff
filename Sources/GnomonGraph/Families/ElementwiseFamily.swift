/// Functions of two or more numbers, element by element.
enum ElementwiseFamily {
    static let definitions: [OperatorDefinition] =
        [OperatorKind.add, .mul, .bitwiseAnd, .bitwiseOr, .bitwiseXor].map { binary($0, commutative: true) }
        + [OperatorKind.and, .or, .xor, .equal].map { binary($0, commutative: true, boolean: true) }
        + [OperatorKind.greater, .greaterOrEqual, .less, .lessOrEqual].map { binary($0, boolean: true) }
        + [
            binary(.sub), binary(.div), binary(.mod, [.int("fmod", 0)]),
            binary(.bitShift, [.string("direction")]),
            binary(.pow, cost: .custom { (c) throws(GraphError) in powerCost(c) }),
            variadic(.max), variadic(.min), variadic(.sum), variadic(.mean),
            OperatorDefinition(
                .whereSelect, 3...3,
                infer: { (f) throws(GraphError) in try InferRules.broadcast(f, type: f.type(1)) },
                cost: .output(1), fold: Fold.select),
        ]

    private static func binary(
        _ kind: OperatorKind, _ attributes: [AttributeRule] = [], commutative: Bool = false,
        boolean: Bool = false, cost: CostRule = .output(1)
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, 2...2, commutative: commutative, attributes: attributes,
            legacy: [.int("axis"), .int("broadcast")],
            infer: { (f) throws(GraphError) in try InferRules.broadcast(f, type: boolean ? .bool : nil) },
            cost: cost, fold: Fold.binary)
    }

    private static func variadic(_ kind: OperatorKind) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...Int.max, commutative: true,
            infer: { (f) throws(GraphError) in try InferRules.broadcast(f) },
            cost: .custom { (c) throws(GraphError) in
                try Checked.product(c.n, Swift.max(c.facts.operands.count - 1, 0)).map { Work(other: $0) }
            }, fold: Fold.variadic)
    }

    /// Powers 1, 2 and 3 are multiplications; others need a logarithm and an exponential.
    private static func powerCost(_ cost: CostFacts) -> Work? {
        guard let n = cost.n else { return nil }
        let exponent = cost.facts.knownFloats(1)
        let isSimple = exponent.map { $0.count == 1 && [1, 2, 3].contains($0[0]) } ?? false
        return Work(other: UInt64(n), transcendentals: isSimple ? 0 : UInt64(n))
    }
}
