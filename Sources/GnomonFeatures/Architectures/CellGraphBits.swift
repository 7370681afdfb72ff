import GnomonSpaces

/// The graph as bits: node 0 is the input, 7 the output; what is not there reads nothing.
struct CellGraphBits {
    /// Codes of nodes; 0 for those that are no operator.
    let kind: [Int]
    let sources: [UInt8]
    let targets: [UInt8]

    init(_ graph: CellGraph) {
        kind = [0] + graph.operations + [0]
        targets = graph.successors
        var sources: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
        for from in 0..<8 where targets[from] != 0 {
            for to in 1..<8 where targets[from] & (1 << to) != 0 { sources[to] |= 1 << from }
        }
        self.sources = sources
    }

    /// The longest path by weights of 1x1, 3x3 and pool.
    func longest(_ small: Double, _ large: Double, _ pool: Double) -> Double {
        var distance: (Double, Double, Double, Double, Double, Double, Double, Double) = (
            0, 0, 0, 0, 0, 0, 0, 0
        )
        return withUnsafeMutableBytes(of: &distance) { bytes in
            let distance = bytes.bindMemory(to: Double.self)
            for node in 1...7 where sources[node] != 0 {
                var best = 0.0
                for from in 0..<node where sources[node] & (1 << from) != 0 {
                    best = max(best, distance[from])
                }
                switch kind[node] {
                case 2: best += small
                case 3: best += large
                case 4: best += pool
                default: break
                }
                distance[node] = best
            }
            return distance[7]
        }
    }
}
