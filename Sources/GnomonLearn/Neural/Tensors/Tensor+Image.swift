/// What networks on images are made of; images are samples x channels x height x width.
extension Tensor {
    /// The convolution with a weight of outputs x inputs of a group x height x width.
    public func convolved(
        _ weight: Tensor, bias: Tensor? = nil, _ window: ImageWindow, groups: Int = 1
    ) throws(LearnError) -> Tensor {
        try engine.apply(
            "conv", [self, weight, bias],
            lists: [window.strides, window.padsBegin, window.padsEnd, window.dilations, [groups]])
    }

    /// The mean under each window; with `countsPadding` the zeros around the image count.
    public func averagePooled(_ window: ImageWindow, countsPadding: Bool) throws(LearnError) -> Tensor {
        try engine.apply("avg_pool", [self], lists: Self.lists(window, countsPadding))
    }

    /// The largest number under each window.
    public func maxPooled(_ window: ImageWindow) throws(LearnError) -> Tensor {
        try engine.apply("max_pool", [self], lists: Self.lists(window, false))
    }

    /// Each channel with mean 0 and variance 1 over the batch, then times gamma plus beta (Ioffe, Szegedy 2015,
    /// arXiv:1502.03167).
    ///
    /// Axis 1 is the channels. Running means and variances are changed in place: `momentum` of the batch's, the rest
    /// of their own.
    public func normalisedByBatch(
        gamma: Tensor?, beta: Tensor?, mean: Tensor? = nil, variance: Tensor? = nil, momentum: Double = 0.1,
        epsilon: Double = 1e-5
    ) throws(LearnError) -> Tensor {
        try engine.apply(
            "batch_norm_training", [self, gamma, beta, mean, variance], numbers: [epsilon, momentum])
    }

    /// The logarithm of the magnitude of the determinant of a square matrix.
    public func logAbsoluteDeterminant() throws(LearnError) -> Tensor {
        try engine.apply("slogdet", [self])
    }

    /// The eigenvalues of a symmetric matrix in ascending order.
    public func symmetricEigenvalues() throws(LearnError) -> Tensor {
        try engine.apply("eigvalsh", [self])
    }

    /// The lists of a pooling: ATen pads both ends alike, so that other pads are written first.
    private static func lists(_ window: ImageWindow, _ countsPadding: Bool) -> [[Int]] {
        let isUneven = window.padsBegin != window.padsEnd
        return [
            window.kernel, window.strides, window.padsBegin, window.padsEnd, window.dilations,
            [isUneven ? 1 : 0, 0, countsPadding ? 1 : 0], window.kernel.map { _ in 0 },
        ]
    }
}
