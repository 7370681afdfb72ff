public import GnomonStatistics

/// How a latency grows with a size in steps: vector registers and blocks make neighbours cost the same.
public struct Staircase: Hashable, Sendable {
    /// One size.
    public struct Point: Hashable, Sendable {
        /// The size, such as a number of channels.
        public var size: Int
        /// The latency.
        public var latency: Latency

        /// A size and its latency.
        public init(size: Int, latency: Latency) {
            self.size = size
            self.latency = latency
        }
    }

    /// What is varied, for people.
    public var title: String
    /// The points, smallest size first.
    public var points: [Point]
    /// The sizes at which a step begins.
    public var steps: [Int]

    /// Finds the steps: rises over the size before by at least 3 %, by five times the usual rise, and by twice what
    /// growth in proportion to the size would bring.
    ///
    /// - Complexity: O(n log n).
    public init(title: String, points: [Point]) {
        self.title = title
        let points = points.sorted { $0.size < $1.size }
        self.points = points
        let rises = zip(points, points.dropFirst()).map { before, after in
            (
                size: after.size, rise: after.latency.nanoseconds / before.latency.nanoseconds - 1,
                growth: Double(after.size) / Double(max(1, before.size)) - 1
            )
        }
        let usual = Quantile.median(rises.map { abs($0.rise) }) ?? 0
        steps = rises.filter { $0.rise >= max(0.03, 5 * usual, 2 * $0.growth) }.map(\.size)
    }
}
