import GnomonGraph

/// A layer of the mobile search spaces: widen, convolve each channel alone, narrow
/// (Sandler and others 2018, arXiv:1801.04381).
struct MobileLayer {
    /// Channels of the result.
    var out: Int
    /// Channels in between.
    var middle: Int
    var kernel: Int
    var stride: Int
    /// Groups of both 1x1 convolutions; the channels in between are shuffled if there are several.
    var groups = 1
    var activation = Activation.relu
    /// Channels of the squeeze layer; nil for none.
    var squeezed: Int?
}

extension NetworkBuilder {
    /// Adds a layer, and its input where shapes are kept.
    mutating func mobileLayer(_ x: TensorID, _ layer: MobileLayer, folds: Bool) -> TensorID {
        let channels = channels(x)
        var y = activate(convNorm(x, out: layer.middle, groups: layer.groups, folds: folds), layer.activation)
        if layer.groups > 1 { y = shuffleChannels(y, groups: layer.groups) }
        y = activate(
            convNorm(
                y, out: layer.middle, kernel: layer.kernel, stride: layer.stride, groups: layer.middle,
                folds: folds),
            layer.activation)
        if let squeezed = layer.squeezed {
            let narrow = relu(conv(globalAveragePool(y), out: squeezed))
            y = mul(y, hardSigmoid(conv(narrow, out: layer.middle)))
        }
        y = convNorm(y, out: layer.out, groups: layer.groups, folds: folds)
        return layer.stride == 1 && channels == layer.out ? add(y, x) : y
    }

    /// Interleaves the groups of channels (Zhang and others 2018, arXiv:1707.01083).
    private mutating func shuffleChannels(_ x: TensorID, groups: Int) -> TensorID {
        let sizes = sizes(x)
        let split = reshape(x, [sizes[0], groups, sizes[1] / groups, sizes[2], sizes[3]])
        return reshape(transpose(split, [0, 2, 1, 3, 4]), sizes)
    }
}
