public import GnomonSpaces

/// What a NAS-Bench-201 cell amounts to: work, operators on paths that matter, and the longest of them.
///
/// Some devices were timed with dead branches and some without, so both raw and live operators are here.
public struct CellTotals: Hashable, Sendable {
    /// The names of ``analytic``.
    public static let analyticNames = [
        "macs", "parameters", "path", "edges", "liveEdges", "live3x3", "live1x1", "livePool", "liveSkip",
    ]

    /// How often each of the five operators occurs.
    public let counts: [Double]
    /// How often each operator occurs on a path from input to output; nothing for `none`.
    public let liveCounts: [Double]
    /// The code of each edge.
    public let codes: [Int]
    /// The code of each edge on a path from input to output; 0 for the others.
    public let liveCodes: [Int]

    /// The totals of an architecture of ``NASBench201``.
    ///
    /// - Complexity: O(1).
    public init(_ architecture: Architecture) {
        codes = architecture.genes
        liveCodes = CellGraph.liveCodes(architecture.genes)
        counts = (0..<5).map { code in Double(architecture.genes.count { $0 == code }) }
        let live = liveCodes
        liveCounts = (0..<5).map { code in code == 0 ? 0 : Double(live.count { $0 == code }) }
    }

    /// Channels and side of the images of each stage.
    private static let stages: [(width: Double, side: Double)] = [(16, 32), (32, 16), (64, 8)]
    /// Cells in each stage.
    private static let cells = 5.0

    /// Operations of one operator in all fifteen cells as the benchmark counts them: a multiply-accumulate, a
    /// rectifier and one of nine pixels of a pooling are one each, a normalisation is two an element.
    public static func operations(of operation: NASBench201.Operation) -> Double {
        var total = 0.0
        for stage in stages {
            let each: Double =
                switch operation {
                case .none, .skip: 0
                case .conv1x1: stage.width + 3
                case .conv3x3: 9 * stage.width + 3
                case .averagePool3x3: 9
                }
            total += cells * stage.width * stage.side * stage.side * each
        }
        return total
    }

    /// Parameters of one operator in all fifteen cells, two a channel for a normalisation.
    public static func parameters(of operation: NASBench201.Operation) -> Double {
        var total = 0.0
        for stage in stages {
            let each: Double =
                switch operation {
                case .none, .skip, .averagePool3x3: 0
                case .conv1x1: stage.width * stage.width + 2 * stage.width
                case .conv3x3: 9 * stage.width * stage.width + 2 * stage.width
                }
            total += cells * each
        }
        return total
    }

    private static let operationsByCode = NASBench201.Operation.allCases.map { operations(of: $0) }
    private static let parametersByCode = NASBench201.Operation.allCases.map { parameters(of: $0) }
    /// What an operator adds to the length of a path.
    private static let lengths = [0, 0.05, 1, 1.5, 0.7]

    /// Operations in the cells.
    public var operations: Double { zip(counts, Self.operationsByCode).reduce(0) { $0 + $1.0 * $1.1 } }
    /// Parameters in the cells.
    public var parameters: Double { zip(counts, Self.parametersByCode).reduce(0) { $0 + $1.0 * $1.1 } }

    /// The longest path from input to output: 1.5 for a 3x3, 1 for a 1x1, 0.7 for a pooling, 0.05 for a skip; 0
    /// where there is none.
    public var path: Double {
        var reach: [Double?] = [0, nil, nil, nil]
        for (position, edge) in [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)].enumerated() {
            guard codes[position] != 0, let start = reach[edge.0] else { continue }
            reach[edge.1] = max(reach[edge.1] ?? 0, start + Self.lengths[codes[position]])
        }
        return reach[3] ?? 0
    }

    /// Nine numbers that latency follows closely; see ``analyticNames``.
    public var analytic: [Double] {
        [
            operations, parameters, path, 6 - counts[0], liveCounts.reduce(0, +), liveCounts[3],
            liveCounts[2],
            liveCounts[4], liveCounts[1],
        ]
    }

    /// What may only make slower, for models without negative coefficients: operations, parameters, counts of
    /// operators, path and live operators.
    public var costs: [Double] {
        [operations, parameters] + counts[1...] + [path, liveCounts.reduce(0, +)]
            + [liveCounts[3], liveCounts[2], liveCounts[4]]
    }

    /// Counts, live counts, and the products of two of each kind: 34 numbers.
    public var products: [Double] {
        var result = counts + liveCounts[1...]
        for i in 0..<5 { for j in i..<5 { result.append(counts[i] * counts[j]) } }
        for i in 1..<5 { for j in i..<5 { result.append(liveCounts[i] * liveCounts[j]) } }
        return result
    }

    /// One-hot places: the operator of each edge (0..<30), of each live edge (30..<60), of each pair of edges
    /// (60..<435).
    public var places: [Int] {
        var result = codes.enumerated().map { 5 * $0.offset + $0.element }
        result += liveCodes.enumerated().map { 30 + 5 * $0.offset + $0.element }
        var pair = 0
        for i in 0..<6 {
            for j in (i + 1)..<max(6, i + 1) {
                result.append(60 + 25 * pair + 5 * codes[i] + codes[j])
                pair += 1
            }
        }
        return result
    }
}
