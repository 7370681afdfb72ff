public import GnomonSpaces

/// Architectures of a space as graphs of one form whose nodes carry symbols: what graph and sequence encoders read.
///
/// Node 0 is the input, the last one the output, between them stands a node for each gene. All operators keep their
/// node and their arcs, `none` and skips too: the symbols say what they are.
public struct TokenGraph: Hashable, Sendable {
    /// How many different symbols there are: the genes' choices, input, output.
    public let symbols: Int
    /// Nodes of a graph.
    public let nodes: Int
    /// From and to of each arc; nodes stand in topological order.
    public let arcs: [[Int]]

    /// The form of a space's graphs; nil for a space without one.
    public init?(_ space: any SearchSpace) {
        switch space {
        case is NASBench201:
            arcs = [
                [0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 6], [3, 6], [4, 7], [5, 7], [6, 7],
            ]
        case is FBNet: arcs = (0..<23).map { [$0, $0 + 1] }
        default: return nil
        }
        nodes = space.choices.count + 2
        symbols = (space.choices.max() ?? 0) + 2
    }

    /// The symbol of the input node.
    public var input: Int { symbols - 2 }
    /// The symbol of the output node.
    public var output: Int { symbols - 1 }

    /// The symbol of each node of an architecture.
    public func tokens(_ architecture: Architecture) -> [Int] { [input] + architecture.genes + [output] }

    /// Nodes x nodes: 1 where two nodes are joined by an arc in either direction.
    public var neighbours: [[Double]] {
        var result = [[Double]](repeating: [Double](repeating: 0, count: nodes), count: nodes)
        for arc in arcs {
            result[arc[0]][arc[1]] = 1
            result[arc[1]][arc[0]] = 1
        }
        return result
    }

    /// Nodes x nodes: 1 where the second is the first itself or one of its ancestors.
    ///
    /// - Complexity: O(arcs · nodes).
    public var ancestors: [[Double]] {
        var result = (0..<nodes).map { node in (0..<nodes).map { node == $0 ? 1.0 : 0 } }
        for arc in arcs.sorted(by: { $0[1] < $1[1] }) {
            for node in 0..<nodes where result[arc[0]][node] > 0 { result[arc[1]][node] = 1 }
        }
        return result
    }
}
