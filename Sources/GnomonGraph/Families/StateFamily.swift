/// Operators that carry a state from step to step, and the gate of newer language models.
enum StateFamily {
    static let definitions: [OperatorDefinition] = [
        convolution(.causalConvWithState, []),
        convolution(
            .microsoftCausalConvWithState,
            [.int("ndim", 1), .int("channels_last", 0), .int("dilation", 1), .int("state_window", 0)]),
        attention(.linearAttention, []), attention(.microsoftLinearAttention, [.int("state_window", 0)]),
        OperatorDefinition(
            .swiGLU, 2...2, attributes: [.float("alpha", 1)],
            infer: { (f) throws(GraphError) in try InferRules.broadcast(f) },
            cost: .output(5, transcendentals: 1)),
        OperatorDefinition(
            .tensorScatter, 2...3, parameters: [2],
            attributes: [.int("axis", -2), .string("mode", "linear")],
            normalise: { (n, f, _) throws(GraphError) in try InferRules.normaliseAxis(&n, f) },
            infer: { (f) throws(GraphError) in
                if let cache = f.shape(0), let update = f.shape(1), cache.rank != update.rank {
                    throw GraphError(.shape, "an update of shape \(update) does not fit a cache of \(cache)")
                }
                return InferRules.sameAsInput(f)
            }, cost: .free),
    ]

    /// A depthwise convolution along time that sees the past only; the last inputs are its state.
    private static func convolution(_ kind: OperatorKind, _ extra: [AttributeRule]) -> OperatorDefinition {
        OperatorDefinition(
            kind, 2...4, outputs: 1...2, attributes: [.string("activation", "none")] + extra,
            infer: { (f) throws(GraphError) in
                let type = f.type(0)
                guard let x = f.shape(0), let w = f.shape(1) else {
                    return [Inferred(type, f.shape(0)), Inferred(type, nil)]
                }
                guard x.rank >= 3, w.rank == x.rank else {
                    throw GraphError(
                        .shape, "the input has shape \(x) and the weight \(w), expected one rank")
                }
                if f.int("channels_last") == 0, !Dim.agree(x.dims[1], w.dims[0]) {
                    throw GraphError(.shape, "the weight \(w) is not for the channels of \(x)")
                }
                let past = try w.dims[w.rank - 1].map { (size) throws(GraphError) in
                    try Checked.multiply(Swift.max(size - 1, 0), Swift.max(f.int("dilation", 1), 1))
                }
                let state = Shape([x.dims[0], w.dims[0]] + x.dims[2..<(x.rank - 1)] + [past])
                return [
                    Inferred(type, x), Inferred(type, f.int("channels_last") == 0 ? state : f.shape(3)),
                ]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let w = c.facts.shape(1)?.sizes, let n = c.n,
                    let macs = try Checked.product(n, try Shape.product(w.dropFirst()))
                else { return nil }
                let isActivated = c.facts.string("activation", "none") != "none"
                return Work(
                    macs: macs, other: UInt64(c.facts.has(2) ? n : 0) + UInt64(isActivated ? 4 * n : 0),
                    transcendentals: isActivated ? UInt64(n) : 0)
            })
    }

    private static func attention(_ kind: OperatorKind, _ extra: [AttributeRule]) -> OperatorDefinition {
        OperatorDefinition(
            kind, 3...6, outputs: 1...2,
            attributes: [
                .int("chunk_size", 64), .int("kv_num_heads"), .int("q_num_heads"), .float("scale", 0),
                .string("update_rule", "gated_delta"),
            ] + extra,
            infer: { (f) throws(GraphError) in
                let type = f.type(0)
                guard let head = try Head(f) else { return [Inferred(type, nil), Inferred(type, nil)] }
                let width = try Checked.multiply(head.valueWidth, Swift.max(head.queries, head.keys))
                return [
                    Inferred(type, Shape([head.batch, head.length, .known(width)])),
                    Inferred(
                        f.has(3) ? f.type(3) : type,
                        Shape([
                            head.batch, .known(head.keys), .known(head.keyWidth), .known(head.valueWidth),
                        ])),
                ]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let head = try Head(c.facts) else { return nil }
                let steps = try Checked.product(
                    head.batch.value, Swift.max(head.queries, head.keys), head.length.value)
                let state = try Checked.product(2, head.keyWidth, head.valueWidth)
                guard let steps, let state else { return nil }
                return Work(macs: try Checked.multiply(steps, state))
            })
    }

    /// How the widths of queries, keys and values are divided among heads.
    private struct Head {
        let batch: Dim
        let length: Dim
        let queries: Int
        let keys: Int
        let keyWidth: Int
        let valueWidth: Int

        init?(_ facts: NodeFacts) throws(GraphError) {
            queries = facts.int("q_num_heads")
            keys = facts.int("kv_num_heads")
            guard queries >= 1, keys >= 1 else {
                throw GraphError(.attribute, "q_num_heads and kv_num_heads are needed")
            }
            guard let q = facts.shape(0), let k = facts.shape(1), let v = facts.shape(2) else { return nil }
            guard q.rank == 3, k.rank == 3, v.rank == 3 else {
                throw GraphError(.shape, "\(q), \(k) and \(v) are not three inputs of rank 3")
            }
            guard let width = q.dims[2].value, let values = v.dims[2].value else { return nil }
            guard width % queries == 0, values % keys == 0 else {
                throw GraphError(.shape, "\(queries) and \(keys) heads do not divide \(width) and \(values)")
            }
            batch = q.dims[0]
            length = q.dims[1]
            keyWidth = width / queries
            valueWidth = values / keys
        }
    }
}
