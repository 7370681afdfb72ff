/// What a lookup table says of one network: each block, and what is not in the table.
public struct TableAnswer: Hashable, Sendable {
    /// A block that the table lacks.
    public struct Gap: Hashable, Sendable {
        /// The key that is not there.
        public var key: String
        /// The most similar key that is there; nil for an empty table.
        public var nearest: String?
        /// What is taken instead, in milliseconds.
        public var milliseconds: Double
        /// The standard error of its logarithm.
        public var error: Double
    }

    /// The sum over all blocks, gaps filled, in milliseconds.
    public var milliseconds: Double
    /// The sum over the blocks that are in the table.
    public var covered: Double
    /// The blocks that are not.
    public var gaps: [Gap]
    /// The standard error of the sum in milliseconds, from the spread of entries and the errors of gaps.
    public var error: Double
    /// The side of the image the table was measured for, where it is not the network's.
    public var otherImageSide: Int?

    /// The share of the sum that is in the table.
    public var coverage: Double { milliseconds > 0 ? covered / milliseconds : 0 }

    /// Sentences that name what is not covered.
    public var warnings: [String] {
        var sentences: [String] = []
        if let otherImageSide {
            sentences.append("no table for this image size, that of \(otherImageSide) pixels is the nearest")
        }
        for gap in gaps {
            let nearest = gap.nearest.map { ", nearest \($0)" } ?? ""
            sentences.append("not in the table: \(gap.key)\(nearest)")
        }
        return sentences
    }
}
