import GnomonGraph

/// Attention inside windows of an image in channels-last layout, with a table of relative positions.
///
/// Positions and mask are computed from stored integers, so that only what was trained counts as a weight.
struct WindowAttention {
    let window: Int
    let heads: Int
    /// Whether the image is rolled by half a window, so that neighbours across borders meet.
    let isShifted: Bool

    func build(_ x: TensorID, _ net: inout NetworkBuilder) -> TensorID {
        let sizes = net.sizes(x)
        guard sizes.count == 4, window > 0 else { return x }
        let (batch, width) = (sizes[0], sizes[3])
        let rows = (sizes[1] + window - 1) / window
        let columns = (sizes[2] + window - 1) / window
        let (height, breadth) = (rows * window, columns * window)
        var y = x
        if height != sizes[1] || breadth != sizes[2] {
            y = net.pad(
                y, before: [0, 0, 0, 0], after: [0, height - sizes[1], breadth - sizes[2], 0])
        }
        // An image of one window along an axis is not shifted along it.
        let down = isShifted && rows > 1 ? window / 2 : 0
        let right = isShifted && columns > 1 ? window / 2 : 0
        if down > 0 { y = net.roll(y, axis: 1, by: down) }
        if right > 0 { y = net.roll(y, axis: 2, by: right) }
        let tokens = window * window
        let apart = net.reshape(y, [batch, rows, window, columns, window, width])
        let windows = net.reshape(
            net.transpose(apart, [0, 1, 3, 2, 4, 5]), [batch * rows * columns, tokens, width])
        let bias = positions(&net)
        let mask =
            down + right > 0 ? self.mask(rows: rows, columns: columns, down, right, &net) : nil
        let mixed = net.attention(windows, heads: heads, style: .gathered, bias: bias, mask: mask)
        let grid = net.reshape(mixed, [batch, rows, columns, window, window, width])
        y = net.reshape(net.transpose(grid, [0, 1, 3, 2, 4, 5]), [batch, height, breadth, width])
        if down > 0 { y = net.roll(y, axis: 1, by: height - down) }
        if right > 0 { y = net.roll(y, axis: 2, by: breadth - right) }
        if height != sizes[1] { y = net.slice(y, axis: 1, from: 0, to: sizes[1]) }
        if breadth != sizes[2] { y = net.slice(y, axis: 2, from: 0, to: sizes[2]) }
        return y
    }

    /// What each pair of places in a window adds to each head's scores: `[1, heads, tokens, tokens]`.
    private func positions(_ net: inout NetworkBuilder) -> TensorID {
        let (span, tokens) = (2 * window - 1, window * window)
        let table = net.weight([span * span, heads])
        var indices: [Int] = []
        indices.reserveCapacity(tokens * tokens)
        for from in 0..<tokens {
            for to in 0..<tokens {
                let row = from / window - to / window + window - 1
                indices.append(row * span + from % window - to % window + window - 1)
            }
        }
        let taken = net.reshape(
            net.gather(table, axis: 0, indices: indices), [tokens, tokens, heads])
        return net.unsqueeze(net.transpose(taken, [2, 0, 1]), axis: 0)
    }

    /// Minus one hundred where two places of a rolled window do not belong together, else zero:
    /// `[1, windows, 1, tokens, tokens]`.
    private func mask(
        rows: Int, columns: Int, _ down: Int, _ right: Int, _ net: inout NetworkBuilder
    ) -> TensorID {
        func region(_ place: Int, of size: Int, shift: Int) -> Int {
            if shift == 0 || place < size - window { return 0 }
            return place < size - shift ? 1 : 2
        }
        let tokens = window * window
        var regions: [Int] = []
        for row in 0..<rows {
            for column in 0..<columns {
                for token in 0..<tokens {
                    let y = row * window + token / window
                    let x = column * window + token % window
                    regions.append(
                        3 * region(y, of: rows * window, shift: down)
                            + region(x, of: columns * window, shift: right))
                }
            }
        }
        let stored = net.integers(regions)
        let from = net.node(
            .reshape, [stored, net.integers([1, rows * columns, 1, tokens, 1])], ["allowzero": .int(0)],
            to: [1, rows * columns, 1, tokens, 1], type: .int64)
        let to = net.node(
            .reshape, [stored, net.integers([1, rows * columns, 1, 1, tokens])], ["allowzero": .int(0)],
            to: [1, rows * columns, 1, 1, tokens], type: .int64)
        let same = net.binary(.equal, from, to)
        let (kept, barred) = (net.scalar(0), net.scalar(-100))
        return net.select(same, kept, barred)
    }
}
