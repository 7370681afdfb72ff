/// Operators with bodies, which are prepared and costed, never executed.
///
/// What they compute depends on the bodies, which `Preparation` looks at; the rules here only say what is allowed.
enum ControlFamily {
    /// The attribute that counts the inputs captured by the bodies; they are the last ones.
    static let captures = "gnomon.captures"
    /// The attribute with the number of trips, once it is known.
    static let trips = "gnomon.trips"
    /// The attribute of a Scan in the form of operator set 8, which runs over a batch of sequences.
    static let batched = "gnomon.batched"
    /// More inputs than any control-flow node has.
    static let slots = 1 << 20

    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .ifElse, 1...slots, outputs: 1...Int.max, attributes: [.int(captures)], infer: unknown,
            cost: nothing),
        OperatorDefinition(
            .loop, 0...slots, outputs: 1...Int.max, parameters: [0],
            attributes: [.int(captures), .int(trips)], infer: unknown, cost: nothing),
        OperatorDefinition(
            .scan, 1...slots, outputs: 1...Int.max,
            attributes: [
                .int(captures), .int(trips), .int(batched), .int("num_scan_inputs"),
                .ints("scan_input_axes"), .ints("scan_input_directions"), .ints("scan_output_axes"),
                .ints("scan_output_directions"),
            ],
            legacy: [.ints("directions")], arityOptional: [0],
            normalise: { (node, facts, _) in
                if facts.opset < 9 || facts.isGiven(batched) { node.set(batched, int: 1) }
                if let directions = node.ints("directions") {
                    node.set("scan_input_directions", ints: directions)
                }
            }, infer: unknown, cost: nothing),
        OperatorDefinition(
            .sequenceMap, 1...slots, outputs: 1...Int.max, attributes: [.int(captures), .int(trips)],
            infer: unknown, cost: nothing),
    ]

    /// Whether an operator has bodies.
    static func isControl(_ kind: OperatorKind) -> Bool {
        switch kind {
        case .ifElse, .loop, .scan, .sequenceMap: true
        default: false
        }
    }

    private static let unknown: OperatorDefinition.InferRule = { (facts) in
        facts.node.outputs.map { _ in Inferred(.undefined, nil) }
    }

    private static let nothing = CostRule.custom { (_) in nil }
}
