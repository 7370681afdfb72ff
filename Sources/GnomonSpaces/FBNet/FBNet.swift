public import GnomonGraph

/// FBNet: 22 layers, each one of nine blocks (Wu and others 2019, arXiv:1812.03443).
///
/// Genes are block codes: 0 k3_e1, 1 k3_e1_g2, 2 k3_e3, 3 k3_e6, 4 k5_e1, 5 k5_e1_g2, 6 k5_e3, 7 k5_e6, 8 skip.
public struct FBNet: SearchSpace {
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

    /// Reads 22 digits.
    public func parse(_ text: String) throws(SpaceError) -> Architecture { try digits(text) }

    /// Writes 22 digits.
    public func format(_ architecture: Architecture) -> String {
        architecture.genes.map(String.init).joined()
    }

    /// The network of 22 blocks.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        try check(architecture)
        try options.check(self)
        let folds = options.form == .folded
        var net = NetworkBuilder()
        let isSmall = variant == .cifar
        let side = options.size ?? (isSmall ? 32 : 224)
        var x = net.input([options.batch, 3, side, side])
        x = net.relu(net.convNorm(x, out: 16, kernel: 3, stride: isSmall ? 1 : 2, folds: folds))
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
        let scores = net.classifier(x, classes: options.classes ?? (isSmall ? 100 : 1000))
        do {
            return try net.finish([scores], name: "\(name)-\(format(architecture))")
        } catch { throw SpaceError(error) }
    }
}

extension NetworkBuilder {
    /// One block of FBNet; a skip that cannot be the identity is a 1x1 convolution.
    fileprivate mutating func fbnetBlock(
        _ x: TensorID, code: Int, out: Int, stride: Int, folds: Bool
    ) -> TensorID {
        let channels = channels(x)
        let keepsShape = stride == 1 && channels == out
        guard FBNet.blocks.indices.contains(code) else {
            return keepsShape ? x : relu(convNorm(x, out: out, stride: stride, folds: folds))
        }
        let (kernel, expansion, groups) = FBNet.blocks[code]
        let middle = expansion * channels
        // The rectifier is there even where nothing is expanded.
        var y = relu(convNorm(x, out: middle, groups: groups, folds: folds))
        if groups > 1 { y = shuffleChannels(y, groups: groups) }
        y = relu(convNorm(y, out: middle, kernel: kernel, stride: stride, groups: middle, folds: folds))
        y = convNorm(y, out: out, groups: groups, folds: folds)
        return keepsShape ? add(y, x) : y
    }

    /// Interleaves the groups of channels (Zhang and others 2018, arXiv:1707.01083).
    private mutating func shuffleChannels(_ x: TensorID, groups: Int) -> TensorID {
        let sizes = sizes(x)
        let split = reshape(x, [sizes[0], groups, sizes[1] / groups, sizes[2], sizes[3]])
        return reshape(transpose(split, [0, 2, 1, 3, 4]), sizes)
    }
}
