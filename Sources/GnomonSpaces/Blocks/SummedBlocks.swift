import GnomonGraph

extension NetworkBuilder {
    /// A block as RepVGG trains it (Ding and others 2021, arXiv:2101.03697): the sum of a convolution, a 1x1 convolution and,
    /// where the shape is kept, a normalisation; with `copies` more of the first (MobileOne, arXiv:2206.04040).
    mutating func summedBranches(
        _ x: TensorID, out: Int, kernel: Int = 3, stride: Int = 1, isDepthwise: Bool = false, copies: Int = 1,
        _ activation: Activation = .relu
    ) -> TensorID {
        let channels = channels(x)
        let groups = isDepthwise ? channels : 1
        let width = isDepthwise ? channels : out
        var sum: TensorID?
        if stride == 1, width == channels { sum = batchNorm(x) }
        if kernel > 1 {
            let small = conv(x, out: width, stride: Extent(stride), groups: groups)
            sum = sum.map { add(small, $0) } ?? small
        }
        for _ in 0..<copies {
            let large = conv(x, out: width, kernel: Extent(kernel), stride: Extent(stride), groups: groups)
            sum = sum.map { add($0, large) } ?? large
        }
        return activate(sum ?? x, activation)
    }

    /// Two kernels of different sizes, of which each channel takes what a softmax over their means says (Li and others 2019,
    /// arXiv:1903.06586).
    mutating func selectiveKernels(_ x: TensorID) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 4, sizes[1] % 2 == 0 else { return x }
        let (batch, channels) = (sizes[0], sizes[1])
        let near = convAct(x, out: channels, kernel: 3, groups: channels / 2)
        let far = convAct(x, out: channels, kernel: 3, dilation: 2, groups: channels / 2)
        let both = concat([unsqueeze(near, axis: 1), unsqueeze(far, axis: 1)])
        let mean = reduceMean(reduce(.reduceSum, both, axes: [1]), axes: [2, 3], keeps: true)
        let squeezed = convAct(mean, out: max(8, channels / 16))
        let gates = reshape(conv(squeezed, out: 2 * channels), [batch, 2, channels, 1, 1])
        return reduce(.reduceSum, mul(both, softmax(gates, axis: 1)), axes: [1])
    }
}
