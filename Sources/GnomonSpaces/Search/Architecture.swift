/// One point of a search space: a choice at each position, as numbers from 0.
public struct Architecture: Hashable, Sendable, Codable {
    /// The choice at each position; what it means is the space's matter.
    public var genes: [Int]

    /// An architecture with these choices.
    public init(_ genes: [Int]) { self.genes = genes }
}
