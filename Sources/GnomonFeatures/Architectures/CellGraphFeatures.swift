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
        return Self.numbers(of: architecture.genes)
    }

    /// The 54 numbers of a cell's six codes.
    ///
    /// - Complexity: O(nodes²), of which there are eight.
    public static func numbers(of codes: [Int]) -> [Double] {
        let graph = CellGraphBits(CellGraph(codes: codes))
        var row = [Double](repeating: 0, count: 54)
        var readings = Readings()
        var sums = Readings()
        for node in 1...7 where graph.sources[node] != 0 {
            let degree = graph.sources[node].nonzeroBitCount
            row[10] += Double(degree - 1)
            if degree > 1, sums.insert(Int(graph.sources[node])) {
                row[12] += 1
                row[13] += Double(degree - 1)
            }
            guard node < 7 else { continue }
            let kind = graph.kind[node] - 2
            let readers = graph.targets[node].nonzeroBitCount
            row[3 * kind + min(degree, 3) - 1] += 1
            row[11] += Double(degree - 1)
            if readers <= 3 { row[13 + readers] += 1 }
            if readings.insert(Int(graph.sources[node]) | kind << 8) {
                row[36 + kind] += 1
            } else {
                row[35] += 1
            }
        }
        row[9] = Double(graph.sources[7].nonzeroBitCount)
        row[17] = Double(graph.targets[0].nonzeroBitCount)
        row[18] = graph.targets[0] & 0x80 != 0 ? 1 : 0
        for from in 0..<7 where graph.targets[from] != 0 {
            let place = 19 + 4 * (from == 0 ? 0 : graph.kind[from] - 1)
            for to in 1...7 where graph.targets[from] & (1 << to) != 0 {
                row[place + (to == 7 ? 3 : graph.kind[to] - 2)] += 1
            }
        }
        paths(of: graph, into: &row)
        return row
    }

    /// The longest paths by five measures, and how many operators of each kind stand at each level.
    private static func paths(of graph: CellGraphBits, into row: inout [Double]) {
        row[39] = graph.longest(1, 1, 1)
        row[40] = graph.longest(1, 9, 1)
        row[41] = graph.longest(0, 1, 0)
        row[42] = graph.longest(0, 0, 1)
        row[43] = graph.longest(1, 0, 0)
        // An operator stands one level below the lowest of those it reads.
        var levels: (Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &levels) { bytes in
            let levels = bytes.bindMemory(to: Int.self)
            for node in 1..<7 where graph.sources[node] != 0 {
                for from in 0..<node where graph.sources[node] & (1 << from) != 0 {
                    levels[node] = max(levels[node], levels[from] + 1)
                }
                if levels[node] <= 3 { row[45 + 3 * (levels[node] - 1) + graph.kind[node] - 2] += 1 }
            }
            for level in 1...6 {
                var count = 0
                for node in 1..<7 where graph.sources[node] != 0 && levels[node] == level { count += 1 }
                row[44] = max(row[44], Double(count))
            }
        }
    }
}

/// A few numbers without repetitions.
private struct Readings {
    private var numbers: [Int] = []

    /// Adds a number; false if it is there already.
    mutating func insert(_ number: Int) -> Bool {
        if numbers.contains(number) { return false }
        numbers.append(number)
        return true
    }
}
