extension ProxylessNAS: MobileSpace {
    /// The block before the stages, and the six stages.
    public var stageCount: Int { 7 }

    /// The parts of an architecture's network; stage 0 is the block without expansion.
    ///
    /// - Throws: `spaces.architecture` if it is not one of this space.
    public func parts(of architecture: Architecture) throws(SpaceError) -> MobileParts {
        try check(architecture)
        var genes = normalised(architecture).genes[...]
        var side = 112
        var channels = 16
        var first = MobileBlock(
            stage: 0, position: 0, side: side, outputSide: side, input: 32, middle: 32, output: 16, kernel: 3,
            stride: 1)
        first.expands = false
        var blocks = [first]
        for (index, stage) in stages.enumerated() {
            for (position, code) in genes.prefix(stage.layers).enumerated() where code != 6 {
                let stride = position == 0 ? stage.stride : 1
                let block = MobileBlock(
                    stage: index + 1, position: position, side: side, outputSide: Self.halved(side, stride),
                    input: channels, middle: channels * (code % 2 == 0 ? 3 : 6), output: stage.width,
                    kernel: 3 + code / 2 * 2, stride: stride)
                blocks.append(block)
                side = block.outputSide
                channels = block.output
            }
            genes = genes.dropFirst(stage.layers)
        }
        return MobileParts(
            imageSide: 224, stem: 32, stemSide: 112, blocks: blocks, head: 1280, mix: nil, classes: 1000)
    }
}
