import GnomonGraph

/// The choices of an inverted residual block.
struct InvertedOptions {
    var out: Int
    var expansion: Double = 6
    var kernel: Int = 3
    var stride: Int = 1
    var dilation: Int = 1
    var activation: Activation = .relu6
    /// Channels of the squeeze layer over the channels it is reckoned from; 0 for none.
    var squeeze: Double = 0
    /// Whether the squeeze is reckoned from the block's input (EfficientNet) or from the expanded width
    /// (MobileNetV3).
    var squeezesInput = true
    var gate: Activation = .sigmoid
    var reduces = false
    /// Several kernel sizes over parts of the channels (MixNet).
    var mixed: [Int] = []
}

extension NetworkBuilder {
    /// Expansion, depthwise convolution, projection (Sandler and others 2018, arXiv:1801.04381).
    mutating func invertedResidual(_ x: TensorID, _ options: InvertedOptions) -> TensorID {
        let channels = channels(x)
        let wide = max(1, Int((Double(channels) * options.expansion).rounded()))
        var y = options.expansion > 1 ? convAct(x, out: wide, options.activation) : x
        if options.mixed.count > 1, self.channels(y) >= options.mixed.count {
            y = mixedDepthwise(y, kernels: options.mixed, stride: options.stride)
        } else {
            y = depthwise(
                y, kernel: Extent(options.kernel), stride: Extent(options.stride),
                dilation: Extent(options.dilation))
        }
        y = activate(y, options.activation)
        if options.squeeze > 0 {
            let basis = Double(options.squeezesInput ? channels : wide)
            let inner: Activation = options.activation == .hardSwish ? .relu : options.activation
            y = squeezeExcite(
                y, reduced: Int(basis * options.squeeze), inner, options.gate, reduces: options.reduces)
        }
        y = conv(y, out: options.out)
        return options.stride == 1 && channels == options.out ? add(y, x) : y
    }

    /// A dense 3x3 in place of the expansion and the depthwise convolution (Tan, Le 2021, arXiv:2104.00298).
    mutating func fusedInverted(
        _ x: TensorID, out: Int, expansion: Int, kernel: Int = 3, stride: Int = 1, _ activation: Activation
    ) -> TensorID {
        let channels = channels(x)
        var y: TensorID
        if expansion == 1 {
            y = convAct(x, out: out, kernel: Extent(kernel), stride: Extent(stride), activation)
        } else {
            y = convAct(
                x, out: channels * expansion, kernel: Extent(kernel), stride: Extent(stride), activation)
            y = conv(y, out: out)
        }
        return stride == 1 && channels == out ? add(y, x) : y
    }

    /// Depthwise and 1x1, each with an activation (Howard and others 2017, arXiv:1704.04861).
    mutating func separable(
        _ x: TensorID, out: Int, kernel: Int = 3, stride: Int = 1, _ activation: Activation = .relu
    ) -> TensorID {
        let first = depthwise(x, kernel: Extent(kernel), stride: Extent(stride))
        return convAct(activate(first, activation), out: out, activation)
    }

    /// Depthwise convolutions of several sizes, each over a part of the channels (arXiv:1907.09595).
    mutating func mixedDepthwise(_ x: TensorID, kernels: [Int], stride: Int) -> TensorID {
        let channels = channels(x)
        var pieces = [Int](repeating: channels / kernels.count, count: kernels.count)
        pieces[0] += channels - pieces.reduce(0, +)
        let parts = split(x, axis: 1, into: pieces)
        var results: [TensorID] = []
        for (part, kernel) in zip(parts, kernels) {
            results.append(depthwise(part, kernel: Extent(kernel), stride: Extent(stride)))
        }
        return concat(results)
    }

    /// Half of the features by convolution, the rest from them (Han and others 2019, arXiv:1911.11907).
    mutating func ghost(_ x: TensorID, out: Int, relu: Bool, kernel: Int = 3) -> TensorID {
        let half = (out + 1) / 2
        let primary = convAct(x, out: half, relu ? .relu : .none)
        let cheap = activate(depthwise(primary, kernel: Extent(kernel)), relu ? .relu : .none)
        return slice(concat([primary, cheap]), axis: 1, from: 0, to: out)
    }

    /// A bottleneck of two ghost modules.
    mutating func ghostBottleneck(
        _ x: TensorID, width: Int, out: Int, kernel: Int, stride: Int, squeeze: Double
    ) -> TensorID {
        let channels = channels(x)
        var y = ghost(x, out: width, relu: true)
        if stride > 1 { y = depthwise(y, kernel: Extent(kernel), stride: Extent(stride)) }
        if squeeze > 0 {
            y = squeezeExcite(y, reduced: Int(Double(width) * squeeze), .relu, .hardSigmoid, reduces: true)
        }
        y = ghost(y, out: out, relu: false)
        if stride == 1, channels == out { return add(y, x) }
        let aside = depthwise(x, kernel: Extent(kernel), stride: Extent(stride))
        return add(y, conv(aside, out: out))
    }
}
