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
        var row = [Double](repeating: 0, count: 30)
        for (edge, code) in live.enumerated() { row[5 * edge + code] = 1 }
        for code in 1...4 { row.append(Double(live.count { $0 == code }) / 2) }
        row += Self.adds(live)
        row.append(Self.longest(live, weights: [0, 0, 1, 1, 1]) / 2)
        return row + Self.contraction(live)
    }

    /// The sums at nodes 1, 2 and 3: live inputs less one.
    private static func adds(_ live: [Int]) -> [Double] {
        (1...3).map { node in
            let inputs = zip(live, edges).count { $0 != 0 && $1.to == node }
            return Double(max(0, inputs - 1))
        }
    }

    /// The longest path by the weights of the operator codes.
    private static func longest(_ live: [Int], weights: [Double]) -> Double {
        var distance = [0.0, 0, 0, 0]
        for (code, edge) in zip(live, edges) where code != 0 {
            distance[edge.to] = max(distance[edge.to], distance[edge.from] + weights[code])
        }
        return distance[3]
    }

    /// The 19 numbers of the graph without skips.
    static func contraction(_ live: [Int]) -> [Double] {
        var alias = [0, 1, 2, 3]
        for node in 1...3 {
            let inputs = zip(live, edges).filter { $0 != 0 && $1.to == node }
            if inputs.count == 1, inputs[0].0 == 1 { alias[node] = alias[inputs[0].1.from] }
        }
        let operators = zip(live, edges).filter { $0.0 >= 2 }.map { (source: alias[$1.from], code: $0) }
        func distinct(_ codes: ClosedRange<Int>) -> Int {
            Set(operators.filter { codes.contains($0.code) }.map { $0.source * 5 + $0.code }).count
        }
        var row = [
            adds(live).reduce(0, +), Double(operators.count - distinct(2...4)), Double(Set(alias).count),
        ]
        for code in 2...4 {
            row += [Double(operators.count { $0.code == code }), Double(distinct(code...code))]
        }
        row += [
            longest(live, weights: [0, 0, 1, 1, 1]), longest(live, weights: [0, 0, 1, 9, 1]),
            longest(live, weights: [0, 0, 0, 1, 0]), longest(live, weights: [0, 0, 0, 0, 1]),
        ]
        for source in 0...2 {
            let leaving = operators.filter { $0.source == source }
            row += [Double(leaving.count), Double(leaving.count { $0.code == 3 })]
        }
        return row
    }
}
