/// Functions of one number.
enum UnaryFamily {
    static let definitions: [OperatorDefinition] =
        plain.map { kind in definition(kind, .output(1), boolean: false) }
        + curves.map { kind in definition(kind, .output(1, transcendentals: 1), boolean: false) }
        + [
            definition(.isNaN, .output(1), boolean: true),
            OperatorDefinition(
                .isInf, 1...1, attributes: [.int("detect_negative", 1), .int("detect_positive", 1)],
                infer: { (f) in [Inferred(.bool, f.shape(0))] }, cost: .output(1)),
        ]

    private static let plain: [OperatorKind] = [
        .abs, .neg, .sign, .ceil, .floor, .round, .reciprocal, .not, .bitwiseNot,
    ]
    private static let curves: [OperatorKind] = [
        .sqrt, .exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh, .atanh,
    ]

    private static func definition(
        _ kind: OperatorKind, _ cost: CostRule, boolean: Bool
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, 1...1,
            infer: { (f) in [Inferred(boolean ? .bool : f.type(0), f.shape(0))] }, cost: cost,
            fold: Fold.unary)
    }
}
