public import GnomonGraph

extension DARTS {
    /// The network of the two cells, without the auxiliary classifier of training.
    ///
    /// Cells at a third and at two thirds reduce: they halve the image and double the channels. The image must
    /// be a multiple of 4, for ImageNet of 32 pixels, or the halves of a skip do not fit together.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        let cells = try cells(of: architecture)
        let isSmall = variant == .cifar
        let step = isSmall ? 4 : 32
        if let size = options.size, size > 0, size % step != 0 {
            throw SpaceError(.options, "the size of \(name) is \(size), it must be a multiple of \(step)")
        }
        let genes = architecture.genes.map(String.init).joined()
        return try build(
            architecture, options, side: isSmall ? 32 : 224, named: "\(name)-\(genes)"
        ) { net, image, folds in
            var writer = DARTSWriter(net: net, folds: folds)
            var (before, x) = isSmall ? writer.cifarStem(image, 36) : writer.imageNetStem(image, 48)
            var channels = isSmall ? 36 : 48
            // The stem for ImageNet halves the image in its last step, as a reducing cell does.
            var halved = !isSmall
            let count = isSmall ? 20 : 14
            for index in 0..<count {
                let reduces = index == count / 3 || index == 2 * count / 3
                if reduces { channels *= 2 }
                let y = writer.cell(
                    reduces ? cells.reducing : cells.normal, before, x, channels, reduces: reduces,
                    halvesFirst: halved)
                (before, x, halved) = (x, y, reduces)
            }
            net = writer.net
            return net.classifier(x, classes: options.classes ?? (isSmall ? 10 : 1000))
        }
    }
}

/// Writes the parts of a DARTS network.
private struct DARTSWriter {
    var net: NetworkBuilder
    let folds: Bool

    /// One convolution to three times the channels; both inputs of the first cell.
    mutating func cifarStem(_ image: TensorID, _ channels: Int) -> (TensorID, TensorID) {
        let y = net.convNorm(image, out: 3 * channels, kernel: 3, folds: folds)
        return (y, y)
    }

    /// Three convolutions of stride 2; the last two are the inputs of the first cell.
    mutating func imageNetStem(_ image: TensorID, _ channels: Int) -> (TensorID, TensorID) {
        let first = net.convNorm(image, out: channels / 2, kernel: 3, stride: 2, folds: folds)
        let second = net.convNorm(net.relu(first), out: channels, kernel: 3, stride: 2, folds: folds)
        let third = net.convNorm(net.relu(second), out: channels, kernel: 3, stride: 2, folds: folds)
        return (second, third)
    }

    /// Both inputs brought to the cell's channels, four sums, and all sums side by side.
    mutating func cell(
        _ edges: [DARTS.Edge], _ before: TensorID, _ last: TensorID, _ channels: Int, reduces: Bool,
        halvesFirst: Bool
    ) -> TensorID {
        var values = [halvesFirst ? halved(before, channels) : pointwise(before, channels)]
        values.append(pointwise(last, channels))
        for start in stride(from: 0, to: edges.count, by: 2) {
            var terms: [TensorID] = []
            for edge in edges[start...(start + 1)] {
                // Only what reads the inputs of a reducing cell halves the image.
                let stride = reduces && edge.source < 2 ? 2 : 1
                terms.append(operation(edge.operation, values[edge.source], stride))
            }
            values.append(net.add(terms[0], terms[1]))
        }
        return net.concat(Array(values[2...]))
    }

    private mutating func pointwise(_ x: TensorID, _ out: Int) -> TensorID {
        net.convNorm(net.relu(x), out: out, folds: folds)
    }

    /// Half of the channels from the even pixels, half from the odd ones.
    private mutating func halved(_ x: TensorID, _ out: Int) -> TensorID {
        let y = net.relu(x)
        let image = net.image(y)
        let rows = net.slice(y, axis: 2, from: 1, to: image.height)
        let shifted = net.slice(rows, axis: 3, from: 1, to: image.width)
        let even = net.conv(y, out: out / 2, stride: 2, bias: folds)
        let odd = net.conv(shifted, out: out - out / 2, stride: 2, bias: folds)
        let joined = net.concat([even, odd])
        return folds ? joined : net.batchNorm(joined)
    }

    private mutating func operation(
        _ operation: DARTS.Operation, _ x: TensorID, _ stride: Int
    ) -> TensorID {
        let step = Extent(stride)
        switch operation {
        case .maxPool3x3: return net.maxPool(x, kernel: 3, stride: step, padding: 1)
        case .averagePool3x3:
            return net.averagePool(x, kernel: 3, stride: step, padding: 1, countsPadding: false)
        case .skip: return stride == 1 ? x : halved(x, net.channels(x))
        case .separable3x3, .separable5x5:
            let kernel = operation == .separable3x3 ? 3 : 5
            return depthwise(depthwise(x, kernel, stride: stride), kernel, stride: 1)
        case .dilated3x3, .dilated5x5:
            return depthwise(x, operation == .dilated3x3 ? 3 : 5, stride: stride, dilation: 2)
        }
    }

    /// Rectifier, a convolution of each channel alone, a 1x1 convolution, normalisation.
    private mutating func depthwise(
        _ x: TensorID, _ kernel: Int, stride: Int, dilation: Int = 1
    ) -> TensorID {
        let channels = net.channels(x)
        let y = net.conv(
            net.relu(x), out: channels, kernel: Extent(kernel), stride: Extent(stride),
            dilation: Extent(dilation), groups: channels, bias: false)
        return net.convNorm(y, out: channels, folds: folds)
    }
}
