public import GnomonGraph
import GnomonStatistics

/// Seeded variants of a published network: channels, kernels and depths redrawn, the structure kept.
///
/// Convolutional networks vary as in the data set of nn-Meter (Zhang and others 2021,
/// doi:10.1145/3458864.3467882): the output channels of each layer times a factor of [0.2, 1.8], the kernels of
/// convolutions that look at neighbours out of 1, 3, 5, 7, 9 (depthwise ones from 3 on). What the structure ties
/// stays tied: the branches of a sum share their channels, a depthwise convolution follows its input, groups
/// divide. Transformers vary in depth, heads, head size, the width of the perceptron, and patch, window or
/// sequence. Variant `index` depends on name, options, seed and index alone, not on what was drawn before.
public struct FamilyVariants: Sendable {
    /// The version of the variants that seeds stand for: raised whenever a seed would give another network.
    public static let version = 1

    /// The network that is varied.
    public let name: String
    /// Batch, image size and classes of all variants.
    public let options: FamilyOptions
    /// Where the choices come from.
    public let seed: UInt64
    private let plan: any FamilyPlan

    /// The variants of a network; nil for an unknown name.
    public init?(of name: String, options: FamilyOptions = FamilyOptions(), seed: UInt64) {
        guard let plan = FamilyCatalog.plan(named: name) else { return nil }
        self.name = name
        self.options = options
        self.seed = seed
        self.plan = plan
    }

    /// The variant of this number, from zero on.
    ///
    /// - Throws: `GraphError` where the options leave nothing to build.
    /// - Complexity: O(operators).
    public func network(_ index: Int) throws(GraphError) -> Network {
        // Two rounds of mixing keep neighbours in seed and in index apart.
        var mixer = SeededGenerator(seed: seed)
        var dice = SeededGenerator(seed: mixer.next() ^ UInt64(bitPattern: Int64(index)))
        let redraw = Redraw(dice: Dice(seed: dice.next()))
        return try FamilyCatalog.build(
            plan, options, redraw, name: "\(name)-v\(Self.version)-s\(seed)-\(index)")
    }
}
