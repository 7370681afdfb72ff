/// The cells of DARTS (Liu, Simonyan, Yang 2019, arXiv:1806.09055): a normal and a reducing one.
///
/// A cell has two inputs and four nodes, and each node is the sum of two operators on different earlier ones.
/// Genes, for the nodes of the normal and then of the reducing cell: the number of the pair of sources, in the
/// order (0, 1), (0, 2), (1, 2), ... or as many of them as there are, the ``Operation`` on the earlier source,
/// the one on the later.
public struct DARTS: SearchSpace {
    /// The images it is made for.
    public enum Variant: String, Hashable, Sendable, Codable {
        /// 32x32, 10 classes: 20 cells, 36 channels.
        case cifar
        /// 224x224, 1000 classes: 14 cells, 48 channels.
        case imageNet
    }

    /// What stands on an edge.
    public enum Operation: Int, Hashable, Sendable, Codable, CaseIterable {
        /// The largest of 3x3 pixels.
        case maxPool3x3
        /// The mean of 3x3 pixels, borders not counted.
        case averagePool3x3
        /// The source itself; where the image is halved, two shifted 1x1 convolutions.
        case skip
        /// Twice rectifier, depthwise 3x3, 1x1, batch normalisation.
        case separable3x3
        /// Twice rectifier, depthwise 5x5, 1x1, batch normalisation.
        case separable5x5
        /// Rectifier, depthwise 3x3 of dilation 2, 1x1, batch normalisation.
        case dilated3x3
        /// Rectifier, depthwise 5x5 of dilation 2, 1x1, batch normalisation.
        case dilated5x5

        /// The name in a genotype.
        public var text: String {
            switch self {
            case .maxPool3x3: "max_pool_3x3"
            case .averagePool3x3: "avg_pool_3x3"
            case .skip: "skip_connect"
            case .separable3x3: "sep_conv_3x3"
            case .separable5x5: "sep_conv_5x5"
            case .dilated3x3: "dil_conv_3x3"
            case .dilated5x5: "dil_conv_5x5"
            }
        }
    }

    /// An operator and what it reads: 0 and 1 are the cell's inputs, 2 to 4 its earlier nodes.
    public struct Edge: Hashable, Sendable, Codable {
        /// What it reads.
        public var source: Int
        /// What it does.
        public var operation: Operation

        /// An operator on a source.
        public init(source: Int, operation: Operation) {
            self.source = source
            self.operation = operation
        }
    }

    /// The images it is made for.
    public let variant: Variant

    /// The space for one kind of images.
    public init(_ variant: Variant = .cifar) { self.variant = variant }

    /// The pairs of different sources of each node, which may read the two inputs and all nodes before it.
    static let pairs: [[(Int, Int)]] = (0..<4).map { node in
        (0..<(node + 1)).flatMap { first in ((first + 1)..<(node + 2)).map { (first, $0) } }
    }

    /// `darts` or `darts-imagenet`.
    public var name: String { variant == .cifar ? "darts" : "darts-imagenet" }
    /// One line.
    public var summary: String {
        variant == .cifar
            ? "two cells of 4 nodes, 7 operators, 20 in a row; 32x32 images, 10 classes"
            : "two cells of 4 nodes, 7 operators, 14 in a row; 224x224 images, 1000 classes"
    }
    /// The paper.
    public var paper: String { "arXiv:1806.09055" }
    /// A pair of sources and two operators, for each of eight nodes.
    public var choices: [Int] {
        (Self.pairs + Self.pairs).flatMap { [$0.count, Operation.allCases.count, Operation.allCases.count] }
    }
    /// (1 x 3 x 6 x 10 x 49^4)^2, some 10^18 as the paper reckons.
    public var count: UInt128 { choices.reduce(1) { $0 * UInt128($1) } }
    /// With normalisations, or folded.
    public var forms: [SpaceForm] { [.published, .folded] }
    /// The genotypes that have names.
    public var examples: [String] { Self.published.map(\.name) }

    /// The edges of the normal and of the reducing cell, two for each node, the earlier source first.
    ///
    /// - Throws: `spaces.architecture` if the architecture is not of this space.
    public func cells(of architecture: Architecture) throws(SpaceError) -> (normal: [Edge], reducing: [Edge])
    {
        try check(architecture)
        var edges: [Edge] = []
        for node in 0..<8 {
            let genes = architecture.genes[(3 * node)..<(3 * node + 3)].map { $0 }
            let pair = Self.pairs[node % 4][genes[0]]
            for (source, gene) in [(pair.0, genes[1]), (pair.1, genes[2])] {
                edges.append(Edge(source: source, operation: Operation(rawValue: gene) ?? .skip))
            }
        }
        return (Array(edges[..<8]), Array(edges[8...]))
    }

    /// The architecture of two cells of eight edges, two for each node in either order.
    ///
    /// - Throws: `spaces.architecture` if a node reads one source twice or one that is not before it.
    public func architecture(normal: [Edge], reducing: [Edge]) throws(SpaceError) -> Architecture {
        guard normal.count == 8, reducing.count == 8 else {
            throw SpaceError(.architecture, "a \(name) cell has 8 edges, two for each of its 4 nodes")
        }
        let edges = normal + reducing
        var genes: [Int] = []
        for node in 0..<8 {
            let two = [edges[2 * node], edges[2 * node + 1]].sorted { $0.source < $1.source }
            let pair = Self.pairs[node % 4].firstIndex { $0 == (two[0].source, two[1].source) }
            guard let pair else {
                throw SpaceError(
                    .architecture,
                    "node \(node % 4) of a \(name) cell reads \(two[0].source) and \(two[1].source); "
                        + "it must read two different ones of 0 to \(node % 4 + 1)")
            }
            genes += [pair, two[0].operation.rawValue, two[1].operation.rawValue]
        }
        return Architecture(genes)
    }
}
