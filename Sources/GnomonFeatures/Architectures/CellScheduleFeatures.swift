public import GnomonSpaces

/// How long a NAS-Bench-201 cell takes when two or three workers execute its operators, or as many as it can use.
///
/// Runtimes that execute independent operators side by side take as long as a schedule, not as long as a sum. What an
/// operator costs beside another differs from device to device: each of four guesses has its three numbers.
public struct CellScheduleFeatures: ArchitectureExtractor {
    /// The schedules of cells.
    public init() {}

    /// `cell-schedule-v1`.
    public var name: String { "cell-schedule-v1" }

    /// What 1x1, 3x3, pooling and an addition cost in each guess.
    private static let guesses: [(small: Double, large: Double, pool: Double, addition: Double)] = [
        (1, 1, 1, 0.5), (1, 3, 1, 0.3), (1, 9, 1, 0.2), (1, 2, 2, 0.5),
    ]

    /// Workers; the last is more than any cell can use.
    private static let workers = [2, 3, 6]

    /// One column for each guess and number of workers.
    public var columns: [String] {
        (0..<Self.guesses.count).flatMap { guess in Self.workers.map { "guess \(guess) on \($0)" } }
    }

    /// The twelve times.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        try NASBench201().check(architecture)
        let graph = CellGraphBits(CellGraph(codes: architecture.genes))
        var row: [Double] = []
        row.reserveCapacity(12)
        for guess in Self.guesses {
            let schedule = Schedule(graph) { kind, additions in
                let cost = kind == 2 ? guess.small : kind == 3 ? guess.large : kind == 4 ? guess.pool : 0
                return cost + guess.addition * additions
            }
            for count in Self.workers { row.append(schedule.makespan(workers: count)) }
        }
        return row
    }
}

/// List scheduling (Graham 1969, doi:10.1137/0117039): a free worker takes what can begin first, of those the one that
/// most work waits for.
private struct Schedule {
    private let sources: [UInt8]
    private var durations = [Double](repeating: 0, count: 8)
    /// The longest way from the beginning of a node to the end.
    private var ranks = [Double](repeating: 0, count: 8)
    /// Nodes that are executed, as bits.
    private var nodes: UInt8 = 0

    init(_ graph: CellGraphBits, duration: (_ kind: Int, _ additions: Double) -> Double) {
        sources = graph.sources
        for node in (1...7).reversed() where sources[node] != 0 {
            nodes |= 1 << node
            durations[node] = duration(graph.kind[node], Double(sources[node].nonzeroBitCount - 1))
            var rest = 0.0
            for next in 1...7 where graph.targets[node] & (1 << next) != 0 { rest = max(rest, ranks[next]) }
            ranks[node] = durations[node] + rest
        }
    }

    /// The longest way from the input to the output.
    private var path: Double {
        var path = 0.0
        for node in 1...7 where sources[node] & 1 != 0 { path = max(path, ranks[node]) }
        return path
    }

    /// When the output is there.
    ///
    /// - Complexity: O(nodes²), of which there are seven.
    func makespan(workers: Int) -> Double {
        // With a worker for every operator nothing waits but for its sources.
        if workers >= nodes.nonzeroBitCount - 1 { return path }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 8 + workers) { memory in
            memory.initialize(repeating: 0)
            // The ends of the eight nodes, then when each worker is free.
            let free = 8
            var done: UInt8 = 1
            var left = nodes
            while left != 0 {
                var worker = free
                for other in free..<(free + workers) where memory[other] < memory[worker] { worker = other }
                var best = (start: Double.infinity, rank: 0.0, node: 0)
                for node in 1...7 where left & (1 << node) != 0 && sources[node] & ~done == 0 {
                    var start = memory[worker]
                    for source in 0..<node where sources[node] & (1 << source) != 0 {
                        start = max(start, memory[source])
                    }
                    if start < best.start || (start == best.start && ranks[node] > best.rank) {
                        best = (start, ranks[node], node)
                    }
                }
                guard best.node > 0 else { break }
                memory[best.node] = best.start + durations[best.node]
                memory[worker] = memory[best.node]
                done |= 1 << best.node
                left &= ~(1 << best.node)
            }
            return memory[7]
        }
    }
}
