public import GnomonGraph

extension OFAMobileNetV3 {
    /// The network at the architecture's resolution, or at the size of the options.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        let genes = architecture.genes
        return try build(
            architecture, options, side: 112 + 4 * genes[45], named: "\(name)-\(format(architecture))"
        ) { net, image, folds in
            let stem = net.hardSwish(
                net.convNorm(image, out: scaled(16), kernel: 3, stride: 2, folds: folds))
            let first = net.relu(
                net.convNorm(stem, out: scaled(16), kernel: 3, groups: scaled(16), folds: folds))
            var x = net.add(net.convNorm(first, out: scaled(16), folds: folds), stem)
            for (unit, row) in Self.units.enumerated() {
                for layer in 0..<Self.depths[genes[40 + unit]] {
                    let position = 4 * unit + layer
                    let middle = NetworkBuilder.divisibleBy8(
                        Double(net.channels(x) * Self.expansions[genes[20 + position]]))
                    let squeezed = NetworkBuilder.divisibleBy8(Double(middle / 4))
                    let shape = MobileLayer(
                        out: scaled(row.0), middle: middle, kernel: Self.kernels[genes[position]],
                        stride: layer == 0 ? row.1 : 1, activation: row.2 ? .hardSwish : .relu,
                        squeezed: row.3 ? squeezed : nil)
                    x = net.mobileLayer(x, shape, folds: folds)
                }
            }
            x = net.hardSwish(net.convNorm(x, out: scaled(960), folds: folds))
            x = net.hardSwish(net.conv(net.globalAveragePool(x), out: scaled(1280), bias: false))
            return net.gemm(net.flatten(x), out: options.classes ?? 1000)
        }
    }

    private func scaled(_ channels: Int) -> Int { NetworkBuilder.divisibleBy8(Double(channels) * width) }
}
