import GnomonGraph

extension NetworkBuilder {
    /// The pixels of an image as tokens: `[n, height x width, channels]`.
    mutating func tokens(of x: TensorID) -> TensorID {
        let (channels, image) = (channels(x), image(x))
        return transpose(reshape(x, [sizes(x)[0], channels, image.height * image.width]), [0, 2, 1])
    }

    /// Tokens laid out as an image.
    mutating func image(of x: TensorID, _ image: Extent) -> TensorID {
        let sizes = sizes(x)
        return reshape(transpose(x, [0, 2, 1]), [sizes[0], sizes[2], image.height, image.width])
    }

    /// A block of a pyramid transformer over tokens that lie as `image`: attention whose cost grows slowly with the number
    /// of tokens, then a perceptron with a depthwise convolution (Wang and others 2022, arXiv:2106.13797; Xie and others
    /// 2021, arXiv:2105.15203).
    mutating func pyramidBlock(
        _ x: TensorID, _ image: Extent, heads: Int, reduction: Int, hidden: Int, isFactored: Bool
    ) -> TensorID {
        let normal = layerNorm(x)
        let mixed =
            isFactored
            ? factoredAttention(normal, heads: heads)
            : reducedAttention(normal, image, heads: heads, reduction: reduction)
        let middle = add(x, mixed)
        let wide = linear(layerNorm(middle), out: hidden)
        let local = tokens(of: depthwise(self.image(of: wide, image), kernel: 3))
        return add(middle, linear(activate(local, .gelu), out: sizes(x)[2]))
    }

    /// Attention to an image made smaller by a convolution of `reduction`.
    private mutating func reducedAttention(
        _ x: TensorID, _ image: Extent, heads: Int, reduction: Int
    ) -> TensorID {
        let sizes = sizes(x)
        let (batch, width) = (sizes[0], sizes[2])
        let depth = width / max(1, heads)
        let query = transpose(reshape(linear(x, out: width), [batch, sizes[1], heads, depth]), [0, 2, 1, 3])
        var source = x
        if reduction > 1, image.height % reduction == 0, image.width % reduction == 0 {
            let small = conv(
                self.image(of: x, image), out: width, kernel: Extent(reduction), stride: Extent(reduction),
                padding: 0)
            source = layerNorm(tokens(of: small))
        }
        let count = self.sizes(source)[1]
        let pair = reshape(linear(source, out: 2 * width), [batch, count, 2, heads, depth])
        let apart = transpose(pair, [2, 0, 3, 1, 4])
        let (key, value) = (pick(apart, axis: 0, index: 0), pick(apart, axis: 0, index: 1))
        let scores = mul(
            matMul(query, transpose(key, [0, 1, 3, 2])), scalar(1 / Double(depth).squareRoot()))
        let mixed = transpose(matMul(softmax(scores), value), [0, 2, 1, 3])
        return linear(reshape(mixed, sizes), out: width)
    }

    /// Attention factored into two products of linear cost, with the softmax over tokens (Xu and others 2021,
    /// arXiv:2104.06399).
    private mutating func factoredAttention(_ x: TensorID, heads: Int) -> TensorID {
        let sizes = sizes(x)
        let (batch, count, width) = (sizes[0], sizes[1], sizes[2])
        let depth = width / max(1, heads)
        let apart = transpose(
            reshape(linear(x, out: 3 * width), [batch, count, 3, heads, depth]), [2, 0, 3, 1, 4])
        let query = pick(apart, axis: 0, index: 0)
        let key = softmax(pick(apart, axis: 0, index: 1), axis: 2)
        let context = matMul(transpose(key, [0, 1, 3, 2]), pick(apart, axis: 0, index: 2))
        let mixed = mul(matMul(query, context), scalar(1 / Double(depth).squareRoot()))
        return linear(reshape(transpose(mixed, [0, 2, 1, 3]), sizes), out: width)
    }
}
