/// Attention in several heads: softmax(Q K^T / sqrt(width)) V of each head, put together and mapped once more
/// (Vaswani and others 2017, arXiv:1706.03762).
public struct MultiHeadAttention: Module {
    /// Makes Q.
    public let query: Linear
    /// Makes K.
    public let key: Linear
    /// Makes V.
    public let value: Linear
    /// Maps the heads' results.
    public let output: Linear
    /// The number of heads.
    public let heads: Int

    /// A layer over rows of a width.
    ///
    /// - Throws: `LearnError` (parameter) where the width cannot be shared among the heads.
    public init(_ width: Int, heads: Int, _ source: inout WeightSource) throws(LearnError) {
        guard heads >= 1, width >= heads, width % heads == 0 else {
            throw LearnError(.parameter, "a width of \(width) cannot be shared among \(heads) heads")
        }
        query = try Linear(width, width, &source)
        key = try Linear(width, width, &source)
        value = try Linear(width, width, &source)
        output = try Linear(width, width, &source)
        self.heads = heads
    }

    /// The layer's result for x: sequences x places x width.
    ///
    /// The mask is sequences x places x places, above 0 where the first place sees the second; each place must see
    /// one.
    public func callAsFunction(_ x: Tensor, mask: Tensor? = nil) throws(LearnError) -> Tensor {
        let (sequences, places, width) = (x.sizes[0], x.sizes[1], x.sizes[2])
        func split(_ y: Tensor) throws(LearnError) -> Tensor {
            try y.reshaped([sequences, places, heads, width / heads]).permuted([0, 2, 1, 3])
        }
        let (q, k, v) = (try split(query(x)), try split(key(x)), try split(value(x)))
        var scores = try q.matmul(k.transposed()) / Double(width / heads).squareRoot()
        if let mask {
            let seen = try mask.reshaped([sequences, 1, places, places])
            scores = try scores.selected(by: seen, else: x.engine.full(-.infinity, []))
        }
        let mixed = try scores.softmax().matmul(v).permuted([0, 2, 1, 3])
        return try output(mixed.reshaped([sequences, places, width]))
    }
}
