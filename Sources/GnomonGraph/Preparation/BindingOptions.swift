/// What free sizes of a network's inputs are to be.
public struct BindingOptions: Hashable, Sendable {
    /// Sizes by symbol, as in `--dim seq=128`; an unnamed size is called `input[axis]`.
    public var dims: [String: Int]
    /// Whole shapes by input name, as in `--shape x=1x3x224x224`.
    public var shapes: [String: [Int]]
    /// What a free batch becomes.
    public var defaultBatch: Int
    /// Whether sizes that stay free are kept as symbols instead of being an error.
    public var allowUnbound: Bool

    /// Options; by default the batch is 1 and every other free size is an error.
    public init(
        dims: [String: Int] = [:], shapes: [String: [Int]] = [:], defaultBatch: Int = 1,
        allowUnbound: Bool = false
    ) {
        self.dims = dims
        self.shapes = shapes
        self.defaultBatch = defaultBatch
        self.allowUnbound = allowUnbound
    }
}
