import GnomonGraph

/// The ways libraries write multi-head attention.
enum AttentionStyle: String, CaseIterable {
    /// One projection, Reshape, Transpose, and a Gather for each of q, k, v; only q is scaled (torchvision's
    /// Swin).
    case gathered
    /// Tokens first, five axes to take q, k, v apart, and Gemm at the end (torch's MultiheadAttention).
    case tokensFirst
    /// One projection, Reshape, Transpose, Split and three Squeezes (timm).
    case divided
    /// Three projections, each with Reshape and Transpose (BERT, Hugging Face).
    case separate
    /// One projection in which q, k, v of a head lie together, and one Split along the last axis (TinyViT).
    case interleaved
    /// The same with normalised projections and keys half as wide as values (LeViT, arXiv:2104.01136).
    case narrowKeys
}

extension NetworkBuilder {
    /// Multi-head attention over `[n, tokens, width]`.
    mutating func attention(
        _ x: TensorID, heads: Int, style: AttentionStyle, bias: TensorID? = nil, mask: TensorID? = nil
    ) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 3, sizes[2] % max(1, heads) == 0 else {
            require(false, "attention over \(sizes) with \(heads) heads")
            return x
        }
        if style == .tokensFirst { return tokensFirstAttention(x, heads: heads) }
        if style == .interleaved || style == .narrowKeys {
            return interleavedAttention(x, heads: heads, isNarrow: style == .narrowKeys)
        }
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / heads
        let (query, key, value) = queryKeyValue(x, heads: heads, style: style)
        var scores: TensorID
        if style == .separate {
            scores = matMul(query, transpose(key, [0, 1, 3, 2]))
            scores = div(scores, scalar(Double(depth).squareRoot()))
        } else if style == .gathered {
            let scaled = mul(query, scalar(1 / Double(depth).squareRoot()))
            scores = matMul(scaled, transpose(key, [0, 1, 3, 2]))
        } else {
            let share = 1 / Double(depth).squareRoot().squareRoot()
            let scaled = mul(query, scalar(share))
            let turned = mul(transpose(key, [0, 1, 3, 2]), scalar(share))
            scores = matMul(scaled, turned)
        }
        if let bias { scores = add(scores, bias) }
        if let mask {
            let windows = self.sizes(mask)[1]
            let apart = reshape(scores, [batch / windows, windows, heads, tokens, tokens])
            scores = reshape(add(apart, mask), [batch, heads, tokens, tokens])
        }
        let mixed = matMul(softmax(scores), value)
        let together = reshape(transpose(mixed, [0, 2, 1, 3]), [batch, tokens, width])
        return linear(together, out: width)
    }

    /// Attention as torch's MultiheadAttention is exported.
    private mutating func tokensFirstAttention(_ x: TensorID, heads: Int) -> TensorID {
        let sizes = sizes(x)
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / heads
        let projected = linear(transpose(x, [1, 0, 2]), out: 3 * width)
        let apart = unsqueeze(reshape(projected, [tokens, batch, 3, width]), axis: 0)
        let packed = squeeze(transpose(apart, [3, 1, 2, 0, 4]), axes: [3])
        var parts: [TensorID] = []
        for index in 0..<3 {
            let part = reshape(pick(packed, axis: 0, index: index), [tokens, batch * heads, depth])
            parts.append(reshape(transpose(part, [1, 0, 2]), [batch, heads, tokens, depth]))
        }
        let share = 1 / Double(depth).squareRoot().squareRoot()
        let query = mul(parts[0], scalar(share))
        let key = mul(transpose(parts[1], [0, 1, 3, 2]), scalar(share))
        let mixed = matMul(softmax(matMul(query, key)), parts[2])
        let together = reshape(transpose(mixed, [2, 0, 1, 3]), [tokens * batch, width])
        let result = reshape(gemm(together, out: width), [tokens, batch, width])
        return transpose(result, [1, 0, 2])
    }

    /// Attention whose projection holds q, k, v head by head.
    private mutating func interleavedAttention(_ x: TensorID, heads: Int, isNarrow: Bool) -> TensorID {
        let sizes = sizes(x)
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / heads
        let keys = isNarrow ? max(1, depth / 2) : depth
        var projected = linear(x, out: heads * (2 * keys + depth), bias: !isNarrow)
        if isNarrow { projected = tokenNorm(projected) }
        let apart = reshape(projected, [batch, tokens, heads, 2 * keys + depth])
        let parts = split(apart, axis: 3, into: [keys, keys, depth])
        let query = transpose(parts[0], [0, 2, 1, 3])
        let key = transpose(parts[1], isNarrow ? [0, 2, 3, 1] : [0, 2, 1, 3])
        let value = transpose(parts[2], [0, 2, 1, 3])
        let turned = isNarrow ? key : transpose(key, [0, 1, 3, 2])
        let scaled = mul(matMul(query, turned), scalar(1 / Double(keys).squareRoot()))
        let scores = add(scaled, weight([heads, tokens, tokens]))
        let mixed = transpose(matMul(softmax(scores), value), [0, 2, 1, 3])
        let together = reshape(mixed, [batch, tokens, width])
        guard isNarrow else { return linear(together, out: width) }
        return tokenNorm(linear(hardSwish(together), out: width, bias: false))
    }

    /// Batch normalisation of tokens, as rows of a matrix.
    private mutating func tokenNorm(_ x: TensorID) -> TensorID {
        let sizes = sizes(x)
        let rows = reshape(x, [sizes.dropLast().reduce(1, *), sizes.last ?? 1])
        return reshape(batchNorm(rows), sizes)
    }

    private mutating func queryKeyValue(
        _ x: TensorID, heads: Int, style: AttentionStyle
    ) -> (TensorID, TensorID, TensorID) {
        let sizes = sizes(x)
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / heads
        if style == .separate {
            var parts: [TensorID] = []
            for _ in 0..<3 {
                let projected = linear(x, out: width)
                parts.append(transpose(reshape(projected, [batch, tokens, heads, depth]), [0, 2, 1, 3]))
            }
            return (parts[0], parts[1], parts[2])
        }
        let projected = linear(x, out: 3 * width)
        let apart = transpose(reshape(projected, [batch, tokens, 3, heads, depth]), [2, 0, 3, 1, 4])
        if style == .gathered {
            let query = pick(apart, axis: 0, index: 0)
            let key = pick(apart, axis: 0, index: 1)
            return (query, key, pick(apart, axis: 0, index: 2))
        }
        let parts = split(apart, axis: 0, into: [1, 1, 1])
        let query = squeeze(parts[0], axes: [0])
        let key = squeeze(parts[1], axes: [0])
        return (query, key, squeeze(parts[2], axes: [0]))
    }

    /// Attention over channels instead of tokens (El-Nouby and others 2021, arXiv:2106.09681).
    mutating func channelAttention(_ x: TensorID, heads: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 3, sizes[2] % max(1, heads) == 0 else { return x }
        let (batch, tokens, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / heads
        let projected = linear(x, out: 3 * width)
        let apart = transpose(reshape(projected, [batch, tokens, 3, heads, depth]), [2, 0, 3, 4, 1])
        let parts = split(apart, axis: 0, into: [1, 1, 1])
        let query = unitLength(squeeze(parts[0], axes: [0]))
        let key = unitLength(squeeze(parts[1], axes: [0]))
        let value = squeeze(parts[2], axes: [0])
        var scores = matMul(query, transpose(key, [0, 1, 3, 2]))
        scores = mul(scores, weight([heads, 1, 1]))
        let mixed = matMul(softmax(scores), value)
        let together = reshape(transpose(mixed, [0, 3, 1, 2]), [batch, tokens, width])
        return linear(together, out: width)
    }

    private mutating func unitLength(_ x: TensorID) -> TensorID {
        let norm = reduce(.reduceL2, x, axes: [sizes(x).count - 1], keeps: true)
        let floored = node(.clip, [norm, scalar(1e-12), nil], to: sizes(norm))
        return div(x, expand(floored, to: sizes(x)))
    }

    /// A Swin block over `[n, h, w, c]` (Liu and others 2021, arXiv:2103.14030), shifted by half a window or
    /// not.
    mutating func windowBlock(
        _ x: TensorID, window: Int, heads: Int, shifts: Bool, hidden: Int, style: AttentionStyle
    ) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 4 else { return x }
        let attended = windowAttention(layerNorm(x), window, heads: heads, shifts: shifts, style: style)
        let middle = add(x, attended)
        return add(middle, perceptron(layerNorm(middle), hidden: hidden))
    }

    private mutating func windowAttention(
        _ x: TensorID, _ window: Int, heads: Int, shifts: Bool, style: AttentionStyle
    ) -> TensorID {
        let sizes = sizes(x)
        let (batch, width) = (sizes[0], sizes[3])
        let rows = (sizes[1] + window - 1) / window
        let columns = (sizes[2] + window - 1) / window
        var y = x
        if rows * window != sizes[1] || columns * window != sizes[2] {
            y = pad(
                y, before: [0, 0, 0, 0], after: [0, rows * window - sizes[1], columns * window - sizes[2], 0])
        }
        let shift = window / 2
        let isShifted = shifts && rows * columns > 1 && shift > 0
        if isShifted { y = roll(roll(y, axis: 1, by: shift), axis: 2, by: shift) }
        let tokens = window * window
        let apart = reshape(y, [batch, rows, window, columns, window, width])
        let windows = reshape(transpose(apart, [0, 1, 3, 2, 4, 5]), [batch * rows * columns, tokens, width])
        let bias = weight([1, heads, tokens, tokens])
        let mask = isShifted ? weight([1, rows * columns, 1, tokens, tokens]) : nil
        let mixed = attention(windows, heads: heads, style: style, bias: bias, mask: mask)
        let grid = reshape(mixed, [batch, rows, columns, window, window, width])
        y = reshape(
            transpose(grid, [0, 1, 3, 2, 4, 5]), [batch, rows * window, columns * window, width])
        if isShifted {
            y = roll(y, axis: 1, by: rows * window - shift)
            y = roll(y, axis: 2, by: columns * window - shift)
        }
        if rows * window != sizes[1] { y = slice(y, axis: 1, from: 0, to: sizes[1]) }
        if columns * window != sizes[2] { y = slice(y, axis: 2, from: 0, to: sizes[2]) }
        return y
    }

    /// Moves the first `count` elements to the end: two Slices and a Concat.
    mutating func roll(_ x: TensorID, axis: Int, by count: Int) -> TensorID {
        let size = sizes(x)[axis]
        let front = slice(x, axis: axis, from: 0, to: count)
        let rest = slice(x, axis: axis, from: count, to: size)
        return concat([rest, front], axis: axis)
    }

    /// Halves an image in channels-last layout: four strided Slices, Concat, normalisation, projection.
    mutating func patchMerging(_ x: TensorID, out: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 4 else { return x }
        var parts: [TensorID] = []
        for column in 0...1 {
            for row in 0...1 {
                let rows = slice(x, axis: 1, from: row, to: sizes[1], step: 2)
                parts.append(slice(rows, axis: 2, from: column, to: sizes[2], step: 2))
            }
        }
        return linear(layerNorm(concat(parts, axis: 3)), out: out, bias: false)
    }
}
