/// What free sizes of a network's inputs are to be.
public struct BindingOptions: Hashable, Sendable {
    /// Sizes by symbol, as in `--dim seq=128`; an unnamed size is called `input[axis]`.
    ///
    /// `tensor[axis]` also sets a size that depends on data, such as the rows of a NonZero.
    public var dims: [String: Int]
    /// Whole shapes by input name, as in `--shape x=1x3x224x224`.
    public var shapes: [String: [Int]]
    /// Trips of loops whose number the network does not fix, by the name of the loop, as in `--trips decode=32`.
    public var trips: [String: Int]
    /// What a free batch becomes.
    public var defaultBatch: Int
    /// Whether sizes that stay free are kept as symbols instead of being an error.
    public var allowUnbound: Bool

    /// Options; by default the batch is 1 and every other free size is an error.
    public init(
        dims: [String: Int] = [:], shapes: [String: [Int]] = [:], trips: [String: Int] = [:],
        defaultBatch: Int = 1, allowUnbound: Bool = false
    ) {
        self.dims = dims
        self.shapes = shapes
        self.trips = trips
        self.defaultBatch = defaultBatch
        self.allowUnbound = allowUnbound
    }
}
