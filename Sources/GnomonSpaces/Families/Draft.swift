import GnomonGraph

/// A network of a family in the making: the builder, the options, and what a variant changes.
struct Draft {
    var net = NetworkBuilder()
    let options: FamilyOptions
    var redraw: Redraw
    /// The published input size.
    let publishedSize: Int

    init(_ options: FamilyOptions, redraw: Redraw, publishedSize: Int) {
        self.options = options
        self.redraw = redraw
        self.publishedSize = publishedSize
    }

    /// Samples of one inference.
    var batch: Int { options.batch }

    /// The image the network looks at.
    mutating func image() -> TensorID {
        let side = options.size ?? publishedSize
        return net.input([batch, 3, side, side])
    }

    /// The channels of a layer that has `published` ones: the multiplier of the options, then the draw of a
    /// variant; always a multiple of `step`.
    mutating func channels(_ published: Int, of step: Int = 1) -> Int {
        redraw.channels(scaled(published, of: step), of: step)
    }

    /// The published channels under the width multiplier, not redrawn.
    func scaled(_ published: Int, of step: Int = 1) -> Int {
        guard options.width != 1 else { return published }
        return Draft.divisible(Double(published) * options.width, by: step % 8 == 0 ? step : 8 * step)
    }

    /// The nearest multiple, not more than a tenth below, as MobileNetV2 rounds.
    static func divisible(_ channels: Double, by step: Int = 8) -> Int {
        let rounded = max(step, Int(channels + Double(step) / 2) / step * step)
        return Double(rounded) < 0.9 * channels ? rounded + step : rounded
    }

    /// A convolution and its batch normalisation, and an activation.
    ///
    /// Without `padding`, as much as keeps the size at stride 1.
    mutating func convNorm(
        _ x: TensorID, _ out: Int, kernel: Extent = 1, stride: Int = 1, groups: Int = 1,
        padding: Extent? = nil, _ activation: Activation = .relu
    ) -> TensorID {
        let isSeparate = options.normalisation == .separate
        var y = net.conv(
            x, out: out, kernel: kernel, stride: Extent(stride), groups: groups, bias: !isSeparate,
            padding: padding)
        if isSeparate { y = net.batchNorm(y) }
        return net.activate(y, activation)
    }

    /// A depthwise convolution, its normalisation and an activation; the kernel may be redrawn.
    mutating func depthwiseNorm(
        _ x: TensorID, kernel: Int, stride: Int = 1, _ activation: Activation
    ) -> TensorID {
        let channels = net.channels(x)
        let kernel = redraw.depthwiseKernel(kernel)
        return convNorm(
            x, channels, kernel: Extent(kernel), stride: stride, groups: channels, activation)
    }

    /// A convolution of a kernel larger than one, whose kernel may be redrawn, with normalisation.
    mutating func spatialNorm(
        _ x: TensorID, _ out: Int, kernel: Int, stride: Int = 1, groups: Int = 1, padding: Int? = nil,
        _ activation: Activation = .relu
    ) -> TensorID {
        let drawn = redraw.kernel(kernel)
        return convNorm(
            x, out, kernel: Extent(drawn), stride: stride, groups: groups,
            padding: drawn == kernel ? padding.map { Extent($0) } : nil, activation)
    }

    /// The same without normalisation: a convolution with its bias, and the rectifier.
    mutating func spatial(
        _ x: TensorID, _ out: Int, kernel: Int, stride: Int = 1, padding: Int? = nil
    ) -> TensorID {
        let drawn = redraw.kernel(kernel)
        return net.relu(
            net.conv(
                x, out: out, kernel: Extent(drawn), stride: Extent(stride),
                padding: drawn == kernel ? padding.map { Extent($0) } : nil))
    }

    /// Scales channels by what a small network makes of their means (Hu and others 2017, arXiv:1709.01507).
    mutating func squeezeExcite(
        _ x: TensorID, _ reduced: Int, _ inner: Activation = .relu, _ gate: Activation = .sigmoid
    ) -> TensorID {
        net.squeezeExcite(x, reduced: reduced, inner, gate)
    }

    /// The largest values under windows that may reach over the border, so that nothing is left out.
    mutating func ceilingMaxPool(_ x: TensorID, kernel: Int, stride: Int) -> TensorID {
        let image = net.image(x)
        // The last window has to begin inside the image.
        func length(_ size: Int) -> Int {
            let count = max(0, size - kernel + stride - 1) / stride + 1
            return (count - 1) * stride >= size ? count - 1 : count
        }
        return net.node(
            .maxPool, [x],
            [
                "kernel_shape": .ints(Extent(kernel).attribute), "strides": .ints(Extent(stride).attribute),
                "pads": .ints([0, 0, 0, 0]), "auto_pad": .string("NOTSET"), "ceil_mode": .int(1),
                "dilations": .ints([1, 1]),
            ],
            to: [batch, net.channels(x), length(image.height), length(image.width)])
    }

    /// Means over a grid of `side` by `side` cells, which an image that is no larger than that skips.
    mutating func gridPool(_ x: TensorID, side: Int) -> TensorID {
        let image = net.image(x)
        guard image.height >= side, image.width >= side else { return x }
        let stride = Extent(image.height / side, image.width / side)
        let kernel = Extent(
            image.height - (side - 1) * stride.height, image.width - (side - 1) * stride.width)
        return net.averagePool(x, kernel: kernel, stride: stride)
    }

    /// Global pooling, Flatten and the classifier.
    mutating func classifier(_ x: TensorID) -> [TensorID] {
        [net.classifier(x, classes: options.classes)]
    }
}
