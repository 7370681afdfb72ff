public import GnomonSpaces

/// 54 numbers of the graph that remains of a NAS-Bench-201 cell when skips are contracted and dead parts are cut.
///
/// Sums stand at the operator that reads them: one that two operators read is made twice. Most of what a runtime
/// does for a cell is told by how many operators of each kind read how many tensors, and in which order they stand.
public struct CellGraphFeatures: ArchitectureExtractor {
    /// The features of the graphs of cells.
    public init() {}

    /// `cell-graph-v1`.
    public var name: String { "cell-graph-v1" }

    /// Counts of operators by what they read, of sums, of neighbours, and paths.
    public var columns: [String] { Self.names }

    private static let kinds = 2...4

    private static let names: [String] = {
        let kinds = ["1x1", "3x3", "pool"]
        var names: [String] = []
        for kind in kinds { names += (1...3).map { "\(kind) reads \($0)" } }
        names += ["output reads", "sums", "sums of operators", "distinct sums", "distinct additions"]
        names += (1...3).map { "read by \($0)" } + ["input read by", "input is output"]
        for from in ["input"] + kinds { names += (kinds + ["output"]).map { "\(from)>\($0)" } }
        names += ["duplicates"] + kinds.map { "\($0) distinct" }
        names += ["path", "path 1,9,1", "path 3x3", "path pool", "path 1x1", "widest"]
        for level in 1...3 { names += kinds.map { "\($0) at \(level)" } }
        return names
    }()

    /// The 54 numbers.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        try NASBench201().check(architecture)
        let graph = Graph(CellGraph(codes: architecture.genes))
        var row: [Int] = []
        for kind in Self.kinds {
            for degree in 1...3 {
                row.append(graph.nodes.count { graph.kind[$0] == kind && graph.sources[$0].count == degree })
            }
        }
        let sums = (1...7).map { max(0, graph.sources[$0].count - 1) }
        let distinct = Set(graph.sources.filter { $0.count > 1 })
        row += [graph.sources[7].count, sums.reduce(0, +), sums.dropLast().reduce(0, +), distinct.count]
        row.append(distinct.reduce(0) { $0 + $1.count - 1 })
        row += (1...3).map { degree in graph.nodes.count { graph.targets[$0].count == degree } }
        row += [graph.targets[0].count, graph.targets[0].contains(7) ? 1 : 0]
        row += graph.neighbours
        let readings = graph.nodes.map { graph.sources[$0] + [10 + graph.kind[$0]] }
        row.append(readings.count - Set(readings).count)
        for kind in Self.kinds { row.append(Set(readings.filter { $0.last == 10 + kind }).count) }
        for weights in [[1, 1, 1], [1, 9, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]] {
            row.append(graph.longest(weights))
        }
        let levels = graph.levels
        row.append((1...6).map { level in graph.nodes.count { levels[$0] == level } }.max() ?? 0)
        for level in 1...3 {
            for kind in Self.kinds {
                row.append(graph.nodes.count { graph.kind[$0] == kind && levels[$0] == level })
            }
        }
        return row.map(Double.init)
    }
}

/// The graph as lists: node 0 is the input, 7 the output.
private struct Graph {
    /// Codes of nodes; 0 for those that are no operator.
    let kind: [Int]
    let sources: [[Int]]
    let targets: [[Int]]
    /// The operators that are there.
    let nodes: [Int]

    init(_ graph: CellGraph) {
        kind = [0] + graph.operations + [0]
        sources = (0..<8).map { graph.predecessors(of: $0) }
        targets = (0..<8).map { node in (0..<8).filter { graph.successors[node] & (1 << $0) != 0 } }
        let operations = graph.operations
        nodes = (1...6).filter { operations[$0 - 1] != 0 }
    }

    /// How often an operator or the input is read by each kind of operator or the output.
    var neighbours: [Int] {
        var counts = [Int](repeating: 0, count: 16)
        for from in 0..<8 {
            let row = from == 0 ? 0 : kind[from] - 1
            for to in targets[from] { counts[4 * row + (to == 7 ? 3 : kind[to] - 2)] += 1 }
        }
        return counts
    }

    /// The longest path by weights of the kinds 2, 3 and 4.
    func longest(_ weights: [Int]) -> Int {
        var distance = [Int](repeating: 0, count: 8)
        for from in 0..<8 {
            for to in targets[from] {
                let weight = kind[to] >= 2 ? weights[kind[to] - 2] : 0
                distance[to] = max(distance[to], distance[from] + weight)
            }
        }
        return distance[7]
    }

    /// How many operators stand before and at each node on the longest way to it.
    var levels: [Int] {
        var levels = [Int](repeating: 0, count: 8)
        for from in 0..<8 { for to in targets[from] { levels[to] = max(levels[to], levels[from] + 1) } }
        return levels
    }
}
