/// One block of a network of the mobile search spaces, with its sizes.
public struct MobileBlock: Hashable, Sendable {
    /// The stage it is in, from 0.
    public var stage: Int
    /// Its place in the stage, from 0.
    public var position: Int
    /// Height and width of its input.
    public var side: Int
    /// Height and width of its output.
    public var outputSide: Int
    /// Channels of its input.
    public var input: Int
    /// Channels between its first and last convolution; 0 for a skip.
    public var middle: Int
    /// Channels of its output.
    public var output: Int
    /// The side of the kernel of the depthwise convolution; 1 for a projecting skip, 0 for an identity.
    public var kernel: Int
    /// The stride.
    public var stride: Int
    /// Groups of its 1x1 convolutions.
    public var groups = 1
    /// Channels of the squeeze layer; nil for none.
    public var squeezed: Int?
    /// Whether it has h-swish instead of a rectifier.
    public var hasHardSwish = false
    /// Whether there is a first 1x1 convolution.
    public var expands = true

    /// Whether the input is added to the output.
    public var hasResidual: Bool { middle > 0 && stride == 1 && input == output }

    /// Multiply-accumulates of the first 1x1 convolution.
    public var expandMACs: Int { expands && middle > 0 ? side * side * input * middle / groups : 0 }
    /// Multiply-accumulates of the depthwise convolution.
    public var depthwiseMACs: Int { outputSide * outputSide * middle * kernel * kernel }
    /// Multiply-accumulates of the last 1x1 convolution, or of a projecting skip.
    public var projectMACs: Int {
        let pixels = outputSide * outputSide
        if middle > 0 { return pixels * middle * output / groups }
        return kernel == 1 ? pixels * input * output : 0
    }
    /// Multiply-accumulates of squeeze and excitation.
    public var squeezeMACs: Int { squeezed.map { 2 * middle * $0 } ?? 0 }
    /// Multiply-accumulates of all its convolutions.
    public var macs: Int { expandMACs + depthwiseMACs + projectMACs + squeezeMACs }
    /// Numbers written by its convolutions.
    public var activations: Int {
        (expands ? side * side * middle : 0) + outputSide * outputSide * (middle + output)
    }
}

/// The parts of a network of the mobile search spaces.
public struct MobileParts: Hashable, Sendable {
    /// Height and width of the image.
    public var imageSide: Int
    /// Channels of the first convolution.
    public var stem: Int
    /// Height and width after the first convolution.
    public var stemSide: Int
    /// The blocks, first to last.
    public var blocks: [MobileBlock]
    /// Channels of the 1x1 convolution after the blocks.
    public var head: Int
    /// Channels of a layer after the pooling; nil for none.
    public var mix: Int?
    /// Scores.
    public var classes: Int

    /// Height and width before the pooling.
    public var lastSide: Int { blocks.last?.outputSide ?? stemSide }

    /// Multiply-accumulates of everything but the blocks.
    public var frameMACs: Int {
        let last = blocks.last?.output ?? stem
        let scores = (mix ?? head) * classes
        return 27 * stem * stemSide * stemSide + lastSide * lastSide * last * head + (mix ?? 0) * head
            + scores
    }

    /// Multiply-accumulates of all convolutions and matrix products.
    public var macs: Int { blocks.reduce(frameMACs) { $0 + $1.macs } }
}

/// A space whose networks are a stem, blocks in stages and a head.
public protocol MobileSpace: SearchSpace {
    /// The number of stages of blocks.
    var stageCount: Int { get }
    /// The parts of an architecture's network.
    ///
    /// - Throws: `spaces.architecture` if it is not one of this space.
    func parts(of architecture: Architecture) throws(SpaceError) -> MobileParts
}

extension MobileSpace {
    /// Height and width behind a convolution that pads to keep them.
    static func halved(_ side: Int, _ stride: Int) -> Int { (side - 1) / stride + 1 }
}
