public import GnomonSpaces

/// 57 numbers of a NAS-Bench-201 cell as a graph: what is alive, how much of it, and what it reads.
///
/// Parts that cannot reach the output, or are not reached, do not count; a node whose only input is a skip is its
/// source.
public struct CellFeatures: ArchitectureExtractor {
    /// The features of the cells of NAS-Bench-201.
    public init() {}

    /// `cell-v1`.
    public var name: String { "cell-v1" }

    /// Live edges, counts, sums, depth, and the contracted graph.
    public var columns: [String] { Self.names }

    private static let names: [String] = {
        let edges = ["01", "02", "12", "03", "13", "23"]
        let operations = ["none", "skip", "1x1", "3x3", "pool"]
        var names: [String] = []
        for edge in edges { names += operations.map { "live\(edge)=\($0)" } }
        names += operations.dropFirst().map { "half \($0)" }
        names += ["adds1", "adds2", "adds3", "half depth", "adds", "duplicates", "aliases"]
        for operation in ["1x1", "3x3", "pool"] { names += ["\(operation) count", "\(operation) distinct"] }
        names += ["path 1,1,1", "path 1,9,1", "path 3x3", "path pool"]
        for source in 0...2 { names += ["reads\(source)", "3x3 reads\(source)"] }
        return names
    }()

    /// Source and target of each edge.
    private static let edges: [(from: Int, to: Int)] = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

    /// The 57 numbers.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        try NASBench201().check(architecture)
        let live = CellGraph.liveCodes(architecture.genes)
        var row = [Double](repeating: 0, count: 57)
        for edge in 0..<6 {
            row[5 * edge + live[edge]] = 1
            if live[edge] != 0 { row[29 + live[edge]] += 0.5 }
        }
        for node in 1...3 { row[33 + node] = Double(max(0, Self.inputs(live, node) - 1)) }
        row[37] = Self.longest(live, 1, 1, 1) / 2
        Self.contraction(live, into: &row)
        return row
    }

    /// The number of live edges into a node.
    private static func inputs(_ live: [Int], _ node: Int) -> Int {
        var count = 0
        for edge in 0..<6 where live[edge] != 0 && edges[edge].to == node { count += 1 }
        return count
    }

    /// The longest path by the weights of 1x1, 3x3 and pool.
    private static func longest(_ live: [Int], _ small: Double, _ large: Double, _ pool: Double) -> Double {
        // Edges into a node stand before those out of it.
        var distance = (0.0, 0.0, 0.0, 0.0)
        for edge in 0..<6 where live[edge] != 0 {
            let (from, to) = edges[edge]
            let start = from == 0 ? 0 : from == 1 ? distance.1 : distance.2
            let weight = live[edge] == 2 ? small : live[edge] == 3 ? large : live[edge] == 4 ? pool : 0
            switch to {
            case 1: distance.1 = max(distance.1, start + weight)
            case 2: distance.2 = max(distance.2, start + weight)
            default: distance.3 = max(distance.3, start + weight)
            }
        }
        return distance.3
    }

    /// The 19 numbers of the graph without skips, from column 38 on.
    private static func contraction(_ live: [Int], into row: inout [Double]) {
        var alias = [0, 1, 2, 3]
        for node in 1...3 where inputs(live, node) == 1 {
            for edge in 0..<6 where live[edge] == 1 && edges[edge].to == node {
                alias[node] = alias[edges[edge].from]
            }
        }
        row[38] = row[34] + row[35] + row[36]
        for node in 0...3 where alias.firstIndex(of: alias[node]) == node { row[40] += 1 }
        // One bit for each source and kind.
        var seen = 0
        for edge in 0..<6 where live[edge] >= 2 {
            let kind = live[edge] - 2
            let source = alias[edges[edge].from]
            row[41 + 2 * kind] += 1
            let bit = 1 << (3 * source + kind)
            if seen & bit == 0 { row[42 + 2 * kind] += 1 } else { row[39] += 1 }
            seen |= bit
            row[51 + 2 * source] += 1
            if kind == 1 { row[52 + 2 * source] += 1 }
        }
        row[47] = longest(live, 1, 1, 1)
        row[48] = longest(live, 1, 9, 1)
        row[49] = longest(live, 0, 1, 0)
        row[50] = longest(live, 0, 0, 1)
    }
}
