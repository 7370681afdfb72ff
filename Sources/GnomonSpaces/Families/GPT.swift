import GnomonGraph

extension NetworkFamily {
    /// Causal decoder, whole sequences or one token with a cache.
    static let gpt = NetworkFamily(
        name: "gpt", summary: "causal decoder: a whole sequence, or one token with cached keys and values",
        paper: "Radford and others 2019, Language models are unsupervised multitask learners",
        plans: GPTPlan.sizes.map { GPTPlan(name: $0, width: $1, depth: $2, heads: $3) }
            + GPTPlan.sizes.map {
                GPTPlan(name: $0 + "_decode", width: $1, depth: $2, heads: $3, decodes: true)
            })
}

/// A GPT-2 decoder with its language model head, which shares the table of tokens.
///
/// Prefill reads token numbers `[batch, sequence]`. A decoding step reads one `[batch, 1]` and, for each block,
/// the keys and values of the `sequence` tokens before it, `[batch, heads, sequence, size]`; it returns them
/// with its own added.
struct GPTPlan: FamilyPlan {
    let name: String
    let width: Int
    let depth: Int
    let heads: Int
    var decodes = false
    private static let vocabulary = 50_257
    private static let positions = 1024

    static let sizes = [
        ("gpt2", 768, 12, 12), ("gpt2_medium", 1024, 24, 16), ("gpt2_large", 1280, 36, 20),
    ]

    func build(_ draft: inout Draft) -> [TensorID] {
        let heads = draft.redraw.heads(draft.scaledHeads(self.heads))
        let size = draft.redraw.headSize(self.width / self.heads)
        let width = heads * size
        let hidden = Int((Double(width) * draft.redraw.ratio(4)).rounded())
        let length = draft.redraw.tokens(draft.options.sequence, limit: Self.positions - 1)
        let (batch, depth) = (draft.batch, draft.redraw.depth(self.depth))
        let fresh = decodes ? 1 : length
        let tokens = draft.net.input([batch, fresh], type: .int64)
        var cache: [TensorID] = []
        if decodes {
            for _ in 0..<(2 * depth) { cache.append(draft.net.input([batch, heads, length, size])) }
        }
        let words = draft.net.weight([Self.vocabulary, width])
        let table = draft.net.weight([Self.positions, width])
        let start = decodes ? length : 0
        let places = draft.net.slice(table, axis: 0, from: start, to: start + fresh)
        var x = draft.net.add(draft.net.take(words, tokens), draft.net.unsqueeze(places, axis: 0))
        var outputs: [TensorID] = []
        for block in 0..<depth {
            let past = decodes ? (cache[2 * block], cache[2 * block + 1]) : nil
            let normal = draft.net.layerNorm(x, epsilon: 1e-5)
            let attended = draft.net.causalAttention(normal, heads: heads, past: past)
            if decodes { outputs += [attended.key, attended.value] }
            x = draft.net.add(attended.result, x)
            let perceptron = draft.net.perceptron(
                draft.net.layerNorm(x, epsilon: 1e-5), hidden: hidden, .geluTanh)
            x = draft.net.add(x, perceptron)
        }
        x = draft.net.layerNorm(x, epsilon: 1e-5)
        let scores = draft.net.matMul(x, draft.net.transpose(words, [1, 0]))
        return [scores] + outputs
    }
}

extension NetworkBuilder {
    /// Attention of each token to itself and those before it; with `past`, to those of the cache as well.
    mutating func causalAttention(
        _ x: TensorID, heads: Int, past: (key: TensorID, value: TensorID)?
    ) -> (result: TensorID, key: TensorID, value: TensorID) {
        let sizes = sizes(x)
        guard sizes.count == 3, heads > 0, sizes[2] % heads == 0 else {
            require(false, "attention over \(sizes) with \(heads) heads")
            return (x, x, x)
        }
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let projected = split(linear(x, out: 3 * width), axis: 2, into: [width, width, width])
        var parts: [TensorID] = []
        for part in projected {
            parts.append(transpose(reshape(part, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]))
        }
        var (key, value) = (parts[1], parts[2])
        if let past {
            key = concat([past.key, key], axis: 2)
            value = concat([past.value, value], axis: 2)
        }
        var scores = matMul(parts[0], transpose(key, [0, 1, 3, 2]))
        scores = div(scores, scalar(Double(width / heads).squareRoot()))
        if past == nil {
            let seen = node(
                .greaterOrEqual, [numbers(tokens, [1, 1, tokens, 1]), numbers(tokens, [1, 1, 1, tokens])],
                to: [1, 1, tokens, tokens], type: .bool)
            scores = select(seen, scores, scalar(-3.4028234663852886e38))
        }
        let mixed = matMul(softmax(scores), value)
        let together = reshape(transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width])
        return (linear(together, out: width), key, value)
    }

    /// The integers from zero on under the given sizes.
    private mutating func numbers(_ count: Int, _ sizes: [Int]) -> TensorID {
        let line = integers(Array(0..<count))
        return node(
            .reshape, [line, integers(sizes)], ["allowzero": .int(0)], to: sizes, type: .int64)
    }
}
