import GnomonGraph

extension NetworkBuilder {
    /// Global pooling, Flatten and a classifier.
    mutating func classifier(_ x: TensorID, classes: Int, reduces: Bool = false) -> TensorID {
        let features = reduces ? reduceMean(x, axes: [2, 3]) : flatten(globalAveragePool(x))
        return gemm(features, out: classes)
    }

    /// Pooling to a small image and large fully connected layers, as AlexNet and VGG have them.
    mutating func denseHead(_ x: TensorID, hidden: [Int], classes: Int) -> TensorID {
        var y = sizes(x).count == 2 ? x : flatten(x)
        for width in hidden { y = relu(gemm(y, out: width)) }
        return gemm(y, out: classes)
    }

    /// Fully connected layers that bring about this many bytes of weights, as AlexNet and VGG end.
    mutating func largeHead(_ x: TensorID, weightBytes: Int, classes: Int) -> TensorID {
        let image = image(x)
        var y = x
        // Some networks pool to one pixel, some to 7x7; what is left must not outweigh the goal by itself.
        var side = 7
        while side > 1, channels(x) * side * side * 256 * 4 > weightBytes { side -= 1 }
        if image.height > side || image.width > side {
            let window = Extent((image.height + side - 1) / side, (image.width + side - 1) / side)
            y = averagePool(x, kernel: window, stride: window)
        }
        y = flatten(y)
        let inputs = Double(sizes(y)[1])
        let weights = Double(weightBytes) / 4
        // The positive root of hidden^2 + inputs hidden = weights.
        let hidden = Int(((inputs * inputs + 4 * weights).squareRoot() - inputs) / 2)
        let width = max(64, min(8192, hidden / 16 * 16))
        return denseHead(y, hidden: [width, width], classes: classes)
    }

    /// A 1x1 convolution to the classes and global pooling.
    mutating func convHead(_ x: TensorID, classes: Int) -> TensorID {
        flatten(globalAveragePool(convAct(x, out: classes)))
    }

    /// The class token or the mean of all tokens, and a classifier.
    mutating func tokenHead(_ x: TensorID, classes: Int, picks: Bool) -> TensorID {
        if picks { return gemm(pick(layerNorm(x), axis: 1, index: 0), out: classes) }
        return gemm(reduceMean(layerNorm(x), axes: [1]), out: classes)
    }

    /// A head for whatever the tensor's layout is.
    mutating func anyHead(_ x: TensorID, classes: Int) -> TensorID {
        let sizes = sizes(x)
        switch sizes.count {
        case 2: return gemm(x, out: classes)
        case 3: return tokenHead(x, classes: classes, picks: false)
        case 4: return classifier(x, classes: classes)
        default: return x
        }
    }
}
