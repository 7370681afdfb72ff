/// Graphs of different sizes, padded to the largest.
public struct GraphBatch {
    /// The features of nodes: graphs x nodes x features, 0 where there is no node.
    public let features: Tensor
    /// Graphs x nodes x nodes: row i has ones at the nodes that i reads.
    public let adjacency: Tensor
    /// Graphs x nodes x 1: 1 where there is a node.
    public let mask: Tensor

    /// A graph before it is padded.
    public struct Graph: Hashable, Sendable {
        /// The features of each node, all of one length.
        public var features: [[Double]]
        /// For each node the nodes it reads.
        public var edges: [[Int]]

        /// A graph with features and edges of each node.
        public init(features: [[Double]], edges: [[Int]]) {
            self.features = features
            self.edges = edges
        }
    }

    /// A batch of graphs.
    ///
    /// - Throws: `LearnError` (data) where nodes differ in length or edges lead nowhere.
    public init(_ graphs: [Graph], _ engine: NeuralEngine) throws(LearnError) {
        let nodes = graphs.map(\.features.count).max() ?? 0
        let width = graphs.first?.features.first?.count ?? 0
        var x = [Double](repeating: 0, count: graphs.count * nodes * width)
        var a = [Double](repeating: 0, count: graphs.count * nodes * nodes)
        var present = [Double](repeating: 0, count: graphs.count * nodes)
        for (index, graph) in graphs.enumerated() {
            guard graph.edges.count == graph.features.count else {
                throw LearnError(.data, "graph \(index) has edges of other nodes than it has features")
            }
            for (node, row) in graph.features.enumerated() {
                guard row.count == width else {
                    throw LearnError(.data, "node \(node) of graph \(index) has \(row.count) features")
                }
                present[index * nodes + node] = 1
                let start = (index * nodes + node) * width
                x.replaceSubrange(start..<start + width, with: row)
                for target in graph.edges[node] {
                    guard graph.features.indices.contains(target) else {
                        throw LearnError(.data, "node \(node) of graph \(index) reads node \(target)")
                    }
                    a[(index * nodes + node) * nodes + target] = 1
                }
            }
        }
        features = try engine.tensor(x, [graphs.count, nodes, width])
        adjacency = try engine.tensor(a, [graphs.count, nodes, nodes])
        mask = try engine.tensor(present, [graphs.count, nodes, 1])
    }

    /// The sum of node rows of each graph, those of padding left out.
    public func sum(_ rows: Tensor) throws(LearnError) -> Tensor { try (rows * mask).sum([1]) }

    /// The mean of node rows of each graph, those of padding left out.
    public func mean(_ rows: Tensor) throws(LearnError) -> Tensor {
        try sum(rows) / mask.sum([1]).clamped(least: 1)
    }
}
