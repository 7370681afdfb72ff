/// The cells of NAS-Bench-201: six edges between four nodes, five operators (Dong, Yang 2020,
/// arXiv:2001.00326).
///
/// Genes are ``Operation`` codes of the edges 0>1, 0>2, 1>2, 0>3, 1>3, 2>3.
public struct NASBench201: SearchSpace {
    /// What stands on an edge.
    public enum Operation: Int, Hashable, Sendable, Codable, CaseIterable {
        /// Zeros.
        case none
        /// The source itself.
        case skip
        /// Rectifier, 1x1 convolution, batch normalisation.
        case conv1x1
        /// Rectifier, 3x3 convolution, batch normalisation.
        case conv3x3
        /// The mean of 3x3 pixels, borders not counted.
        case averagePool3x3

        /// The name in an architecture's text.
        public var text: String {
            switch self {
            case .none: "none"
            case .skip: "skip_connect"
            case .conv1x1: "nor_conv_1x1"
            case .conv3x3: "nor_conv_3x3"
            case .averagePool3x3: "avg_pool_3x3"
            }
        }
    }

    /// Source and target of each edge.
    static let edges: [(from: Int, to: Int)] = [(from: 0, to: 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

    /// Cells in each of the three stages; five as published.
    public let cellsPerStage: Int

    /// The published network, or a shorter one.
    public init(cellsPerStage: Int = 5) { self.cellsPerStage = max(1, min(64, cellsPerStage)) }

    /// `nasbench201`.
    public var name: String { "nasbench201" }
    /// One line.
    public var summary: String { "one cell of 4 nodes, 5 operators, repeated 15 times; 32x32 images" }
    /// The paper.
    public var paper: String { "arXiv:2001.00326" }
    /// Five operators on each of six edges.
    public var choices: [Int] { [5, 5, 5, 5, 5, 5] }
    /// 5^6.
    public var count: UInt128 { 15_625 }
    /// As published (10 classes), without dead parts (10 classes), and as LatBench timed it (100 classes).
    public var forms: [SpaceForm] { [.published, .live, .latbench] }

    /// Reads `|a~0|+|b~0|c~1|+|d~0|e~1|f~2|` or six digits.
    public func parse(_ text: String) throws(SpaceError) -> Architecture {
        guard text.contains("|") else { return try digits(text) }
        let names = text.split(separator: "|").filter { $0 != "+" }
        var genes: [Int] = []
        for (position, part) in names.enumerated() {
            let pieces = part.split(separator: "~", omittingEmptySubsequences: false)
            let operation = Operation.allCases.first { $0.text == pieces[0] }
            guard let operation, pieces.count == 2, position < Self.edges.count,
                pieces[1] == "\(Self.edges[position].from)"
            else { throw SpaceError(.architecture, "`\(part)` is no edge \(position) of a \(name) cell") }
            genes.append(operation.rawValue)
        }
        let architecture = Architecture(genes)
        try check(architecture)
        guard text == format(architecture) else {
            throw SpaceError(.architecture, "a \(name) cell is written as \(format(architecture))")
        }
        return architecture
    }

    /// Writes `|a~0|+|b~0|c~1|+|d~0|e~1|f~2|`.
    public func format(_ architecture: Architecture) -> String {
        var result = ""
        for (gene, edge) in zip(architecture.genes, Self.edges) {
            if edge.from == 0 { result += edge.to == 1 ? "|" : "+|" }
            result += "\((Operation(rawValue: gene) ?? .none).text)~\(edge.from)|"
        }
        return result
    }
}
