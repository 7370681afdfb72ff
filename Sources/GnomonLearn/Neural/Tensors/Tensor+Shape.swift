/// Products, sums along axes, and other shapes of the same numbers.
extension Tensor {
    /// The matrix product of the last two axes; further axes are broadcast.
    public func matmul(_ other: Tensor) throws(LearnError) -> Tensor {
        try engine.apply("matmul", [self, other])
    }

    /// The last two axes exchanged.
    public func transposed() throws(LearnError) -> Tensor {
        var axes = Array(0..<sizes.count)
        guard axes.count >= 2 else { throw LearnError(.tensor, "a tensor of \(sizes) cannot be transposed") }
        axes.swapAt(axes.count - 1, axes.count - 2)
        return try permuted(axes)
    }

    /// The axes in another order.
    public func permuted(_ axes: [Int]) throws(LearnError) -> Tensor {
        try engine.apply("permute", [self], lists: [axes])
    }

    /// The same numbers in another shape; one size may be -1.
    public func reshaped(_ sizes: [Int]) throws(LearnError) -> Tensor {
        try engine.apply("reshape", [self], lists: [sizes])
    }

    /// The sum along axes; along all without any.
    public func sum(_ axes: [Int]? = nil, keepingAxes keep: Bool = false) throws(LearnError) -> Tensor {
        try engine.apply("sum", [self], lists: [axes ?? Array(0..<sizes.count), [keep ? 1 : 0]])
    }

    /// The mean along axes; along all without any.
    public func mean(_ axes: [Int]? = nil, keepingAxes keep: Bool = false) throws(LearnError) -> Tensor {
        try engine.apply("mean", [self], lists: [axes ?? Array(0..<sizes.count), [keep ? 1 : 0]])
    }

    /// Positive numbers with sum 1 along an axis: e^x over their sum.
    public func softmax(_ axis: Int = -1) throws(LearnError) -> Tensor {
        try engine.apply("softmax", [self], lists: [[axis, 0]])
    }

    /// The logarithm of ``softmax(_:)``.
    public func logSoftmax(_ axis: Int = -1) throws(LearnError) -> Tensor {
        try engine.apply("log_softmax", [self], lists: [[axis, 0]])
    }

    /// log of the sum of e^x up to each place along an axis.
    public func logCumulativeSumOfExponentials(_ axis: Int) throws(LearnError) -> Tensor {
        try engine.apply("logcumsumexp", [self], lists: [[axis]])
    }

    /// Turned round along an axis.
    public func flipped(_ axis: Int) throws(LearnError) -> Tensor {
        try engine.apply("flip", [self], lists: [[axis]])
    }

    /// The slices along an axis that an index of integers names; the index may have any shape.
    public func gathered(_ index: Tensor, axis: Int = 0) throws(LearnError) -> Tensor {
        try engine.apply("gather", [self, index], lists: [[axis, 0, 0]])
    }

    /// The places `range` along an axis.
    public func sliced(_ range: Range<Int>, axis: Int) throws(LearnError) -> Tensor {
        let axis = axis < 0 ? axis + sizes.count : axis
        guard sizes.indices.contains(axis), range.lowerBound >= 0, range.upperBound <= sizes[axis] else {
            throw LearnError(.tensor, "there is no \(range) along axis \(axis) of \(sizes)")
        }
        return try engine.apply("slice", [self], lists: [[axis, range.lowerBound, range.upperBound, 1]])
    }

    /// Tensors behind each other along an axis.
    public static func concatenated(_ parts: [Tensor], axis: Int) throws(LearnError) -> Tensor {
        guard let first = parts.first else { throw LearnError(.tensor, "nothing to put together") }
        return try first.engine.apply("concat", parts, lists: [[axis]])
    }

    /// Some numbers set to 0, each with `probability`, and the others scaled up by 1 / (1 - probability).
    public func dropout(_ probability: Double, seed: UInt64) throws(LearnError) -> Tensor {
        guard probability > 0 else { return self }
        return try engine.apply(
            "dropout", [self], lists: [[Int(bitPattern: UInt(seed))]], numbers: [min(1, probability)])
    }

    /// The same numbers again and again along axes of size 1, which nothing is copied for.
    public func expanded(_ sizes: [Int]) throws(LearnError) -> Tensor {
        try engine.apply("expand", [self], lists: [sizes])
    }
}
