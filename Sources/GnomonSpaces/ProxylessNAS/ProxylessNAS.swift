public import GnomonGraph

/// The inverted residuals of ProxylessNAS (Cai, Zhu, Han 2019, arXiv:1812.00332).
///
/// 21 genes: 0 k3_e3, 1 k3_e6, 2 k5_e3, 3 k5_e6, 4 k7_e3, 5 k7_e6, and 6 for a layer that is absent, which the
/// first of a stage cannot be. Absent layers stand last in their stage.
public struct ProxylessNAS: SearchSpace {
    /// Channels of the second stage: 24, or 32 as in the published network for phones.
    public let secondWidth: Int

    /// The space; other widths than 24 and 32 are taken as 24.
    public init(secondWidth: Int = 24) { self.secondWidth = secondWidth == 32 ? 32 : 24 }

    /// Layers, width and stride of each stage.
    var stages: [(layers: Int, width: Int, stride: Int)] {
        [(4, secondWidth, 2), (4, 40, 2), (4, 80, 2), (4, 96, 1), (4, 192, 2), (1, 320, 1)]
    }

    /// `proxyless`, or `proxyless-mobile`.
    public var name: String { secondWidth == 24 ? "proxyless" : "proxyless-mobile" }
    /// One line.
    public var summary: String { "21 layers of 6 inverted residuals, most may be absent; 224x224 images" }
    /// The paper.
    public var paper: String { "arXiv:1812.00332" }
    /// Six blocks, and absence where the shape stays.
    public var choices: [Int] { (0..<21).map { $0 % 4 == 0 ? 6 : 7 } }
    /// Five stages of one to four layers, one layer.
    public var count: UInt128 { 1554 * 1554 * 1554 * 1554 * 1554 * 6 }
    /// With normalisations, or folded.
    public var forms: [SpaceForm] { [.published, .folded] }

    /// Reads 21 digits.
    public func parse(_ text: String) throws(SpaceError) -> Architecture { try digits(text) }

    /// Writes 21 digits.
    public func format(_ architecture: Architecture) -> String {
        architecture.genes.map(String.init).joined()
    }

    /// Puts absent layers last in their stage.
    public func normalised(_ architecture: Architecture) -> Architecture {
        guard architecture.genes.count == choices.count else { return architecture }
        var genes: [Int] = []
        for start in stride(from: 0, to: 21, by: 4) {
            let stage = architecture.genes[start..<min(21, start + 4)]
            genes += stage.filter { $0 != 6 } + stage.filter { $0 == 6 }
        }
        return Architecture(genes)
    }

    /// The network of the layers that are there.
    public func network(
        of architecture: Architecture, options: SpaceOptions
    ) throws(SpaceError) -> Network {
        try check(architecture)
        try options.check(self)
        let folds = options.form == .folded
        var net = NetworkBuilder()
        let side = options.size ?? 224
        var x = net.input([options.batch, 3, side, side])
        x = net.relu6(net.convNorm(x, out: 32, kernel: 3, stride: 2, folds: folds))
        x = net.relu6(net.convNorm(x, out: 32, kernel: 3, groups: 32, folds: folds))
        x = net.convNorm(x, out: 16, folds: folds)
        var layer = 0
        for stage in stages {
            for position in 0..<stage.layers {
                let code = architecture.genes[layer]
                layer += 1
                if code == 6 { continue }
                let (channels, kernel) = (net.channels(x), 3 + code / 2 * 2)
                let middle = channels * (code % 2 == 0 ? 3 : 6)
                let step = position == 0 ? stage.stride : 1
                var y = net.relu6(net.convNorm(x, out: middle, folds: folds))
                y = net.relu6(
                    net.convNorm(y, out: middle, kernel: kernel, stride: step, groups: middle, folds: folds))
                y = net.convNorm(y, out: stage.width, folds: folds)
                x = step == 1 && channels == stage.width ? net.add(y, x) : y
            }
        }
        x = net.relu6(net.convNorm(x, out: 1280, folds: folds))
        let scores = net.classifier(x, classes: options.classes ?? 1000)
        do {
            return try net.finish([scores], name: "\(name)-\(format(architecture))")
        } catch { throw SpaceError(error) }
    }
}

extension NetworkBuilder {
    fileprivate mutating func relu6(_ x: TensorID) -> TensorID { activate(x, .relu6) }
}
