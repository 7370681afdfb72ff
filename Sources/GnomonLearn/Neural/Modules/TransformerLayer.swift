/// x + attention(norm x), then x + W gelu(V norm x + b) + c (Vaswani and others 2017, arXiv:1706.03762; norms first as
/// in Xiong and others 2020, arXiv:2002.04745).
public struct TransformerLayer: Module {
    /// The norm before attention.
    public let attentionNorm: LayerNorm
    /// Attention of places to places.
    public let attention: MultiHeadAttention
    /// The norm before the two linear layers.
    public let norm: LayerNorm
    /// The wide linear layer.
    public let wide: Linear
    /// The one back.
    public let narrow: Linear

    /// A layer over rows of a width.
    ///
    /// - Throws: `LearnError` (parameter) where the width cannot be shared among the heads.
    public init(_ width: Int, heads: Int, hidden: Int, _ source: inout WeightSource) throws(LearnError) {
        attentionNorm = try LayerNorm(width, &source)
        attention = try MultiHeadAttention(width, heads: heads, &source)
        norm = try LayerNorm(width, &source)
        wide = try Linear(width, hidden, &source)
        narrow = try Linear(hidden, width, &source)
    }

    /// The layer's result for x: sequences x places x width; the mask is that of ``MultiHeadAttention``.
    public func callAsFunction(_ x: Tensor, mask: Tensor? = nil) throws(LearnError) -> Tensor {
        let y = try x + attention(attentionNorm(x), mask: mask)
        return try y + narrow(wide(norm(y)).gelu())
    }
}
