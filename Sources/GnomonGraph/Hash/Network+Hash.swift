extension Network {
    /// The canonical hash of a prepared network.
    ///
    /// Vertices are the live nodes, the inputs, and the constants they read as data. A first sweep hashes every
    /// vertex with all it is computed from, a second one with all that is computed from it; the result is the
    /// hash of the sum of all edges with both ends, which the order does not change (D. Clarke and others,
    /// "Incremental Multiset Hash Functions", ASIACRYPT 2003, DOI 10.1007/978-3-540-40061-5_12). Names, weight values and order play no part; attributes, element
    /// types, shapes, slots and the sharing of constants do. Networks with one hash are equal for all practical
    /// purposes, but this is no proof of isomorphism.
    /// - Complexity: O(nodes + edges), and what it takes to sort the readers of each tensor.
    public func canonicalHash() -> NetworkHash {
        var hasher = NetworkHasher(self, .everything)
        return hasher.hash()
    }

    /// A hash of each node of a prepared network, made of all it is computed from and all that is computed from it.
    ///
    /// Nodes that play the same part in networks of one ``canonicalHash()`` have one hash, and so have nodes of one
    /// network that play the same part in it; those that are not executed have none in common with them.
    /// - Complexity: as ``canonicalHash()``.
    public func nodeHashes() -> [NetworkHash] {
        var hasher = NetworkHasher(self, .everything)
        return hasher.nodes()
    }

    /// The hash of the operators and how they are joined: no attributes, types or shapes.
    ///
    /// Networks of one structure differ in widths, windows or image sizes alone; whoever splits networks for
    /// learning keeps them on one side.
    /// - Complexity: as ``canonicalHash()``.
    public func structureHash() -> NetworkHash {
        var hasher = NetworkHasher(self, .structure)
        return hasher.hash()
    }
}

/// How much of a network goes into its hash.
enum HashDetail {
    case everything
    /// Operators and edges.
    case structure
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
    private let detail: HashDetail
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
    /// For each node whether exchanging its inputs changes nothing.
    private let isCommutative: [Bool]
    /// For each tensor which output of its producer it is.
    private var outputSlots: [Int32]
    /// What is to be said of the bodies of a node, by its index.
    private var bodies: [Int: BodySummary] = [:]
    private static let zero = NetworkHash(high: 0, low: 0)

    init(_ network: Network, _ detail: HashDetail) {
        self.network = network
        self.detail = detail
        nodeDown = Array(repeating: Self.zero, count: network.nodes.count)
        nodeUp = nodeDown
        leafDown = Array(repeating: Self.zero, count: network.tensors.count)
        leafUp = leafDown
        isOutput = Array(repeating: false, count: network.tensors.count)
        for output in network.outputs { isOutput[output.index] = true }
        isCommutative = network.nodes.indices.map { NodeLabel.isCommutative(network.nodes[$0].op) }
        outputSlots = Array(repeating: 0, count: network.tensors.count)
        for index in network.nodes.indices {
            if network.nodes[index].outputs.count > 1 {
                for (slot, output) in network.nodes[index].outputs.enumerated() {
                    if let output { outputSlots[output.index] = Int32(slot) }
                }
            }
            if network.nodes[index].state == .live, !network.nodes[index].bodies.isEmpty {
                bodies[index] = BodySummary(network.nodes[index], detail)
            }
        }
        collectEdges()
    }

    private mutating func collectEdges() {
        var counts = [Int32](repeating: 0, count: network.tensors.count + 1)
        edges.reserveCapacity(network.nodes.count * 2)
        for index in network.nodes.indices where network.nodes[index].state == .live {
            let summary = bodies.isEmpty ? nil : bodies[index]
            for slot in network.nodes[index].inputs.indices {
                guard let input = network.nodes[index].inputs[slot], !isLabel(index, slot, input) else {
                    continue
                }
                var place = slot
                if let summary {
                    // A captured tensor has no place of its own: it is known by what the bodies do with it.
                    let node = network.nodes[index]
                    let first = node.inputs.count - node.captureCount
                    if slot >= first {
                        guard let use = summary.uses[slot - first] else { continue }
                        place = use
                    }
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
    private func isLabel(_ node: Int, _ slot: Int, _ input: TensorID) -> Bool {
        guard network.tensors[input.index].role == .constant, let kind = network.nodes[node].op.kind else {
            return false
        }
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

    /// The hashes of nodes with both sweeps in them.
    mutating func nodes() -> [NetworkHash] {
        sweepDown()
        sweepUp()
        return nodeUp
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
        var last: Int?
        for index in network.tensors.indices where isLeaf(index) {
            // Weights of one shape often stand in a row.
            if let last, isSame(last, index) {
                leafDown[index] = leafDown[last]
                continue
            }
            var hasher = SipHash128()
            hasher.combine(network.tensors[index].role == .input ? 1 : 2)
            if detail == .everything { NodeLabel.combine(network.tensors[index], into: &hasher) }
            leafDown[index] = hasher.finish()
            last = index
        }
        var next = 0
        var meetings: [(NetworkHash, Int)] = []
        for index in network.nodes.indices where network.nodes[index].state == .live {
            var hasher = SipHash128()
            switch detail {
            case .everything: NodeLabel.combine(network.nodes[index], in: network, into: &hasher)
            case .structure: NodeLabel.combine(network.nodes[index].op, into: &hasher)
            }
            if !bodies.isEmpty, let summary = bodies[index] { hasher.combine(summary.label) }
            let isCommutative = isCommutative[index]
            let isControl = !bodies.isEmpty && bodies[index] != nil
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

    private func isSame(_ first: Int, _ second: Int) -> Bool {
        network.tensors[first].role == network.tensors[second].role
            && network.tensors[first].elementType == network.tensors[second].elementType
            && network.tensors[first].shape == network.tensors[second].shape
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
        var uses: [Use] = []
        for index in network.nodes.indices.reversed() where network.nodes[index].state == .live {
            var hasher = SipHash128()
            hasher.combine(nodeDown[index])
            uses.removeAll(keepingCapacity: true)
            for output in network.nodes[index].outputs.indices {
                guard let tensor = network.nodes[index].outputs[output]?.index else { continue }
                addUses(of: tensor, output, to: &uses, &hasher)
            }
            nodeUp[index] = Self.climb(&uses, hasher)
        }
        for index in network.tensors.indices where isLeaf(index) {
            var hasher = SipHash128()
            hasher.combine(leafDown[index])
            uses.removeAll(keepingCapacity: true)
            addUses(of: index, 0, to: &uses, &hasher)
            leafUp[index] = Self.climb(&uses, hasher)
        }
    }

    /// What is computed from a tensor.
    private struct Use {
        var up: NetworkHash
        var output: Int
        var slot: Int
    }

    private func addUses(of tensor: Int, _ output: Int, to uses: inout [Use], _ hasher: inout SipHash128) {
        if isOutput[tensor] { hasher.combine(output) }
        for position in starts[tensor]..<starts[tensor + 1] {
            let edge = Int(byTensor[Int(position)])
            let node = edges[edge].node
            uses.append(
                Use(up: nodeUp[node], output: output, slot: isCommutative[node] ? 0 : edges[edge].slot))
        }
    }

    private static func climb(_ uses: inout [Use], _ start: SipHash128) -> NetworkHash {
        var hasher = start
        hasher.combine(uses.count)
        if uses.count > 1 {
            uses.sort { $0.up != $1.up ? $0.up < $1.up : ($0.output, $0.slot) < ($1.output, $1.slot) }
        }
        for use in uses {
            hasher.combine(use.output)
            hasher.combine(use.slot)
            hasher.combine(use.up)
        }
        return hasher.finish()
    }

    private func combined() -> NetworkHash {
        // The edges tell of their ends; only what has none is to be said by itself.
        var vertices = MultisetHash()
        func append(_ down: NetworkHash, _ up: NetworkHash) {
            var hasher = SipHash128()
            hasher.combine(down)
            hasher.combine(up)
            vertices.add(hasher.finish())
        }
        var isJoined = [Bool](repeating: false, count: network.nodes.count)
        for edge in edges {
            isJoined[edge.node] = true
            if let producer = producer(of: edge.tensor) { isJoined[producer] = true }
        }
        for index in network.nodes.indices where network.nodes[index].state == .live && !isJoined[index] {
            append(nodeDown[index], nodeUp[index])
        }
        for index in network.tensors.indices
        where isLeaf(index) && starts[index] == starts[index + 1] {
            append(leafDown[index], leafUp[index])
        }
        var arrows = MultisetHash()
        for edge in edges {
            var hasher = SipHash128()
            let (from, output) = down(edge.tensor)
            hasher.combine(from)
            hasher.combine(up(edge.tensor))
            hasher.combine(output)
            hasher.combine(isCommutative[edge.node] ? 0 : edge.slot)
            hasher.combine(nodeDown[edge.node])
            hasher.combine(nodeUp[edge.node])
            arrows.add(hasher.finish())
        }
        var hasher = SipHash128()
        hasher.combine(detail == .everything ? "gnomon.network/2" : "gnomon.structure/1")
        hasher.combine(vertices.count)
        hasher.combine(vertices.sum)
        hasher.combine(arrows.count)
        hasher.combine(arrows.sum)
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

/// A hash of things in no order: their number and the sum of their hashes, modulo 2^128.
private struct MultisetHash {
    private(set) var count = 0
    private(set) var sum = NetworkHash(high: 0, low: 0)

    mutating func add(_ hash: NetworkHash) {
        count += 1
        let (low, carry) = sum.low.addingReportingOverflow(hash.low)
        sum.low = low
        sum.high = sum.high &+ hash.high &+ (carry ? 1 : 0)
    }
}

/// What the hash of a node says of its bodies.
struct BodySummary {
    /// The bodies in order, with the order of their own inputs and outputs.
    let label: NetworkHash
    /// For each captured input a number made of what the bodies do with it; nil if they do nothing.
    let uses: [Int?]

    init(_ node: Node, _ detail: HashDetail) {
        let captured = node.captureCount
        var label = SipHash128()
        var hashers = [SipHash128](repeating: SipHash128(), count: captured)
        var isUsed = [Bool](repeating: false, count: captured)
        for (position, body) in node.bodies.enumerated() {
            var hasher = NetworkHasher(body, detail)
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
