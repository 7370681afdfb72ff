import GnomonGraph

/// A row of a table of inverted residual blocks.
struct InvertedRow: Sendable {
    /// Channels after the projection.
    var out: Int
    /// Channels of the depthwise convolution over those that come in.
    var expansion: Double
    var kernel = 3
    var stride = 1
    /// How often the block stands in a row; only the first has the stride.
    var depth = 1
    /// Channels of the squeeze layer over those that come in; 0 for none.
    var squeeze = 0.0
    /// Channels of the squeeze layer; nil to reckon them from `squeeze`.
    var reduced: Int?
    /// The published width of the depthwise convolution; nil to reckon it from `expansion`.
    var wide: Int?
    var activation = Activation.relu6
    var gate = Activation.sigmoid
    /// Whether the sum is left out even where it could be.
    var isPlain = false
}

extension Draft {
    /// Adds the blocks of a table (Sandler and others 2018, arXiv:1801.04381).
    ///
    /// Rows at stride 1 that keep the published channels keep those of a variant, too: their sums stay.
    mutating func inverted(_ x: TensorID, _ rows: [InvertedRow]) -> TensorID {
        var y = x
        var published = 0
        for row in rows {
            let keeps = row.stride == 1 && row.out == published
            let out = keeps ? net.channels(y) : channels(row.out)
            for index in 0..<row.depth {
                y = invertedBlock(y, row, out: out, stride: index == 0 ? row.stride : 1)
            }
            published = row.out
        }
        return y
    }

    private mutating func invertedBlock(
        _ x: TensorID, _ row: InvertedRow, out: Int, stride: Int
    ) -> TensorID {
        let channels = net.channels(x)
        var y = x
        if row.expansion != 1 {
            let wide =
                row.wide.map { scaled($0) } ?? Int((Double(channels) * row.expansion).rounded())
            y = convNorm(x, redraw.channels(wide), row.activation)
        }
        y = depthwiseNorm(y, kernel: row.kernel, stride: stride, row.activation)
        if row.squeeze > 0 || row.reduced != nil {
            let reduced =
                row.reduced.map { scaled($0) } ?? max(1, Int(Double(channels) * row.squeeze))
            let inner: Activation = row.activation == .hardSwish ? .relu : row.activation
            y = squeezeExcite(y, redraw.channels(reduced), inner, row.gate)
        }
        y = convNorm(y, out, .none)
        return stride == 1 && channels == out && !row.isPlain ? net.add(y, x) : y
    }
}
