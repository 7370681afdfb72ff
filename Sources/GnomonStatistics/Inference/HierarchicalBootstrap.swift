import Foundation

/// Draws again on every level of a nested sample: launches, rounds of a launch, values of a round.
///
/// Values of one launch are alike, so drawing values alone gives intervals that are far too narrow (Ren et al.
/// 2010, doi:10.1080/02664760903046102). The statistic is the mean over launches of the logarithm of the launch's
/// median.
public struct HierarchicalBootstrap: Sendable {
    private struct Group: Sendable {
        /// Values in ascending order.
        var values: [Double] = []
        /// For each round, where its values stand among `values`.
        var rounds: [[Int]] = []
    }

    private var groups: [Group]

    /// Takes launches of rounds of positive values; empty rounds and launches are left out.
    ///
    /// - Complexity: O(n log n) in the number of values.
    public init(_ launches: [[[Double]]]) {
        groups = launches.compactMap { rounds in
            var tagged: [(value: Double, round: Int)] = []
            for (round, values) in rounds.lazy.filter({ !$0.isEmpty }).enumerated() {
                tagged += values.filter { $0 > 0 }.map { ($0, round) }
            }
            guard !tagged.isEmpty else { return nil }
            tagged.sort { $0.value < $1.value }
            var group = Group()
            group.rounds = Array(repeating: [], count: (tagged.map(\.round).max() ?? 0) + 1)
            for (place, item) in tagged.enumerated() {
                group.values.append(item.value)
                group.rounds[item.round].append(place)
            }
            group.rounds.removeAll(where: \.isEmpty)
            return group
        }
    }

    /// The percentile interval of the statistic, as logarithms; the same seed gives the same interval.
    ///
    /// nil for fewer than two launches.
    ///
    /// - Complexity: O(draws · n).
    public func interval(level: Double = 0.95, draws: Int = 1000, seed: UInt64 = 1) -> ClosedRange<Double>? {
        guard groups.count >= 2, draws >= 2 else { return nil }
        var generator = SeededGenerator(seed: seed)
        var results: [Double] = []
        results.reserveCapacity(draws)
        var counts = [Int](repeating: 0, count: groups.map(\.values.count).max() ?? 0)
        for _ in 0..<draws {
            var sum = 0.0
            for _ in groups.indices {
                let group = groups[Self.draw(groups.count, &generator)]
                sum += log(Self.median(of: group, counts: &counts, &generator))
            }
            results.append(sum / Double(groups.count))
        }
        results.sort()
        guard let lower = Quantile.ofSorted(results, at: (1 - level) / 2),
            let upper = Quantile.ofSorted(results, at: (1 + level) / 2), lower <= upper
        else { return nil }
        return lower...upper
    }

    /// The median of as many draws as the launch's rounds have values, by counting how often each was drawn.
    private static func median(
        of group: Group, counts: inout [Int], _ generator: inout SeededGenerator
    ) -> Double {
        counts.withUnsafeMutableBufferPointer { counts in
            counts.update(repeating: 0)
            var total = 0
            for _ in 0..<group.rounds.count {
                let round = group.rounds[draw(group.rounds.count, &generator)]
                total += round.count
                round.withUnsafeBufferPointer { places in
                    for _ in 0..<places.count { counts[places[draw(places.count, &generator)]] += 1 }
                }
            }
            // The mean of the two middle draws; both are the middle one when their number is odd.
            let (low, high) = ((total - 1) / 2, total / 2)
            var (passed, lower) = (0, Double.nan)
            for place in group.values.indices where counts[place] > 0 {
                passed += counts[place]
                if lower.isNaN, passed > low { lower = group.values[place] }
                if passed > high { return (lower + group.values[place]) / 2 }
            }
            return lower
        }
    }

    /// A number below `count`, by multiplication: the bias is below 2^-32 and the speed matters.
    @inline(__always)
    private static func draw(_ count: Int, _ generator: inout SeededGenerator) -> Int {
        Int(truncatingIfNeeded: ((generator.next() >> 32) &* UInt64(count)) >> 32)
    }
}
