import GnomonStatistics

/// Pairs of rows whose order is to be learned: the slower one and the faster one, never two that are alike.
struct RankingPairs {
    /// Places of slower rows.
    private(set) var slower: [Int] = []
    /// The faster row of each.
    private(set) var faster: [Int] = []

    /// All pairs of rows with different labels, or so many of them at random.
    ///
    /// - Complexity: O(rows · log rows + pairs), expected, where most labels differ.
    init(_ labels: [Double], most: Int, using generator: inout SeededGenerator) {
        let count = labels.count
        let all = count * (count - 1) / 2 - Self.alike(labels)
        guard all > most else {
            for i in 0..<max(0, count) { for j in i + 1..<max(i + 1, count) { append(i, j, labels) } }
            return
        }
        var taken: Set<Int> = []
        while taken.count < most {
            let (i, j) = (
                Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator)
            )
            guard i < j, labels[i] != labels[j], taken.insert(i * count + j).inserted else { continue }
            append(i, j, labels)
        }
    }

    private mutating func append(_ i: Int, _ j: Int, _ labels: [Double]) {
        guard labels[i] != labels[j] else { return }
        slower.append(labels[i] > labels[j] ? i : j)
        faster.append(labels[i] > labels[j] ? j : i)
    }

    /// The number of pairs with equal labels.
    private static func alike(_ labels: [Double]) -> Int {
        let sorted = labels.sorted()
        var (sum, run) = (0, 0)
        for (one, two) in zip(sorted, sorted.dropFirst()) {
            run = one == two ? run + 1 : 0
            sum += run
        }
        return sum
    }
}
