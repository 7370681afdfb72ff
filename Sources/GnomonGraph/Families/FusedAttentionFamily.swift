/// Attention as ONNX Runtime's optimiser and its exporters of language models write it.
enum FusedAttentionFamily {
    static let definitions: [OperatorDefinition] = [
        multiHead(.microsoftMultiHeadAttention, 1...10, past: 6, extra: [.int("unidirectional", 0)]),
        multiHead(
            .microsoftDecoderMaskedMultiHeadAttention, 1...11, past: 5,
            extra: [.int("output_qk", 0), .int("past_present_share_buffer", 0)]),
        projected(
            .microsoftAttention, 2...7, past: 4,
            extra: [.ints("qkv_hidden_sizes"), .int("rotary_embedding_dim")]),
        projected(.microsoftQAttention, 5...9, past: 8, extra: []),
        OperatorDefinition(
            .microsoftGroupQueryAttention, 7...16, outputs: 1...4, parameters: [5, 6],
            attributes: [
                .int("causal"), .int("do_rotary", 0), .int("kv_num_heads"), .int("num_heads"),
                .float("scale"),
                .float("softcap", 0), .int("local_window_size", -1), .int("rotary_interleaved", 0),
                .int("smooth_softmax", 0), .int("qk_output", 0), .int("kv_cache_bit_width"),
                .int("sliding_window_cache"), .float("qk_norm_epsilon"), .string("k_quant_type"),
                .string("v_quant_type"),
            ],
            arityOptional: [1, 2, 3, 4],
            infer: { (f) throws(GraphError) in results(f, try grouped(f)) },
            cost: .custom { (c) throws(GraphError) in
                try grouped(c.facts).flatMap { (s) throws(GraphError) in try s.work() }
            }),
        OperatorDefinition(
            .microsoftRotaryEmbedding, 4...4, parameters: [1],
            attributes: [
                .int("interleaved", 0), .int("is_packed_batching", 0), .int("num_heads", 0),
                .int("rotary_embedding_dim", 0), .float("scale", 1),
            ],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(3)),
    ]

    /// The sizes that decide shapes and cost.
    private struct Sizes {
        var batch: Dim
        var heads: Int
        var keyHeads: Int
        var queries: Dim
        var keys: Dim
        var width: Int
        var valueWidth: Int

        /// Both products and the softmax between them.
        func work() throws(GraphError) -> Work? {
            guard let scores = try Checked.product(batch.value, heads, queries.value, keys.value) else {
                return nil
            }
            return Work(
                macs: try Checked.multiply(scores, UInt64(try Checked.add(width, valueWidth))),
                other: try Checked.multiply(scores, 5), transcendentals: scores)
        }
    }

    private static func results(_ facts: NodeFacts, _ sizes: Sizes?) -> [Inferred] {
        let type = facts.type(0)
        guard let sizes else { return Array(repeating: Inferred(type, nil), count: 4) }
        let (width, overflow) = sizes.valueWidth.multipliedReportingOverflow(by: sizes.heads)
        return [
            Inferred(type, Shape([sizes.batch, sizes.queries, overflow ? .unknown : .known(width)])),
            Inferred(type, Shape([sizes.batch, .known(sizes.keyHeads), sizes.keys, .known(sizes.width)])),
            Inferred(
                type, Shape([sizes.batch, .known(sizes.keyHeads), sizes.keys, .known(sizes.valueWidth)])),
            Inferred(type, Shape([sizes.batch, .known(sizes.heads), sizes.queries, sizes.keys])),
        ]
    }

    private static func heads(_ facts: NodeFacts, _ name: String = "num_heads") throws(GraphError) -> Int {
        let count = facts.int(name)
        guard count >= 1, count <= Limits.elements else {
            throw GraphError(.attribute, "\(name) is missing or below 1")
        }
        return count
    }

    private static func divided(_ width: Dim, by heads: Int) throws(GraphError) -> Int? {
        guard let width = width.value else { return nil }
        guard width % heads == 0 else {
            throw GraphError(.shape, "\(heads) heads do not divide a width of \(width)")
        }
        return width / heads
    }

    private static func longer(_ length: Dim, by past: Dim?) throws(GraphError) -> Dim {
        guard let past else { return length }
        guard let old = past.value else { return .unknown }
        return try length.map { (size) throws(GraphError) in try Checked.add(size, old) }
    }

    private static func multiHead(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, past: Int, extra: [AttributeRule]
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, outputs: 1...4,
            attributes: [.int("num_heads"), .float("scale"), .float("mask_filter_value")] + extra,
            infer: { (f) throws(GraphError) in results(f, try separate(f, past: past)) },
            cost: .custom { (c) throws(GraphError) in
                try separate(c.facts, past: past).flatMap { (s) throws(GraphError) in try s.work() }
            })
    }

    /// Queries, keys and values in inputs of their own, or all packed in the first.
    private static func separate(_ facts: NodeFacts, past: Int) throws(GraphError) -> Sizes? {
        let heads = try heads(facts)
        guard let q = facts.shape(0) else { return nil }
        if q.rank == 5 {
            guard let width = q.dims[4].value else { return nil }
            return Sizes(
                batch: q.dims[0], heads: heads, keyHeads: heads, queries: q.dims[1], keys: q.dims[1],
                width: width, valueWidth: width)
        }
        guard q.rank == 3 else {
            throw GraphError(.shape, "the queries have shape \(q), expected rank 3 or 5")
        }
        guard let width = try divided(q.dims[2], by: heads), facts.has(1) else { return nil }
        guard let k = facts.shape(1) else { return nil }
        guard k.rank >= 3, k.rank <= 5 else { throw GraphError(.shape, "the keys have shape \(k)") }
        let v = facts.shape(2)
        let valueWidth: Int?
        switch v?.rank {
        case 3?: valueWidth = try divided(v?.dims[2] ?? .unknown, by: heads)
        case 4?: valueWidth = v?.dims[3].value
        default: valueWidth = width
        }
        if k.rank == 3, !Dim.agree(k.dims[2], q.dims[2]) {
            throw GraphError(.shape, "queries \(q) and keys \(k) have different widths")
        }
        let keys = k.rank == 4 ? k.dims[2] : k.dims[1]
        guard let valueWidth else { return nil }
        return Sizes(
            batch: q.dims[0], heads: heads, keyHeads: heads, queries: q.dims[1],
            keys: try longer(keys, by: facts.shape(past).flatMap { $0.rank == 4 ? $0.dims[2] : nil }),
            width: width, valueWidth: valueWidth)
    }

    /// Attention that computes queries, keys and values itself.
    private static func projected(
        _ kind: OperatorKind, _ inputs: ClosedRange<Int>, past: Int, extra: [AttributeRule]
    ) -> OperatorDefinition {
        OperatorDefinition(
            kind, inputs, outputs: 1...2,
            attributes: [
                .int("num_heads"), .int("unidirectional", 0), .int("do_rotary", 0), .float("scale"),
                .float("mask_filter_value"), .int("past_present_share_buffer"),
            ] + extra,
            infer: { (f) throws(GraphError) in
                let type = kind == .microsoftQAttention ? f.type(3) : f.type(0)
                guard let s = try joined(f, past: past) else {
                    return [Inferred(type, nil), Inferred(type, nil)]
                }
                let present = Shape([.known(2), s.batch, .known(s.heads), s.keys, .known(s.width)])
                return [Inferred(type, results(f, s)[0].shape), Inferred(type, present)]
            },
            cost: .custom { (c) throws(GraphError) in
                guard let sizes = try joined(c.facts, past: past), var work = try sizes.work(),
                    let rows = try Checked.product(sizes.batch.value, sizes.queries.value),
                    let w = c.facts.shape(1)?.sizes, let weights = try Checked.product(w[0], w[1])
                else { return nil }
                work.macs = try Checked.add(work.macs, Checked.multiply(rows, weights))
                if c.facts.has(2) {
                    work.other = try Checked.add(work.other, Checked.multiply(rows, UInt64(w[1])))
                }
                return work
            })
    }

    private static func joined(_ facts: NodeFacts, past: Int) throws(GraphError) -> Sizes? {
        let heads = try heads(facts)
        guard let x = facts.shape(0), let w = facts.shape(1) else { return nil }
        guard x.rank == 3, w.rank == 2, Dim.agree(x.dims[2], w.dims[0]) else {
            throw GraphError(.shape, "the input has shape \(x) and the weights \(w)")
        }
        guard let all = w.dims[1].value else { return nil }
        var widths = [all / 3, all / 3, all / 3]
        if let given = facts.ints("qkv_hidden_sizes"), given.count == 3 { widths = given }
        guard widths.allSatisfy({ $0 >= 1 && $0 % heads == 0 }), try Shape.sum(widths) == all else {
            throw GraphError(.shape, "\(heads) heads and widths \(widths) do not fit weights of shape \(w)")
        }
        return Sizes(
            batch: x.dims[0], heads: heads, keyHeads: heads, queries: x.dims[1],
            keys: try longer(x.dims[1], by: facts.shape(past).flatMap { $0.rank == 5 ? $0.dims[3] : nil }),
            width: widths[0] / heads, valueWidth: widths[2] / heads)
    }

    /// Several query heads share a head of keys and values; the cache may be longer than what is used of it.
    private static func grouped(_ facts: NodeFacts) throws(GraphError) -> Sizes? {
        let heads = try heads(facts)
        let keyHeads = try Self.heads(facts, "kv_num_heads")
        guard heads % keyHeads == 0 else {
            throw GraphError(.parameter, "\(keyHeads) do not divide \(heads) heads")
        }
        guard let q = facts.shape(0) else { return nil }
        guard q.rank == 3 else { throw GraphError(.shape, "the queries have shape \(q), expected rank 3") }
        let parts = facts.has(1) ? heads : try Checked.add(heads, Checked.multiply(2, keyHeads))
        guard let width = try divided(q.dims[2], by: parts) else { return nil }
        var keys = q.dims[1]
        if let past = facts.shape(3), past.rank == 4 {
            if let total = facts.knownIntegers(6)?.first, let room = past.dims[2].value {
                keys = .known(Swift.max(total, room))
            } else if case .known(let size) = try longer(q.dims[1], by: past.dims[2]) {
                keys = .bounded(size)
            } else {
                keys = .unknown
            }
        }
        return Sizes(
            batch: q.dims[0], heads: heads, keyHeads: keyHeads, queries: q.dims[1], keys: keys, width: width,
            valueWidth: width)
    }
}
