import GnomonStatistics

/// Draws candidates, slow ones with more probability.
enum SlowFirst {
    static func draw(_ count: Int, predicted: [Double], taken: Set<Int>, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        let order = predicted.indices.sorted { (predicted[$0], $0) < (predicted[$1], $1) }
        var weights = [Double](repeating: 0, count: predicted.count)
        for (rank, place) in order.enumerated() where !taken.contains(place) {
            weights[place] = Double(rank + 1)
        }
        var total = weights.reduce(0, +)
        var chosen: [Int] = []
        while chosen.count < count, total > 0.5 {
            var left = generator.uniform() * total
            var last: Int?
            for place in weights.indices where weights[place] > 0 {
                last = place
                left -= weights[place]
                if left < 0 { break }
            }
            guard let last else { break }
            chosen.append(last)
            total -= weights[last]
            weights[last] = 0
        }
        return chosen
    }
}
