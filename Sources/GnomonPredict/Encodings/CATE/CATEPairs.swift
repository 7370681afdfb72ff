import GnomonStatistics

/// Pairs of architectures that take alike work: each with some of those before it by parameters.
struct CATEPairs {
    /// Places in the pool.
    let pairs: [(first: Int, second: Int)]

    /// Pairs of a pool with these numbers of parameters.
    ///
    /// - Complexity: O(architectures · log) and what it takes to draw.
    init(
        parameters: [Double], partners: Int, gap: Double, using generator: inout SeededGenerator
    ) {
        let order = parameters.indices.sorted { (parameters[$0], $0) < (parameters[$1], $1) }
        var pairs: [(first: Int, second: Int)] = []
        var lowest = 0
        for (place, row) in order.enumerated() {
            while parameters[row] - parameters[order[lowest]] > gap { lowest += 1 }
            guard lowest < place else { continue }
            var drawn: Set<Int> = []
            for _ in 0..<partners { drawn.insert(Int.random(in: lowest..<place, using: &generator)) }
            for other in drawn.sorted() { pairs.append((row, order[other])) }
        }
        self.pairs = pairs
    }
}
