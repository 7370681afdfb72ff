import GnomonSpaces

/// A NAS-Bench-201 cell as BRP-NAS reads it (arXiv:2007.08668): nine nodes, a global one first.
///
/// ``CellGraph`` has the graph; here it is packed, so that cells and nodes that look alike are found quickly.
public struct CellEncoding: Hashable, Sendable {
    /// The number of nodes.
    public static let nodes = 9
    /// The number of features of a node.
    public static let features = 6

    /// Row i: bit j is set where node i reads node j.
    public let adjacency: [UInt16]
    /// The feature of each node, or -1 for a node that is not there.
    public let labels: [Int8]

    /// The encoding of six operator codes.
    public init(codes: [Int]) {
        let graph = CellGraph(codes: codes)
        adjacency = graph.adjacency.map { row in
            row.enumerated().reduce(UInt16(0)) { $0 | UInt16($1.element) << UInt16($1.offset) }
        }
        labels = graph.features.map { row in Int8(row.firstIndex(of: 1) ?? -1) }
    }

    /// A row of A X: how often each feature is among what a node reads, and how many nodes it reads.
    ///
    /// All of the first layer that depends on the cell; few different ones occur.
    public func context(of node: Int) -> CellContext {
        var counts = [UInt8](repeating: 0, count: Self.features)
        for other in 0..<Self.nodes where adjacency[node] & (1 << UInt16(other)) != 0 {
            if labels[other] >= 0 { counts[Int(labels[other])] += 1 }
        }
        return CellContext(counts: counts, reads: UInt8(adjacency[node].nonzeroBitCount))
    }

    /// A, row after row; each row divided by its sum where asked for.
    public func matrix(normalised: Bool) -> [Double] {
        adjacency.flatMap { row in
            let one = normalised ? 1 / Double(max(1, row.nonzeroBitCount)) : 1
            return (0..<Self.nodes).map { row & (1 << UInt16($0)) != 0 ? one : 0 }
        }
    }
}

/// What a node of a cell reads.
public struct CellContext: Hashable, Sendable {
    /// How often each feature occurs.
    public let counts: [UInt8]
    /// How many nodes are read, those without a feature too.
    public let reads: UInt8

    /// The row of A X.
    public func row(normalised: Bool) -> [Double] {
        counts.map { Double($0) / (normalised ? Double(max(1, reads)) : 1) }
    }
}
