extension OFAMobileNetV3: MobileSpace {
    /// The block before the units, and the five units.
    public var stageCount: Int { 6 }

    /// The parts of an architecture's network; stage 0 is the block without expansion.
    ///
    /// - Throws: `spaces.architecture` if it is not one of this space.
    public func parts(of architecture: Architecture) throws(SpaceError) -> MobileParts {
        try check(architecture)
        let genes = normalised(architecture).genes
        func scaled(_ channels: Int) -> Int { NetworkBuilder.divisibleBy8(Double(channels) * width) }
        let image = 112 + 4 * genes[45]
        var side = Self.halved(image, 2)
        var channels = scaled(16)
        var first = MobileBlock(
            stage: 0, position: 0, side: side, outputSide: side, input: channels, middle: channels,
            output: channels, kernel: 3, stride: 1)
        first.expands = false
        var blocks = [first]
        for (unit, row) in Self.units.enumerated() {
            for layer in 0..<Self.depths[genes[40 + unit]] {
                let position = 4 * unit + layer
                let middle = NetworkBuilder.divisibleBy8(
                    Double(channels * Self.expansions[genes[20 + position]]))
                let stride = layer == 0 ? row.1 : 1
                var block = MobileBlock(
                    stage: unit + 1, position: layer, side: side, outputSide: Self.halved(side, stride),
                    input: channels, middle: middle, output: scaled(row.0),
                    kernel: Self.kernels[genes[position]], stride: stride)
                block.hasHardSwish = row.2
                if row.3 { block.squeezed = NetworkBuilder.divisibleBy8(Double(middle / 4)) }
                blocks.append(block)
                side = block.outputSide
                channels = block.output
            }
        }
        return MobileParts(
            imageSide: image, stem: scaled(16), stemSide: Self.halved(image, 2), blocks: blocks,
            head: scaled(960), mix: scaled(1280), classes: 1000)
    }
}
