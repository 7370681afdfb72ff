import GnomonGraph

/// What is known of some tensors of one network, found by position: no hashing.
struct TensorTable<Value> {
    private var values: [Value?]

    /// A table for a network of `count` tensors that says nothing yet.
    init(count: Int) {
        values = [Value?](repeating: nil, count: count)
    }

    subscript(_ tensor: TensorID) -> Value? {
        get { values[tensor.index] }
        _modify { yield &values[tensor.index] }
    }
}
