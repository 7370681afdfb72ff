import GnomonGraph

extension NetworkBuilder {
    /// Two fully connected layers with an activation between.
    mutating func perceptron(
        _ x: TensorID, hidden: Int, out: Int? = nil, _ activation: Activation = .gelu
    ) -> TensorID {
        let width = sizes(x).last ?? 1
        let first = linear(x, out: hidden)
        return linear(activate(first, activation), out: out ?? width)
    }

    /// A patch embedding: convolution, Reshape, Transpose to `[n, tokens, width]`.
    mutating func patchTokens(_ x: TensorID, width: Int, patch: Int) -> TensorID {
        let y = conv(x, out: width, kernel: Extent(patch), stride: Extent(patch), padding: 0)
        let image = image(y)
        let flat = reshape(y, [sizes(x)[0], width, image.height * image.width])
        return transpose(flat, [0, 2, 1])
    }

    /// Puts a class token before the others and adds the positions.
    mutating func classToken(_ x: TensorID) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 3 else { return x }
        let token = weight([sizes[0], 1, sizes[2]])
        let all = concat([token, x], axis: 1)
        return add(all, weight([1, sizes[1] + 1, sizes[2]]))
    }

    /// A transformer encoder block (Dosovitskiy and others 2020, arXiv:2010.11929).
    mutating func encoderBlock(
        _ x: TensorID, heads: Int, hidden: Int, style: AttentionStyle, scales: Bool = false,
        _ activation: Activation = .gelu
    ) -> TensorID {
        var y = attention(layerNorm(x), heads: heads, style: style)
        if scales { y = mul(y, weight([sizes(x).last ?? 1])) }
        let middle = add(x, y)
        var z = perceptron(layerNorm(middle), hidden: hidden, activation)
        if scales { z = mul(z, weight([sizes(x).last ?? 1])) }
        return add(middle, z)
    }

    /// A Mixer block (Tolstikhin and others 2021, arXiv:2105.01601): a perceptron over tokens, then one over
    /// channels.
    mutating func mixerBlock(_ x: TensorID, tokens: Int, hidden: Int) -> TensorID {
        let turned = transpose(layerNorm(x), [0, 2, 1])
        let mixed = transpose(perceptron(turned, hidden: tokens), [0, 2, 1])
        let middle = add(x, mixed)
        return add(middle, perceptron(layerNorm(middle), hidden: hidden))
    }

    /// A ResMLP block (Touvron and others 2021, arXiv:2105.03404): affine maps in place of normalisation.
    mutating func resMLPBlock(_ x: TensorID, hidden: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 3 else { return x }
        let width = sizes[2]
        let first = add(weight([width]), mul(weight([1, 1, width]), x))
        let turned = transpose(first, [0, 2, 1])
        let mixed = transpose(linear(turned, out: sizes[1]), [0, 2, 1])
        let middle = add(x, mul(mixed, weight([width])))
        let second = add(weight([width]), mul(weight([1, 1, width]), middle))
        return add(middle, mul(perceptron(second, hidden: hidden), weight([width])))
    }

    /// A ConvNeXt block (Liu and others 2022, arXiv:2201.03545); `convolves` uses 1x1 convolutions for the
    /// perceptron.
    mutating func convNeXtBlock(
        _ x: TensorID, kernel: Int = 7, expansion: Int = 4, scales: Bool = true, convolves: Bool = false
    ) -> TensorID {
        let channels = channels(x)
        var y = depthwise(x, kernel: Extent(kernel))
        if convolves {
            y = layerNorm2d(y)
            y = convAct(y, out: channels * expansion, .gelu)
            y = conv(y, out: channels)
            if scales { y = mul(y, weight([1, channels, 1, 1])) }
            return add(y, x)
        }
        y = layerNorm(transpose(y, [0, 2, 3, 1]))
        y = perceptron(y, hidden: channels * expansion)
        if scales { y = mul(weight([1, 1, 1, channels]), y) }
        return add(transpose(y, [0, 3, 1, 2]), x)
    }
}
