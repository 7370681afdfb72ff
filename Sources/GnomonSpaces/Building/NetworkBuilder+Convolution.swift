public import GnomonGraph

extension NetworkBuilder {
    /// A convolution with its weights; without `padding`, as much as keeps the size at stride 1.
    public mutating func conv(
        _ x: TensorID, out: Int, kernel: Extent = 1, stride: Extent = 1, dilation: Extent = 1,
        groups: Int = 1,
        bias: Bool = true, padding: Extent? = nil
    ) -> TensorID {
        let channels = channels(x)
        require(
            groups > 0 && channels % max(1, groups) == 0 && out % max(1, groups) == 0,
            "\(channels) channels to \(out) do not split into \(groups) groups")
        let padding = padding ?? kernel.samePadding(dilation: dilation)
        let size = kernel.output(image(x), stride: stride, padding: padding, dilation: dilation)
        let inner = channels / max(1, groups)
        let weights = weight([out, inner, kernel.height, kernel.width])
        let inputs: [TensorID?] = bias ? [x, weights, weight([out])] : [x, weights]
        let batch = sizes(x).first ?? 1
        return node(
            .conv, inputs,
            attributes(
                of: WindowSettings(
                    kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups)),
            to: [batch, out, size.height, size.width],
            macs: batch * out * size.height * size.width * inner * kernel.height * kernel.width)
    }

    /// A depthwise convolution: every channel alone.
    public mutating func depthwise(
        _ x: TensorID, kernel: Extent, stride: Extent = 1, dilation: Extent = 1
    ) -> TensorID {
        conv(
            x, out: channels(x), kernel: kernel, stride: stride, dilation: dilation, groups: channels(x))
    }

    /// A transposed convolution that enlarges by `stride`.
    public mutating func convTranspose(
        _ x: TensorID, out: Int, kernel: Int, stride: Int, padding: Int = 0, outputPadding: Int = 0,
        groups: Int = 1
    ) -> TensorID {
        let (channels, image, batch) = (channels(x), image(x), sizes(x).first ?? 1)
        require(
            groups > 0 && channels % max(1, groups) == 0 && out % max(1, groups) == 0,
            "\(channels) channels to \(out) do not split into \(groups) groups")
        let size = Extent(
            (image.height - 1) * stride - 2 * padding + kernel + outputPadding,
            (image.width - 1) * stride - 2 * padding + kernel + outputPadding)
        let inner = out / max(1, groups)
        let weights = weight([channels, inner, kernel, kernel])
        return node(
            .convTranspose, [x, weights, weight([out])],
            [
                "kernel_shape": .ints(Extent(kernel).attribute), "strides": .ints(Extent(stride).attribute),
                "dilations": .ints([1, 1]), "group": .int(Int64(groups)),
                "pads": .ints([Int64](repeating: Int64(padding), count: 4)),
                "output_padding": .ints(Extent(outputPadding).attribute),
            ],
            to: [batch, out, size.height, size.width],
            macs: batch * channels * image.height * image.width * inner * kernel * kernel)
    }

    /// The largest value under each window.
    public mutating func maxPool(
        _ x: TensorID, kernel: Extent, stride: Extent, padding: Extent = 0
    ) -> TensorID {
        pool(.maxPool, x, kernel, stride, padding, [:])
    }

    /// The mean under each window; padding counts as PyTorch has it by default.
    public mutating func averagePool(
        _ x: TensorID, kernel: Extent, stride: Extent, padding: Extent = 0, countsPadding: Bool = true
    ) -> TensorID {
        pool(.averagePool, x, kernel, stride, padding, ["count_include_pad": .int(countsPadding ? 1 : 0)])
    }

    private mutating func pool(
        _ kind: OperatorKind, _ x: TensorID, _ kernel: Extent, _ stride: Extent, _ padding: Extent,
        _ extra: Attributes
    ) -> TensorID {
        let size = kernel.output(image(x), stride: stride, padding: padding)
        var attributes: Attributes = [
            "kernel_shape": .ints(kernel.attribute), "strides": .ints(stride.attribute),
            "dilations": .ints([1, 1]), "pads": .ints(padding.attribute + padding.attribute),
            "ceil_mode": .int(0),
        ]
        for (name, value) in extra { attributes[name] = value }
        return node(
            kind, [x], attributes, to: [sizes(x).first ?? 1, channels(x), size.height, size.width])
    }

    /// The mean of each channel: `[n, c, h, w]` to `[n, c, 1, 1]`.
    public mutating func globalAveragePool(_ x: TensorID) -> TensorID {
        node(.globalAveragePool, [x], to: [sizes(x).first ?? 1, channels(x), 1, 1])
    }

    /// The largest value of each channel: `[n, c, h, w]` to `[n, c, 1, 1]`.
    public mutating func globalMaxPool(_ x: TensorID) -> TensorID {
        node(.globalMaxPool, [x], to: [sizes(x).first ?? 1, channels(x), 1, 1])
    }

    /// Resizes an image; `mode` is `nearest`, `linear` or `cubic`, `coordinates` how places of the result are found in
    /// the image: as PyTorch's exporter writes it unless told.
    public mutating func resize(
        _ x: TensorID, to image: Extent, mode: String = "nearest", coordinates: String? = nil
    ) -> TensorID {
        let target = [sizes(x).first ?? 1, channels(x), image.height, image.width]
        let isNearest = mode == "nearest"
        var attributes: Attributes = [
            "mode": .string(mode),
            "coordinate_transformation_mode": .string(
                coordinates ?? (isNearest ? "asymmetric" : "pytorch_half_pixel")),
        ]
        if isNearest { attributes["nearest_mode"] = .string("floor") }
        if mode == "cubic" { attributes["cubic_coeff_a"] = .float(-0.75) }
        let sizes = integers(target)
        return node(.resize, [x, nil, nil, sizes], attributes, to: target)
    }
}
