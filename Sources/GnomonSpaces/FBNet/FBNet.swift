public import GnomonGraph

/// FBNet: 22 layers, each one of nine blocks (Wu and others 2019, arXiv:1812.03443).
///
/// Genes are block codes: 0 k3_e1, 1 k3_e1_g2, 2 k3_e3, 3 k3_e6, 4 k5_e1, 5 k5_e1_g2, 6 k5_e3, 7 k5_e6, 8 skip.
public struct FBNet: DigitSpace {
    /// The images it is made for.
    public enum Variant: String, Hashable, Sendable, Codable {
        /// 32x32, 100 classes.
        case cifar
        /// 224x224, 1000 classes.
        case imageNet
    }

    /// The images it is made for.
    public let variant: Variant

    /// The space for one kind of images.
    public init(_ variant: Variant = .cifar) { self.variant = variant }

    /// Layers and width of each stage.
    static let stages = [(1, 16), (4, 24), (4, 32), (4, 64), (4, 112), (4, 184), (1, 352)]
    /// Kernel, expansion and groups of each block but the last.
    static let blocks = [
        (3, 1, 1), (3, 1, 2), (3, 3, 1), (3, 6, 1), (5, 1, 1), (5, 1, 2), (5, 3, 1), (5, 6, 1),
    ]
    /// The strides of the stages' first layers.
    var strides: [Int] { variant == .cifar ? [1, 1, 2, 2, 1, 2, 1] : [1, 2, 2, 2, 1, 2, 1] }

    /// `fbnet` or `fbnet-imagenet`.
    public var name: String { variant == .cifar ? "fbnet" : "fbnet-imagenet" }
    /// One line.
    public var summary: String {
        "22 layers of 9 blocks; \(variant == .cifar ? "32x32 images, 100" : "224x224 images, 1000") classes"
    }
    /// The paper.
    public var paper: String { "arXiv:1812.03443" }
    /// Nine blocks in each layer.
    public var choices: [Int] { [Int](repeating: 9, count: 22) }
    /// 9^22.
    public var count: UInt128 { choices.reduce(1) { $0 * UInt128($1) } }
    /// With normalisations, or folded.
    public var forms: [SpaceForm] { [.published, .folded] }

    /// The network of 22 blocks.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        let isSmall = variant == .cifar
        return try build(
            architecture, options, side: isSmall ? 32 : 224, named: "\(name)-\(format(architecture))"
        ) { net, image, folds in
            var x = net.relu(net.convNorm(image, out: 16, kernel: 3, stride: isSmall ? 1 : 2, folds: folds))
            var layer = 0
            for (stage, stride) in zip(Self.stages, strides) {
                for position in 0..<stage.0 {
                    x = net.fbnetBlock(
                        x, code: architecture.genes[layer], out: stage.1, stride: position == 0 ? stride : 1,
                        folds: folds)
                    layer += 1
                }
            }
            x = net.relu(net.convNorm(x, out: isSmall ? 1504 : 1984, folds: folds))
            return net.classifier(x, classes: options.classes ?? (isSmall ? 100 : 1000))
        }
    }
}

extension NetworkBuilder {
    /// One block; a skip that cannot be the identity is a 1x1 convolution.
    fileprivate mutating func fbnetBlock(
        _ x: TensorID, code: Int, out: Int, stride: Int, folds: Bool
    ) -> TensorID {
        guard FBNet.blocks.indices.contains(code) else {
            let isIdentity = stride == 1 && channels(x) == out
            return isIdentity ? x : relu(convNorm(x, out: out, stride: stride, folds: folds))
        }
        let (kernel, expansion, groups) = FBNet.blocks[code]
        // The first convolution and its rectifier are there even where nothing is expanded.
        let layer = MobileLayer(
            out: out, middle: expansion * channels(x), kernel: kernel, stride: stride, groups: groups)
        return mobileLayer(x, layer, folds: folds)
    }
}
