/// The points that no other point beats in both latency and quality.
public struct ParetoFront: Hashable, Sendable {
    /// The places of the points, fastest first.
    public let members: [Int]

    /// The front of points: less latency and more quality are better, and of equal points the first counts.
    ///
    /// - Complexity: O(n log n).
    public init(milliseconds: [Double], quality: [Double]) {
        precondition(milliseconds.count == quality.count)
        let order = milliseconds.indices.sorted {
            (milliseconds[$0], -quality[$0], $0) < (milliseconds[$1], -quality[$1], $1)
        }
        var (members, best): ([Int], Double) = ([], -.infinity)
        for place in order where quality[place] > best {
            members.append(place)
            best = quality[place]
        }
        self.members = members
    }

    /// The area that points dominate up to a corner of most latency and least quality.
    ///
    /// - Complexity: O(n log n).
    public static func hypervolume(
        milliseconds: [Double], quality: [Double], slowest: Double, worst: Double
    ) -> Double {
        let front = ParetoFront(milliseconds: milliseconds, quality: quality).members
        var (area, reached) = (0.0, worst)
        // Each point adds what it is better, for all latencies from its own on.
        for place in front where milliseconds[place] < slowest && quality[place] > reached {
            area += (slowest - milliseconds[place]) * (quality[place] - reached)
            reached = quality[place]
        }
        return area
    }

    /// The share of the true front's area that a front chosen by predictions really covers.
    ///
    /// - Parameters:
    ///   - predicted: the predicted latency of each architecture.
    ///   - measured: its true latency.
    ///   - quality: its true quality.
    /// - Returns: from 0 to 1; 1 where there is nothing to cover. The corner is the slowest and the worst of all.
    public static func hypervolumeRatio(
        predicted: [Double], measured: [Double], quality: [Double]
    ) -> Double {
        guard let slowest = measured.max(), let worst = quality.min() else { return 1 }
        let chosen = ParetoFront(milliseconds: predicted, quality: quality).members
        let whole = hypervolume(milliseconds: measured, quality: quality, slowest: slowest, worst: worst)
        let part = hypervolume(
            milliseconds: chosen.map { measured[$0] }, quality: chosen.map { quality[$0] }, slowest: slowest,
            worst: worst)
        return whole > 0 ? part / whole : 1
    }
}
