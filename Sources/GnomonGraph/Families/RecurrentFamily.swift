/// Recurrent layers over a whole sequence.
enum RecurrentFamily {
    static let definitions: [OperatorDefinition] = [
        definition(.lstm, 3...8, outputs: 1...3, extra: [.int("input_forget", 0)]),
        definition(.gru, 3...6, outputs: 1...2, extra: [.int("linear_before_reset", 0)]),
        definition(.rnn, 3...6, outputs: 1...2, extra: []),
    ]

    private static func definition(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, outputs: ClosedRange<Int>, extra: [AttributeRule]
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, outputs: outputs, parameters: [4],
            attributes: [
                .floats("activation_alpha"), .floats("activation_beta"), .strings("activations"),
                .float("clip"), .string("direction", "forward"), .int("hidden_size"), .int("layout", 0),
            ] + extra,
            normalise: { (n, f, _) throws(GraphError) in
                if n.int("hidden_size") == nil, let size = f.shape(2)?.dims.last?.value {
                    n.set("hidden_size", int: size)
                }
            },
            infer: { (f) throws(GraphError) in try infer(f) },
            cost: .custom { (c) throws(GraphError) in try cost(c) })
    }

    /// How many matrices the cell has, and the element-wise work of a step.
    private static func cell(_ kind: OperatorKind) -> (gates: Int, other: Int) {
        switch kind {
        case .lstm: (4, 9)
        case .gru: (3, 8)
        default: (1, 2)
        }
    }

    private static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let type = facts.type(0)
        var results = Array(repeating: Inferred(type, nil), count: 3)
        guard let x = facts.shape(0) else { return results }
        guard x.rank == 3 else { throw GraphError(.shape, "the input has shape \(x), expected rank 3") }
        let directions = Dim.known(facts.string("direction") == "bidirectional" ? 2 : 1)
        let hidden = facts.attributes.int("hidden_size")
        if let hidden, hidden < 1 { throw GraphError(.parameter, "hidden_size is \(hidden)") }
        if let w = facts.shape(1) {
            guard w.rank == 3, Dim.agree(w.dims[2], x.dims[2]), Dim.agree(w.dims[0], directions) else {
                throw GraphError(.shape, "the weight \(w) does not fit the input \(x)")
            }
        }
        let units = hidden.map { Dim.known($0) } ?? .unknown
        if facts.int("layout") == 1 {
            results[0].shape = Shape([x.dims[0], x.dims[1], directions, units])
            results[1].shape = Shape([x.dims[0], directions, units])
        } else {
            results[0].shape = Shape([x.dims[0], directions, x.dims[1], units])
            results[1].shape = Shape([directions, x.dims[1], units])
        }
        results[2].shape = results[1].shape
        return results
    }

    private static func cost(_ cost: CostFacts) throws(GraphError) -> Work? {
        guard let x = cost.facts.shape(0)?.sizes, x.count == 3,
            let hidden = cost.facts.attributes.int("hidden_size")
        else { return nil }
        let directions = cost.facts.string("direction") == "bidirectional" ? 2 : 1
        let cell = cell(cost.facts.kind)
        let width = try Checked.add(x[2], hidden)
        guard let macs = try Checked.product(directions, x[0], x[1], cell.gates, hidden, width),
            let other = try Checked.product(directions, x[0], x[1], hidden, cell.other),
            let curves = try Checked.product(directions, x[0], x[1], hidden, cell.gates)
        else { return nil }
        return Work(macs: macs, other: other, transcendentals: curves)
    }
}
