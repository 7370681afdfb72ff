extension FBNet: MobileSpace {
    /// Seven stages.
    public var stageCount: Int { Self.stages.count }

    /// The parts of an architecture's network; a skip that keeps shapes is a block of kernel 0.
    ///
    /// - Throws: `spaces.architecture` if it is not one of this space.
    public func parts(of architecture: Architecture) throws(SpaceError) -> MobileParts {
        try check(architecture)
        let isSmall = variant == .cifar
        let image = isSmall ? 32 : 224
        let stemSide = Self.halved(image, isSmall ? 1 : 2)
        var side = stemSide
        var channels = 16
        var blocks: [MobileBlock] = []
        for (stage, row) in Self.stages.enumerated() {
            for position in 0..<row.0 {
                let code = architecture.genes[blocks.count]
                let stride = position == 0 ? strides[stage] : 1
                var block = MobileBlock(
                    stage: stage, position: position, side: side, outputSide: Self.halved(side, stride),
                    input: channels, middle: 0, output: row.1, kernel: 0, stride: stride)
                if Self.blocks.indices.contains(code) {
                    let (kernel, expansion, groups) = Self.blocks[code]
                    block.kernel = kernel
                    block.middle = expansion * channels
                    block.groups = groups
                } else if stride != 1 || channels != row.1 {
                    block.kernel = 1
                }
                blocks.append(block)
                side = block.outputSide
                channels = block.output
            }
        }
        return MobileParts(
            imageSide: image, stem: 16, stemSide: stemSide, blocks: blocks, head: isSmall ? 1504 : 1984,
            mix: nil, classes: isSmall ? 100 : 1000)
    }
}
