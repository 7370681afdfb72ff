extension FBNet {
    /// One of the 22 layers: what a block reads and what it must return.
    public struct Layer: Hashable, Sendable {
        /// Channels of the input.
        public var inputWidth: Int
        /// Channels of the output.
        public var outputWidth: Int
        /// Height and width of the input.
        public var inputSide: Int
        /// Height and width of the output.
        public var outputSide: Int
        /// The stage it belongs to, from 0.
        public var stage: Int

        /// Whether a skip can hand on its input as it is.
        public var keepsShape: Bool { inputWidth == outputWidth && inputSide == outputSide }
    }

    /// The layers in order.
    public var layers: [Layer] {
        var result: [Layer] = []
        var (width, side) = (16, variant == .cifar ? 32 : 112)
        for (stage, ((count, out), stride)) in zip(Self.stages, strides).enumerated() {
            for position in 0..<count {
                let next = position == 0 ? side / stride : side
                result.append(
                    Layer(
                        inputWidth: width, outputWidth: out, inputSide: side, outputSide: next, stage: stage))
                (width, side) = (out, next)
            }
        }
        return result
    }

    /// Kernel, expansion and groups of the block with this code; nil for a skip.
    public static func block(_ code: Int) -> (kernel: Int, expansion: Int, groups: Int)? {
        blocks.indices.contains(code) ? blocks[code] : nil
    }
}
