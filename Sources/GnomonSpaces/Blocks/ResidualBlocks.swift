import GnomonGraph

extension NetworkBuilder {
    /// A convolution whose batch normalisation is folded, and its activation.
    mutating func convAct(
        _ x: TensorID, out: Int, kernel: Extent = 1, stride: Extent = 1, dilation: Extent = 1,
        groups: Int = 1,
        _ activation: Activation = .relu
    ) -> TensorID {
        let y = conv(x, out: out, kernel: kernel, stride: stride, dilation: dilation, groups: groups)
        return activate(y, activation)
    }

    /// The shortcut of a residual block: nothing, a 1x1 convolution, or pooling and a 1x1 convolution
    /// (ResNet-D).
    mutating func shortcut(_ x: TensorID, out: Int, stride: Int, pools: Bool = false) -> TensorID {
        guard stride != 1 || channels(x) != out else { return x }
        guard pools, stride == 2, image(x).height % 2 == 0, image(x).width % 2 == 0 else {
            return conv(x, out: out, stride: Extent(stride))
        }
        let pooled = averagePool(x, kernel: 2, stride: 2)
        return conv(pooled, out: out)
    }

    /// Two 3x3 convolutions around a sum (He and others 2015, arXiv:1512.03385).
    mutating func basicBlock(
        _ x: TensorID, out: Int, stride: Int = 1, _ activation: Activation = .relu, squeeze: Int = 0,
        pools: Bool = false
    ) -> TensorID {
        let first = convAct(x, out: out, kernel: 3, stride: Extent(stride), activation)
        var second = conv(first, out: out, kernel: 3)
        if squeeze > 0 { second = squeezeExcite(second, reduced: squeeze, .relu, .sigmoid) }
        let shortcut = shortcut(x, out: out, stride: stride, pools: pools)
        return activate(add(second, shortcut), activation)
    }

    /// 1x1, 3x3 (grouped in ResNeXt, wide in Wide ResNet), 1x1 around a sum.
    mutating func bottleneck(
        _ x: TensorID, width: Int, out: Int, stride: Int = 1, groups: Int = 1, dilation: Int = 1,
        _ activation: Activation = .relu, squeeze: Int = 0, pools: Bool = false
    ) -> TensorID {
        let first = convAct(x, out: width, activation)
        let second = convAct(
            first, out: width, kernel: 3, stride: Extent(stride), dilation: Extent(dilation), groups: groups,
            activation)
        var third = conv(second, out: out)
        if squeeze > 0 { third = squeezeExcite(third, reduced: squeeze, .relu, .sigmoid) }
        let shortcut = shortcut(x, out: out, stride: stride, pools: pools)
        return activate(add(third, shortcut), activation)
    }

    /// A bottleneck whose 3x3 goes over slices that feed each other (Gao and others 2019, arXiv:1904.01169).
    mutating func res2Block(_ x: TensorID, width: Int, scales: Int, out: Int) -> TensorID {
        let first = convAct(x, out: width * scales)
        let parts = split(first, axis: 1, into: [Int](repeating: width, count: scales))
        var results: [TensorID] = []
        for index in 0..<(scales - 1) {
            let input = index == 0 ? parts[0] : add(results[index - 1], parts[index])
            results.append(convAct(input, out: width, kernel: 3))
        }
        results.append(parts[scales - 1])
        let third = conv(concat(results), out: out)
        return relu(add(third, shortcut(x, out: out, stride: 1)))
    }

    /// Scales channels by what a small network makes of their means (Hu and others 2017, arXiv:1709.01507).
    mutating func squeezeExcite(
        _ x: TensorID, reduced: Int, _ inner: Activation, _ gate: Activation, reduces: Bool = false
    ) -> TensorID {
        let mean = reduces ? reduceMean(x, axes: [2, 3], keeps: true) : globalAveragePool(x)
        let squeezed = convAct(mean, out: max(1, reduced), inner)
        let gates = convAct(squeezed, out: channels(x), gate)
        return mul(x, gates)
    }
}
