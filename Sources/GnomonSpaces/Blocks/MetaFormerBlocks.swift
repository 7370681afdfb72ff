import GnomonGraph

extension NetworkBuilder {
    /// A PoolFormer block (Yu and others 2021, arXiv:2111.11418): pooling less the input in place of
    /// attention.
    mutating func poolFormerBlock(_ x: TensorID) -> TensorID {
        let channels = channels(x)
        let normal = groupNorm(x, groups: 1)
        let pooled = averagePool(normal, kernel: 3, stride: 1, padding: 1, countsPadding: false)
        let mixed = mul(sub(pooled, normal), weight([channels, 1, 1]))
        let middle = add(x, mixed)
        let hidden = convAct(groupNorm(middle, groups: 1), out: 4 * channels, .gelu)
        return add(middle, mul(conv(hidden, out: channels), weight([channels, 1, 1])))
    }

    /// Two depthwise convolutions over tokens laid out as an image.
    mutating func localMixing(_ x: TensorID) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 3 else { return x }
        var side = 1
        while (side + 1) * (side + 1) <= sizes[1] { side += 1 }
        guard side * side == sizes[1] else { return x }
        let turned = transpose(layerNorm(x), [0, 2, 1])
        var y = reshape(turned, [sizes[0], sizes[2], side, side])
        y = activate(depthwise(y, kernel: 3), .gelu)
        y = depthwise(batchNorm(y), kernel: 3)
        let tokens = transpose(reshape(y, [sizes[0], sizes[2], sizes[1]]), [0, 2, 1])
        return add(x, mul(tokens, weight([sizes[2]])))
    }

    /// A MobileViT block (Mehta, Rastegari 2021, arXiv:2110.02178): attention between pixels of equal
    /// position.
    mutating func mobileViTBlock(
        _ x: TensorID, width: Int, layers: Int, heads: Int, patch: Int = 2
    ) -> TensorID {
        let (channels, image, batch) = (channels(x), image(x), sizes(x)[0])
        let (rows, columns, area) = (image.height / patch, image.width / patch, patch * patch)
        guard rows * patch == image.height, columns * patch == image.width else { return x }
        var y = convAct(x, out: channels, kernel: 3, .silu)
        y = conv(y, out: width, bias: false)
        let apart = reshape(y, [batch * width * rows, patch, columns, patch])
        let turned = transpose(apart, [0, 2, 1, 3])
        let grouped = reshape(turned, [batch, width, rows * columns, area])
        var tokens = reshape(transpose(grouped, [0, 3, 2, 1]), [batch * area, rows * columns, width])
        for _ in 0..<layers {
            tokens = encoderBlock(tokens, heads: heads, hidden: 2 * width, style: .divided, .silu)
        }
        tokens = layerNorm(tokens)
        let back = transpose(reshape(tokens, [batch, area, rows * columns, width]), [0, 3, 2, 1])
        let patches = reshape(back, [batch * width * rows, columns, patch, patch])
        y = reshape(transpose(patches, [0, 2, 1, 3]), [batch, width, image.height, image.width])
        y = convAct(y, out: channels, .silu)
        return convAct(concat([x, y]), out: channels, kernel: 3, .silu)
    }

    /// A MobileViTv2 block (Mehta, Rastegari 2022, arXiv:2206.02680): attention of linear cost between pixels of equal
    /// position, all of it 1x1 convolutions and one Split into unequal parts.
    mutating func separableViTBlock(_ x: TensorID, width: Int, layers: Int, patch: Int = 2) -> TensorID {
        let (channels, image, batch) = (channels(x), image(x), sizes(x)[0])
        let (rows, columns, area) = (image.height / patch, image.width / patch, patch * patch)
        guard rows * patch == image.height, columns * patch == image.width else { return x }
        var y = conv(convAct(depthwise(x, kernel: 3), out: channels, .silu), out: width, bias: false)
        let apart = reshape(y, [batch, width, rows, patch, columns, patch])
        y = reshape(transpose(apart, [0, 1, 3, 5, 2, 4]), [batch, width, area, rows * columns])
        for _ in 0..<layers {
            y = add(y, separableAttention(groupNorm(y, groups: 1)))
            let hidden = convAct(groupNorm(y, groups: 1), out: 2 * width, .silu)
            y = add(y, conv(hidden, out: width))
        }
        y = groupNorm(y, groups: 1)
        let back = reshape(y, [batch, width, patch, patch, rows, columns])
        y = reshape(transpose(back, [0, 1, 4, 2, 5, 3]), [batch, width, image.height, image.width])
        return conv(y, out: channels)
    }

    private mutating func separableAttention(_ x: TensorID) -> TensorID {
        let width = channels(x)
        let parts = split(conv(x, out: 1 + 2 * width), axis: 1, into: [1, width, width])
        let scores = softmax(parts[0])
        let context = reduce(.reduceSum, mul(parts[1], scores), axes: [3], keeps: true)
        return conv(mul(relu(parts[2]), expand(context, to: sizes(parts[2]))), out: width)
    }
}
