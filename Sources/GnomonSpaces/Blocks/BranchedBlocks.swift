import GnomonGraph

extension NetworkBuilder {
    /// Mixes the channels of `groups` groups: Reshape, Transpose, Reshape.
    mutating func channelShuffle(_ x: TensorID, groups: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 4 else { return x }
        let apart = reshape(x, [sizes[0], groups, sizes[1] / groups, sizes[2], sizes[3]])
        return reshape(transpose(apart, [0, 2, 1, 3, 4]), sizes)
    }

    /// A ShuffleNetV2 unit (Ma and others 2018, arXiv:1807.11164); channels are cut by Slice or by Split.
    mutating func shuffleUnit(
        _ x: TensorID, out: Int, stride: Int, kernel: Int = 3, slices: Bool, _ activation: Activation = .relu
    ) -> TensorID {
        let half = out / 2
        var (left, right) = (x, x)
        if stride == 1 {
            let channels = channels(x)
            if slices {
                right = slice(x, axis: 1, from: channels / 2, to: channels)
                left = slice(x, axis: 1, from: 0, to: channels / 2)
            } else {
                let parts = split(x, axis: 1, into: [channels / 2, channels - channels / 2])
                (left, right) = (parts[0], parts[1])
            }
        } else {
            left = depthwise(x, kernel: Extent(kernel), stride: Extent(stride))
            left = convAct(left, out: half, activation)
        }
        right = convAct(right, out: half, activation)
        right = depthwise(right, kernel: Extent(kernel), stride: Extent(stride))
        right = convAct(right, out: half, activation)
        return channelShuffle(concat([left, right]), groups: 2)
    }

    /// A ShuffleNetV1 unit (Zhang and others 2017, arXiv:1707.01083).
    mutating func groupShuffleUnit(_ x: TensorID, out: Int, stride: Int, groups: Int) -> TensorID {
        let channels = channels(x)
        let width = max(groups, out / 4 / groups * groups)
        let firstGroups = channels % groups == 0 ? groups : 1
        var y = convAct(x, out: width, groups: firstGroups)
        y = depthwise(channelShuffle(y, groups: groups), kernel: 3, stride: Extent(stride))
        if stride == 1, channels == out {
            y = conv(y, out: out, groups: groups)
            return relu(add(x, y))
        }
        let rest = out > channels ? out - channels : out
        y = conv(y, out: rest, groups: rest % groups == 0 ? groups : 1)
        let pooled =
            stride == 1
            ? x : averagePool(x, kernel: 3, stride: Extent(stride), padding: 1, countsPadding: false)
        return relu(concat([pooled, y]))
    }

    /// A DenseNet layer (Huang and others 2016, arXiv:1608.06993): the first normalisation cannot be folded.
    mutating func denseLayer(_ x: TensorID, growth: Int, width: Int) -> TensorID {
        let normal = relu(batchNorm(x))
        let first = convAct(normal, out: width)
        let second = conv(first, out: growth, kernel: 3, bias: false)
        return concat([x, second])
    }

    /// Normalisation, 1x1 convolution and pooling between dense blocks.
    mutating func denseTransition(_ x: TensorID, out: Int) -> TensorID {
        let normal = relu(batchNorm(x))
        let y = conv(normal, out: out, bias: false)
        return averagePool(y, kernel: 2, stride: 2)
    }

    /// One-shot aggregation (Lee and others 2019, arXiv:1904.09730): all results concatenated once.
    mutating func oneShot(_ x: TensorID, width: Int, layers: Int, out: Int, squeezes: Bool) -> TensorID {
        var results = [x]
        var y = x
        for _ in 0..<layers {
            y = convAct(y, out: width, kernel: 3)
            results.append(y)
        }
        y = convAct(concat(results), out: out)
        if squeezes {
            let gate = activate(conv(reduceMean(y, axes: [2, 3], keeps: true), out: out), .hardSigmoid)
            y = mul(y, gate)
        }
        return channels(x) == out ? add(y, x) : y
    }

    /// A SqueezeNet module (Iandola and others 2016, arXiv:1602.07360).
    mutating func fire(_ x: TensorID, squeeze: Int, expand: Int) -> TensorID {
        let squeezed = convAct(x, out: squeeze)
        let small = convAct(squeezed, out: expand)
        let large = convAct(squeezed, out: expand, kernel: 3)
        return concat([small, large])
    }

    /// A cross-stage block (Wang and others 2019, arXiv:1911.11929): one half through residual blocks, joined
    /// at the end.
    mutating func crossStage(
        _ x: TensorID, out: Int, blocks: Int, splits: Bool, _ activation: Activation
    ) -> TensorID {
        let half = out / 2
        var (left, right) = (x, x)
        if splits {
            let both = convAct(x, out: 2 * half, activation)
            let parts = split(both, axis: 1, into: [half, half])
            (left, right) = (parts[0], parts[1])
        } else {
            left = convAct(x, out: half, activation)
            right = convAct(x, out: half, activation)
        }
        for _ in 0..<blocks {
            let first = convAct(right, out: half, activation)
            let second = convAct(first, out: half, kernel: 3, activation)
            right = add(right, second)
        }
        return convAct(concat([right, left]), out: out, activation)
    }
}
