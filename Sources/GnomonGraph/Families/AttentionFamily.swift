/// Attention as one operator.
enum AttentionFamily {
    static let definitions: [OperatorDefinition] = [
        OperatorDefinition(
            .attention, 3...7, outputs: 1...4,
            attributes: [
                .int("is_causal", 0), .int("kv_num_heads"), .int("q_num_heads"), .float("scale"),
                .float("softcap", 0), .int("softmax_precision"), .int("left_window_size"),
                .int("right_window_size"),
                .int("qk_matmul_output_mode", 0),
            ],
            infer: { (f) throws(GraphError) in try infer(f) },
            cost: .custom { (c) throws(GraphError) in try cost(c) }),
        OperatorDefinition(
            .rotaryEmbedding, 3...4, parameters: [3],
            attributes: [.int("interleaved", 0), .int("num_heads", 0), .int("rotary_embedding_dim", 0)],
            infer: { (f) in InferRules.sameAsInput(f) }, cost: .output(3)),
    ]

    /// Batch, heads, length and width of one of Q, K and V.
    private struct Block {
        var batch: Dim
        var heads: Dim
        var length: Dim
        var width: Dim

        init?(_ facts: NodeFacts, slot: Int, heads attribute: String) throws(GraphError) {
            guard let shape = facts.shape(slot) else { return nil }
            switch shape.rank {
            case 4:
                batch = shape.dims[0]
                heads = shape.dims[1]
                length = shape.dims[2]
                width = shape.dims[3]
            case 3:
                let count = facts.int(attribute, 0)
                guard count >= 1 else {
                    throw GraphError(.attribute, "\(attribute) is needed for inputs of rank 3")
                }
                batch = shape.dims[0]
                heads = .known(count)
                length = shape.dims[1]
                width = try shape.dims[2].map { (size) throws(GraphError) in
                    guard size % count == 0 else {
                        throw GraphError(.shape, "\(count) heads do not divide a width of \(size)")
                    }
                    return size / count
                }
            default:
                throw GraphError(.shape, "an input has shape \(shape), expected rank 3 or 4")
            }
        }
    }

    private static func infer(_ facts: NodeFacts) throws(GraphError) -> [Inferred] {
        let type = facts.type(0)
        var results = Array(repeating: Inferred(type, nil), count: 4)
        guard let q = try Block(facts, slot: 0, heads: "q_num_heads"),
            let k = try Block(facts, slot: 1, heads: "kv_num_heads"),
            let v = try Block(facts, slot: 2, heads: "kv_num_heads")
        else { return results }
        guard Dim.agree(q.width, k.width) else {
            throw GraphError(.shape, "queries and keys have different widths")
        }
        var total = k.length
        if let past = facts.shape(4), past.rank == 4, let old = past.dims[2].value {
            total = try total.map { (size) throws(GraphError) in try Checked.add(size, old) }
        }
        if facts.shape(0)?.rank == 3 {
            var width = Dim.unknown
            if let heads = q.heads.value {
                width = try v.width.map { (size) throws(GraphError) in try Checked.multiply(size, heads) }
            }
            results[0].shape = Shape([q.batch, q.length, width])
        } else {
            results[0].shape = Shape([q.batch, q.heads, q.length, v.width])
        }
        results[1].shape = Shape([k.batch, k.heads, total, k.width])
        results[2].shape = Shape([v.batch, v.heads, total, v.width])
        results[3].shape = Shape([q.batch, q.heads, q.length, total])
        return results
    }

    private static func cost(_ cost: CostFacts) throws(GraphError) -> Work? {
        let facts = cost.facts
        guard let q = try Block(facts, slot: 0, heads: "q_num_heads"),
            let k = try Block(facts, slot: 1, heads: "kv_num_heads"),
            let v = try Block(facts, slot: 2, heads: "kv_num_heads"),
            let keyWidth = k.width.value, let valueWidth = v.width.value, var keys = k.length.value
        else { return nil }
        if let past = facts.shape(4), past.rank == 4, let old = past.dims[2].value {
            keys = try Checked.add(keys, old)
        }
        guard let scores = try Checked.product(q.batch.value, q.heads.value, q.length.value, keys) else {
            return nil
        }
        let width = UInt64(try Checked.add(keyWidth, valueWidth))
        return Work(
            macs: try Checked.multiply(scores, width), other: try Checked.multiply(scores, 5),
            transcendentals: scores)
    }
}
