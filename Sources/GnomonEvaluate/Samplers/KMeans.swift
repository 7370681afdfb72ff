import GnomonStatistics

/// Clusters of points around their means (Lloyd 1982, doi:10.1109/TIT.1982.1056489), begun far apart (Arthur,
/// Vassilvitskii 2007, k-means++).
public struct KMeans: Hashable, Sendable {
    /// The cluster of each point.
    public let assignment: [Int]
    /// The mean of each cluster.
    public let centres: [[Double]]

    /// Finds clusters; nil where there are fewer different points than clusters.
    ///
    /// - Complexity: O(rounds · points · clusters · dimensions).
    public init?(_ points: [[Double]], clusters: Int, rounds: Int = 30, seed: UInt64) {
        guard clusters > 0, points.count >= clusters else { return nil }
        var generator = SeededGenerator(seed: seed)
        var centres = [points[Int.random(in: points.indices, using: &generator)]]
        var nearest = points.map { Self.distance($0, centres[0]) }
        while centres.count < clusters {
            let total = nearest.reduce(0, +)
            guard total > 0 else { return nil }
            var left = generator.uniform() * total
            var next = nearest.lastIndex { $0 > 0 } ?? 0
            for (place, share) in nearest.enumerated() {
                left -= share
                if left < 0 {
                    next = place
                    break
                }
            }
            centres.append(points[next])
            for place in points.indices {
                nearest[place] = min(nearest[place], Self.distance(points[place], points[next]))
            }
        }
        var assignment: [Int] = []
        for _ in 0..<rounds {
            let moved = points.map { Self.closest($0, centres) }
            if moved == assignment { break }
            assignment = moved
            var sums = [[Double]](
                repeating: [Double](repeating: 0, count: points[0].count), count: clusters)
            var counts = [Int](repeating: 0, count: clusters)
            for (point, cluster) in zip(points, assignment) {
                counts[cluster] += 1
                for column in point.indices { sums[cluster][column] += point[column] }
            }
            for cluster in 0..<clusters where counts[cluster] > 0 {
                centres[cluster] = sums[cluster].map { $0 / Double(counts[cluster]) }
            }
        }
        self.assignment = assignment
        self.centres = centres
    }

    /// The points of a cluster, in order.
    public func members(of cluster: Int) -> [Int] { assignment.indices.filter { assignment[$0] == cluster } }

    private static func closest(_ point: [Double], _ centres: [[Double]]) -> Int {
        var best = (distance: Double.infinity, cluster: 0)
        for (cluster, centre) in centres.enumerated() {
            let distance = distance(point, centre)
            if distance < best.distance { best = (distance, cluster) }
        }
        return best.cluster
    }

    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
