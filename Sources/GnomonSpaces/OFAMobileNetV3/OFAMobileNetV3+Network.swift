public import GnomonGraph

extension OFAMobileNetV3 {
    /// The network at the architecture's resolution, or at the size of the options.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        try check(architecture)
        try options.check(self)
        let genes = architecture.genes
        let folds = options.form == .folded
        var net = NetworkBuilder()
        let side = options.size ?? (112 + 4 * genes[45])
        var x = net.input([options.batch, 3, side, side])
        x = net.hardSwish(net.convNorm(x, out: scaled(16), kernel: 3, stride: 2, folds: folds))
        let first = net.relu(net.convNorm(x, out: scaled(16), kernel: 3, groups: scaled(16), folds: folds))
        x = net.add(net.convNorm(first, out: scaled(16), folds: folds), x)
        for (unit, row) in Self.units.enumerated() {
            for layer in 0..<Self.depths[genes[40 + unit]] {
                let position = 4 * unit + layer
                let shape = OFALayer(
                    kernel: Self.kernels[genes[position]], expansion: Self.expansions[genes[20 + position]],
                    out: scaled(row.0), stride: layer == 0 ? row.1 : 1,
                    activation: row.2 ? .hardSwish : .relu,
                    squeezes: row.3)
                x = net.ofaLayer(x, shape, folds: folds)
            }
        }
        x = net.hardSwish(net.convNorm(x, out: scaled(960), folds: folds))
        x = net.hardSwish(net.conv(net.globalAveragePool(x), out: scaled(1280), bias: false))
        let scores = net.gemm(net.flatten(x), out: options.classes ?? 1000)
        do {
            return try net.finish([scores], name: "\(name)-\(format(architecture))")
        } catch { throw SpaceError(error) }
    }

    private func scaled(_ channels: Int) -> Int { NetworkBuilder.divisibleBy8(Double(channels) * width) }
}

/// The choices of one layer.
private struct OFALayer {
    var kernel: Int
    var expansion: Int
    var out: Int
    var stride: Int
    var activation: Activation
    var squeezes: Bool
}

extension NetworkBuilder {
    fileprivate mutating func ofaLayer(_ x: TensorID, _ layer: OFALayer, folds: Bool) -> TensorID {
        let channels = channels(x)
        let middle = Self.divisibleBy8(Double(channels * layer.expansion))
        var y = activate(convNorm(x, out: middle, folds: folds), layer.activation)
        y = activate(
            convNorm(
                y, out: middle, kernel: layer.kernel, stride: layer.stride, groups: middle, folds: folds),
            layer.activation)
        if layer.squeezes {
            let narrow = relu(conv(globalAveragePool(y), out: Self.divisibleBy8(Double(middle / 4))))
            y = mul(y, hardSigmoid(conv(narrow, out: middle)))
        }
        y = convNorm(y, out: layer.out, folds: folds)
        return layer.stride == 1 && channels == layer.out ? add(y, x) : y
    }
}
