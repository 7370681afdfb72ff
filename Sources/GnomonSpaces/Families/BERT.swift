import GnomonGraph

extension NetworkFamily {
    /// Encoder of sentences.
    static let bert = NetworkFamily(
        name: "bert", summary: "encoder of token sequences, normalised after each sum",
        paper: "arXiv:1810.04805",
        plans: [
            BERTPlan(name: "bert_tiny", width: 128, depth: 2),
            BERTPlan(name: "bert_mini", width: 256, depth: 4),
            BERTPlan(name: "bert_small", width: 512, depth: 4),
            BERTPlan(name: "bert_medium", width: 512, depth: 8),
            BERTPlan(name: "bert_base", width: 768, depth: 12),
            BERTPlan(name: "bert_large", width: 1024, depth: 24),
        ])
}

/// A BERT encoder (Devlin and others 2018; the small ones Turc and others 2019, arXiv:1908.08962).
///
/// Inputs are token numbers and segment numbers, `[batch, sequence]` each; outputs the last hidden states and
/// the pooled first one. Heads have 64 channels.
struct BERTPlan: FamilyPlan {
    let name: String
    let width: Int
    let depth: Int
    private let vocabulary = 30_522
    private let positions = 512

    func build(_ draft: inout Draft) -> [TensorID] {
        let heads = draft.redraw.heads(draft.scaledHeads(width / 64))
        let width = heads * draft.redraw.headSize(64)
        let hidden = Int((Double(width) * draft.redraw.ratio(4)).rounded())
        let length = draft.redraw.tokens(draft.options.sequence, limit: positions)
        let (batch, depth) = (draft.batch, draft.redraw.depth(self.depth))
        let tokens = draft.net.input([batch, length], type: .int64)
        let segments = draft.net.input([batch, length], type: .int64)
        var x = draft.net.look(up: tokens, rows: vocabulary, width: width)
        x = draft.net.add(x, draft.net.look(up: segments, rows: 2, width: width))
        let table = draft.net.weight([positions, width])
        let places = draft.net.slice(table, axis: 0, from: 0, to: min(length, positions))
        x = draft.net.layerNorm(draft.net.add(x, draft.net.unsqueeze(places, axis: 0)), epsilon: 1e-12)
        for _ in 0..<depth {
            let mixed = draft.net.attention(x, heads: heads, style: .separate)
            let middle = draft.net.layerNorm(draft.net.add(mixed, x), epsilon: 1e-12)
            let output = draft.net.perceptron(middle, hidden: hidden)
            x = draft.net.layerNorm(draft.net.add(output, middle), epsilon: 1e-12)
        }
        let first = draft.net.pick(x, axis: 1, index: 0)
        return [x, draft.net.unary(.tanh, draft.net.gemm(first, out: width))]
    }
}

extension NetworkBuilder {
    /// Rows of a trained table by the numbers of `indices`: its sizes and then `width`.
    mutating func look(up indices: TensorID, rows: Int, width: Int) -> TensorID {
        take(weight([rows, width]), indices)
    }

    /// Rows of `table` by the numbers of `indices`.
    mutating func take(_ table: TensorID, _ indices: TensorID) -> TensorID {
        node(.gather, [table, indices], ["axis": .int(0)], to: sizes(indices) + [sizes(table).last ?? 1])
    }
}
