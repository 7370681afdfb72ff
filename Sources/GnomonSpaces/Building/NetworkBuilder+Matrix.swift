public import GnomonGraph

extension NetworkBuilder {
    /// The product of the last two axes, the axes before broadcast.
    public mutating func matMul(_ a: TensorID, _ b: TensorID) -> TensorID {
        let (left, right) = (sizes(a), sizes(b))
        guard left.count >= 2, right.count >= 2, left[left.count - 1] == right[right.count - 2] else {
            require(false, "MatMul of \(left) and \(right)")
            return a
        }
        let outer = broadcast(Array(left.dropLast(2)), Array(right.dropLast(2)))
        let (rows, inner, columns) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        let result = outer + [rows, columns]
        return node(.matMul, [a, b], to: result, macs: outer.reduce(1, *) * rows * inner * columns)
    }

    /// A fully connected layer over the last axis, as PyTorch exports it for more than two axes: MatMul and
    /// Add.
    public mutating func linear(_ x: TensorID, out: Int, bias: Bool = true) -> TensorID {
        let product = matMul(x, weight([sizes(x).last ?? 1, out]))
        return bias ? add(weight([out]), product) : product
    }

    /// A fully connected layer on `[n, k]`, exported as Gemm with transposed weights.
    public mutating func gemm(_ x: TensorID, out: Int) -> TensorID {
        let sizes = sizes(x)
        guard sizes.count == 2 else {
            require(false, "Gemm of \(sizes)")
            return x
        }
        return node(
            .gemm, [x, weight([out, sizes[1]]), weight([out])],
            ["transA": .int(0), "transB": .int(1), "alpha": .float(1), "beta": .float(1)],
            to: [sizes[0], out], macs: sizes[0] * sizes[1] * out)
    }

    /// Normalises the last axis.
    public mutating func layerNorm(_ x: TensorID, epsilon: Float = 1e-6) -> TensorID {
        let width = sizes(x).last ?? 1
        return node(
            .layerNormalization, [x, weight([width]), weight([width])],
            ["axis": .int(-1), "epsilon": .float(epsilon), "stash_type": .int(1)], to: sizes(x))
    }

    /// Divides by the root of the mean square along an axis (Zhang, Sennrich 2019, arXiv:1910.07467), in the pieces
    /// that exporters write.
    public mutating func rmsNorm(_ x: TensorID, axis: Int = -1) -> TensorID {
        let sizes = sizes(x)
        let place = axis < 0 ? axis + sizes.count : axis
        guard sizes.indices.contains(place) else { return x }
        let square = binary(.pow, x, scalar(2))
        let mean = reduceMean(square, axes: [place], keeps: true)
        let root = unary(.sqrt, add(mean, scalar(1e-6)))
        let shape = [sizes[place]] + [Int](repeating: 1, count: sizes.count - 1 - place)
        return mul(div(x, root), weight(shape))
    }

    /// Normalises the channels of an image: to channels last, LayerNormalization, and back.
    public mutating func layerNorm2d(_ x: TensorID) -> TensorID {
        let last = transpose(x, [0, 2, 3, 1])
        let normal = layerNorm(last)
        return transpose(normal, [0, 3, 1, 2])
    }

    /// A batch normalisation that stands alone, as before a convolution, where it cannot be folded.
    public mutating func batchNorm(_ x: TensorID) -> TensorID {
        let channels = channels(x)
        // Scale, shift, mean and variance.
        return node(
            .batchNormalization, [x] + weights(4, [channels]), NetworkBuilder.normAttributes, to: sizes(x))
    }

    private static let normAttributes: Attributes = ["epsilon": .float(1e-5), "training_mode": .int(0)]

    /// Normalises each channel of each image alone.
    public mutating func instanceNorm(_ x: TensorID) -> TensorID {
        node(
            .instanceNormalization, [x, weight([channels(x)]), weight([channels(x)])],
            ["epsilon": .float(1e-5)], to: sizes(x))
    }

    /// A group normalisation as the exporter writes it: InstanceNormalization between two Reshapes, then Mul,
    /// Add.
    public mutating func groupNorm(_ x: TensorID, groups: Int) -> TensorID {
        let sizes = sizes(x)
        let total = sizes.reduce(1, *) / (sizes.first ?? 1)
        let folded = reshape(x, [sizes.first ?? 1, groups, total / max(1, groups)])
        let normal = node(
            .instanceNormalization, [folded, weight([groups]), weight([groups])], ["epsilon": .float(1e-5)],
            to: self.sizes(folded))
        let back = reshape(normal, sizes)
        let scaled = mul(back, weight([channels(x), 1, 1]))
        return add(scaled, weight([channels(x), 1, 1]))
    }

    /// Local response normalisation over five channels.
    public mutating func lrn(_ x: TensorID) -> TensorID {
        node(
            .lrn, [x],
            ["size": .int(5), "alpha": .float(1e-4), "beta": .float(0.75), "bias": .float(1)], to: sizes(x))
    }

    /// Shares of a whole along one axis.
    public mutating func softmax(_ x: TensorID, axis: Int = -1) -> TensorID {
        node(.softmax, [x], ["axis": .int(Int64(axis))], to: sizes(x))
    }
}
