public import GnomonGraph

/// How well predicted groups keep the edges of a network inside kernels that a runtime keeps inside too.
public struct EdgeScore: Hashable, Sendable {
    /// Edges inside a kernel by prediction and in truth.
    public var agreed: Int
    /// Edges inside a kernel by prediction alone.
    public var invented: Int
    /// Edges inside a kernel in truth alone.
    public var missed: Int
    /// Edges that were not counted: at views, and at nodes of which the runtime does not tell what became of them.
    public var excluded: Int

    /// A score.
    public init(agreed: Int = 0, invented: Int = 0, missed: Int = 0, excluded: Int = 0) {
        self.agreed = agreed
        self.invented = invented
        self.missed = missed
        self.excluded = excluded
    }

    /// Compares groups of node indices.
    ///
    /// - Parameters:
    ///   - network: The prepared network.
    ///   - predicted: The nodes of each predicted kernel.
    ///   - truth: The nodes of each real kernel.
    ///   - unknown: Nodes that are in no real kernel.
    /// - Complexity: O(nodes + edges).
    public init(_ network: Network, predicted: [[Int]], truth: [[Int]], unknown: [Int]) {
        self.init()
        let guessed = Self.owners(predicted, count: network.nodes.count)
        let real = Self.owners(truth, count: network.nodes.count)
        let hidden = Set(unknown)
        for (place, node) in network.nodes.enumerated() where node.state == .live {
            for producer in Set(node.inputs.compactMap { $0.flatMap { network[$0].producer?.index } }) {
                guard network.nodes[producer].state == .live else { continue }
                let isView = [place, producer].contains {
                    RuleOperator(network.nodes[$0], in: network).isView
                }
                if isView || hidden.contains(place) || hidden.contains(producer) {
                    excluded += 1
                    continue
                }
                let joined = guessed[place] != nil && guessed[place] == guessed[producer]
                switch (joined, real[place] != nil && real[place] == real[producer]) {
                case (true, true): agreed += 1
                case (true, false): invented += 1
                case (false, true): missed += 1
                case (false, false): break
                }
            }
        }
    }

    /// The share of the predicted edges that are real; 1 where none was predicted.
    public var precision: Double {
        agreed + invented == 0 ? 1 : Double(agreed) / Double(agreed + invented)
    }

    /// The share of the real edges that were predicted; 1 where there is none.
    public var recall: Double { agreed + missed == 0 ? 1 : Double(agreed) / Double(agreed + missed) }

    /// Both together.
    public static func + (lhs: EdgeScore, rhs: EdgeScore) -> EdgeScore {
        EdgeScore(
            agreed: lhs.agreed + rhs.agreed, invented: lhs.invented + rhs.invented,
            missed: lhs.missed + rhs.missed, excluded: lhs.excluded + rhs.excluded)
    }

    private static func owners(_ groups: [[Int]], count: Int) -> [Int?] {
        var owners = [Int?](repeating: nil, count: count)
        for (number, group) in groups.enumerated() {
            for node in group where owners.indices.contains(node) { owners[node] = number }
        }
        return owners
    }
}
