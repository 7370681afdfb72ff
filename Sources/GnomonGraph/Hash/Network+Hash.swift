extension Network {
    /// The canonical hash of a prepared network.
    ///
    /// Vertices are the live nodes, the inputs, and the constants they read as data. A first sweep hashes every
    /// vertex with all it is computed from, a second one with all that is computed from it; the result is the
    /// hash of the sorted vertices and edges. Names, weight values and order play no part; attributes, element
    /// types, shapes, slots and the sharing of constants do. Networks with one hash are equal for all practical
    /// purposes, but this is no proof of isomorphism.
    /// - Complexity: O((nodes + edges) * log(nodes + edges)).
    public func canonicalHash() -> NetworkHash {
        var hasher = NetworkHasher(self)
        return hasher.hash()
    }
}

/// The two sweeps of the canonical hash.
private struct NetworkHasher {
    /// One use of a tensor as data.
    private struct Edge {
        var tensor: Int
        var node: Int
        var slot: Int
    }

    private let network: Network
    private var edges: [Edge] = []
    /// For each tensor where its edges begin in `byTensor`.
    private var starts: [Int32] = []
    private var byTensor: [Int32] = []
    /// Downward hashes of nodes, and of inputs and constants by tensor.
    private var nodeDown: [NetworkHash]
    private var nodeUp: [NetworkHash]
    private var leafDown: [NetworkHash]
    private var leafUp: [NetworkHash]
    private var isOutput: [Bool]
    /// For each tensor which output of its producer it is.
    private var outputSlots: [Int32]
    /// What is to be said of the bodies of a node, by its index.
    private var bodies: [Int: BodySummary] = [:]
    private static let zero = NetworkHash(high: 0, low: 0)

    init(_ network: Network) {
        self.network = network
        nodeDown = Array(repeating: Self.zero, count: network.nodes.count)
        nodeUp = nodeDown
        leafDown = Array(repeating: Self.zero, count: network.tensors.count)
        leafUp = leafDown
        isOutput = Array(repeating: false, count: network.tensors.count)
        for output in network.outputs { isOutput[output.index] = true }
        outputSlots = Array(repeating: 0, count: network.tensors.count)
        for node in network.nodes where node.outputs.count > 1 {
            for (slot, output) in node.outputs.enumerated() {
                if let output { outputSlots[output.index] = Int32(slot) }
            }
        }
        for (index, node) in network.nodes.enumerated() where node.state == .live && !node.bodies.isEmpty {
            bodies[index] = BodySummary(node)
        }
        collectEdges()
    }

    private mutating func collectEdges() {
        var counts = [Int32](repeating: 0, count: network.tensors.count + 1)
        for (index, node) in network.nodes.enumerated() where node.state == .live {
            for (slot, input) in node.inputs.enumerated() {
                guard let input, !isLabel(node, slot, input) else { continue }
                var place = slot
                if let summary = bodies[index], slot >= node.inputs.count - node.captureCount {
                    // A captured tensor has no place of its own: it is known by what the bodies do with it.
                    guard let use = summary.uses[slot - (node.inputs.count - node.captureCount)] else {
                        continue
                    }
                    place = use
                }
                edges.append(Edge(tensor: input.index, node: index, slot: place))
                counts[input.index + 1] += 1
            }
        }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        starts = counts
        byTensor = [Int32](repeating: 0, count: edges.count)
        for (index, edge) in edges.enumerated() {
            byTensor[Int(counts[edge.tensor])] = Int32(index)
            counts[edge.tensor] += 1
        }
    }

    /// Whether an input is part of what the node is, not of what it works on.
    private func isLabel(_ node: Node, _ slot: Int, _ input: TensorID) -> Bool {
        guard network[input].role == .constant, let kind = node.op.kind else { return false }
        if kind == .pow, slot == 1 {
            return network[input].shape?.rank == 0 || network[input].shape?.elements == 1
        }
        return OperatorCatalog.definition(of: kind).isParameter(slot: slot)
    }

    mutating func hash() -> NetworkHash {
        sweepDown()
        sweepUp()
        return combined()
    }

    private func producer(of tensor: Int) -> Int? {
        guard network.tensors[tensor].role == .activation else { return nil }
        return network.tensors[tensor].producer?.index
    }

    private func down(_ tensor: Int) -> (NetworkHash, Int) {
        guard let node = producer(of: tensor) else { return (leafDown[tensor], 0) }
        return (nodeDown[node], Int(outputSlots[tensor]))
    }

    private func up(_ tensor: Int) -> NetworkHash {
        producer(of: tensor).map { nodeUp[$0] } ?? leafUp[tensor]
    }

    private mutating func sweepDown() {
        for index in network.tensors.indices where isLeaf(index) {
            let tensor = network.tensors[index]
            var hasher = SipHash128()
            hasher.combine(tensor.role == .input ? 1 : 2)
            NodeLabel.combine(tensor, into: &hasher)
            leafDown[index] = hasher.finish()
        }
        var next = 0
        var meetings: [(NetworkHash, Int)] = []
        for index in network.nodes.indices where network.nodes[index].state == .live {
            var hasher = SipHash128()
            NodeLabel.combine(network.nodes[index], in: network, into: &hasher)
            if let summary = bodies[index] { hasher.combine(summary.label) }
            let isCommutative = NodeLabel.isCommutative(network.nodes[index])
            let isControl = bodies[index] != nil
            meetings.removeAll(keepingCapacity: true)
            while next < edges.count, edges[next].node == index {
                let (hash, output) = down(edges[next].tensor)
                if isCommutative {
                    meetings.append((hash, output))
                } else if isControl {
                    var use = SipHash128()
                    use.combine(edges[next].slot)
                    use.combine(hash)
                    meetings.append((use.finish(), output))
                } else {
                    hasher.combine(edges[next].slot)
                    hasher.combine(hash)
                    hasher.combine(output)
                }
                next += 1
            }
            if isCommutative || isControl {
                meetings.sort { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
                for (hash, output) in meetings {
                    hasher.combine(hash)
                    hasher.combine(output)
                }
            }
            nodeDown[index] = hasher.finish()
        }
    }

    /// Inputs, and constants that are read as data or returned.
    private func isLeaf(_ tensor: Int) -> Bool {
        switch network.tensors[tensor].role {
        case .input: true
        case .constant: starts[tensor] < starts[tensor + 1] || isOutput[tensor]
        case .activation: false
        }
    }

    private mutating func sweepUp() {
        for index in network.nodes.indices.reversed() where network.nodes[index].state == .live {
            let outputs = network.nodes[index].outputs
            nodeUp[index] = climb(nodeDown[index], outputs.count) { outputs[$0]?.index }
        }
        for index in network.tensors.indices where isLeaf(index) {
            leafUp[index] = climb(leafDown[index], 1) { _ in index }
        }
    }

    private func climb(_ down: NetworkHash, _ count: Int, _ tensor: (Int) -> Int?) -> NetworkHash {
        var hasher = SipHash128()
        hasher.combine(down)
        var uses: [(NetworkHash, Int, Int)] = []
        for output in 0..<count {
            guard let tensor = tensor(output) else { continue }
            if isOutput[tensor] { hasher.combine(output) }
            for position in starts[tensor]..<starts[tensor + 1] {
                let edge = edges[Int(byTensor[Int(position)])]
                uses.append((nodeUp[edge.node], output, slot(edge)))
            }
        }
        hasher.combine(uses.count)
        if uses.count > 1 {
            uses.sort { $0.0 != $1.0 ? $0.0 < $1.0 : ($0.1, $0.2) < ($1.1, $1.2) }
        }
        for (hash, output, slot) in uses {
            hasher.combine(output)
            hasher.combine(slot)
            hasher.combine(hash)
        }
        return hasher.finish()
    }

    private func slot(_ edge: Edge) -> Int {
        NodeLabel.isCommutative(network.nodes[edge.node]) ? 0 : edge.slot
    }

    private func combined() -> NetworkHash {
        var vertices: [NetworkHash] = []
        func append(_ down: NetworkHash, _ up: NetworkHash) {
            var hasher = SipHash128()
            hasher.combine(down)
            hasher.combine(up)
            vertices.append(hasher.finish())
        }
        for index in network.nodes.indices where network.nodes[index].state == .live {
            append(nodeDown[index], nodeUp[index])
        }
        for index in network.tensors.indices where isLeaf(index) { append(leafDown[index], leafUp[index]) }
        var arrows: [NetworkHash] = []
        arrows.reserveCapacity(edges.count)
        for edge in edges {
            var hasher = SipHash128()
            let (from, output) = down(edge.tensor)
            hasher.combine(from)
            hasher.combine(up(edge.tensor))
            hasher.combine(output)
            hasher.combine(slot(edge))
            hasher.combine(nodeDown[edge.node])
            hasher.combine(nodeUp[edge.node])
            arrows.append(hasher.finish())
        }
        vertices.sort()
        arrows.sort()
        var hasher = SipHash128()
        hasher.combine("gnomon.network/1")
        hasher.combine(vertices.count)
        for vertex in vertices { hasher.combine(vertex) }
        hasher.combine(arrows.count)
        for arrow in arrows { hasher.combine(arrow) }
        return hasher.finish()
    }

    /// What is to be said of this network as the body of a node with so many captured inputs: a label, and what
    /// becomes of each captured input; nil for one that nothing reads.
    mutating func summary(captured: Int) -> (label: NetworkHash, uses: [NetworkHash?]) {
        var hasher = SipHash128()
        hasher.combine(hash())
        func use(_ id: TensorID) -> NetworkHash? {
            starts[id.index] < starts[id.index + 1] || isOutput[id.index] ? leafUp[id.index] : nil
        }
        for id in network.inputs.dropLast(captured) { hasher.combine(use(id) ?? Self.zero) }
        for id in network.outputs {
            let (down, slot) = down(id.index)
            hasher.combine(down)
            hasher.combine(slot)
        }
        return (hasher.finish(), network.inputs.suffix(captured).map(use))
    }
}

/// What the hash of a node says of its bodies.
struct BodySummary {
    /// The bodies in order, with the order of their own inputs and outputs.
    let label: NetworkHash
    /// For each captured input a number made of what the bodies do with it; nil if they do nothing.
    let uses: [Int?]

    init(_ node: Node) {
        let captured = node.captureCount
        var label = SipHash128()
        var hashers = [SipHash128](repeating: SipHash128(), count: captured)
        var isUsed = [Bool](repeating: false, count: captured)
        for (position, body) in node.bodies.enumerated() {
            var hasher = NetworkHasher(body)
            let summary = hasher.summary(captured: captured)
            label.combine(summary.label)
            for (index, use) in summary.uses.prefix(captured).enumerated() {
                guard let use else { continue }
                isUsed[index] = true
                hashers[index].combine(position)
                hashers[index].combine(use)
            }
        }
        self.label = label.finish()
        uses = (0..<captured).map { index in
            isUsed[index] ? Int(truncatingIfNeeded: hashers[index].finish().low) : nil
        }
    }
}
