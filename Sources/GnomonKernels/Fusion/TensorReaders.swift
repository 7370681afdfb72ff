import GnomonGraph

/// The live nodes that read each tensor of a network; one that reads it twice is listed twice.
///
/// All lists lie in one: a network has hundreds of tensors with one reader each.
struct TensorReaders {
    /// Where the list of each tensor starts; that of the next ends it.
    private let starts: [Int]
    private let nodes: [NodeID]

    /// The readers of a network's tensors.
    ///
    /// - Complexity: O(tensors + edges).
    init(_ network: Network) {
        var counts = [Int](repeating: 0, count: network.tensors.count + 1)
        for index in network.nodes.indices where network.nodes[index].state == .live {
            network.forEachInput(of: NodeID(index)) { counts[$0.index + 1] += 1 }
        }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        starts = counts
        var nodes = [NodeID](repeating: NodeID(0), count: counts.last ?? 0)
        for index in network.nodes.indices where network.nodes[index].state == .live {
            network.forEachInput(of: NodeID(index)) { input in
                nodes[counts[input.index]] = NodeID(index)
                counts[input.index] += 1
            }
        }
        self.nodes = nodes
    }

    /// The readers of a tensor, in order.
    subscript(_ tensor: TensorID) -> ArraySlice<NodeID> {
        nodes[starts[tensor.index]..<starts[tensor.index + 1]]
    }

    /// How many readers a tensor has.
    func count(of tensor: TensorID) -> Int { starts[tensor.index + 1] - starts[tensor.index] }

    /// The only reader of a tensor; nil where there is none or more than one.
    func only(of tensor: TensorID) -> NodeID? {
        count(of: tensor) == 1 ? nodes[starts[tensor.index]] : nil
    }
}
