/// Changes of element type.
enum ConversionFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .cast, 1...1, attributes: [.int("to"), .int("saturate", 1), .string("round_mode")],
            normalise: { (n, _, _) throws(GraphError) in _ = try target(n) },
            infer: { (f) throws(GraphError) in [Inferred(try target(f.node), f.shape(0))] },
            cost: .output(1), fold: Fold.cast),
        OperatorDefinition(
            .castLike, 2...2, attributes: [.int("saturate", 1), .string("round_mode")],
            infer: { (f) in [Inferred(f.type(1), f.shape(0))] }, cost: .output(1), fold: Fold.cast),
        OperatorDefinition(
            .bitCast, 1...1, attributes: [.int("to")],
            infer: { (f) throws(GraphError) in [Inferred(try target(f.node), f.shape(0))] }, cost: .output(1)),
        OperatorDefinition(
            .quantizeLinear, 2...3,
            attributes: [
                .int("axis", 1), .int("block_size", 0), .int("output_dtype", 0), .int("precision", 0),
                .int("saturate", 1),
            ],
            infer: { (f) throws(GraphError) in
                var type = f.has(2) ? f.type(2) : .uint8
                if !f.has(2), let chosen = ElementType(rawValue: Int32(clamping: f.int("output_dtype"))),
                    chosen != .undefined
                {
                    type = chosen
                }
                return [Inferred(type, f.shape(0))]
            }, cost: .output(2)),
        OperatorDefinition(
            .dequantizeLinear, 2...3,
            attributes: [.int("axis", 1), .int("block_size", 0), .int("output_dtype", 0)],
            infer: { (f) in [Inferred(f.type(1), f.shape(0))] }, cost: .output(2)),
        OperatorDefinition(
            .dynamicQuantizeLinear, 1...1, outputs: 1...3,
            infer: { (f) in
                [
                    Inferred(.uint8, f.shape(0)), Inferred(.float32, Shape([Int]())),
                    Inferred(.uint8, Shape([Int]())),
                ]
            }, cost: .output(4)),
    ]

    /// The element type of the `to` attribute; before opset 6 it was its name.
    private static func target(_ node: Node) throws(GraphError) -> ElementType {
        guard let raw = node.int("to") else { throw GraphError(.attribute, "the attribute `to` is missing") }
        guard let type = ElementType(rawValue: Int32(clamping: raw)), type != .undefined else {
            throw GraphError(.elementType, "\(raw) is not an element type")
        }
        return type
    }
}
