public import GnomonGraph

/// The kernels that detected rules make of a network.
public struct DetectedKernels: Hashable, Sendable {
    /// The nodes of each kernel, as indices in ascending order; kernels in order of their first nodes.
    public var groups: [[Int]]

    /// Walks a prepared network in its order and grows groups.
    ///
    /// A group takes the next operator if the most specific rule says so, nobody else reads what is between or the
    /// fork rule allows it, what is between is no output, and the join rule names the group. What is more, the group
    /// stays convex: nothing the operator reads may depend on the group from outside.
    /// - Complexity: O(nodes + edges).
    public init(_ network: Network, rules: DetectedRules) {
        var walk = RuleGrouping(network, RuleIndex(rules))
        walk.run()
        groups = walk.groups.map { $0.members.sorted() }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }
}

/// Grows groups of nodes by detected rules.
struct RuleGrouping {
    struct Group {
        var members: [Int]
        var chain: [RuleOperator]
        /// The node whose result the next member reads.
        var last: Int
        /// Whether others read what the group computes before its last member.
        var leaks = false
    }

    private let network: Network
    private let index: RuleIndex
    private let readers: TensorReaders
    private let isOutput: [Bool]
    private let macros: [Int: MacroMatch]
    private(set) var groups: [Group] = []
    private var groupOf: [Int?]

    init(_ network: Network, _ index: RuleIndex) {
        self.network = network
        self.index = index
        readers = TensorReaders(network)
        var isOutput = [Bool](repeating: false, count: network.tensors.count)
        for output in network.outputs { isOutput[output.index] = true }
        self.isOutput = isOutput
        macros = MacroMatch.all(in: network, readers: readers)
        groupOf = [Int?](repeating: nil, count: network.nodes.count)
    }

    mutating func run() {
        for place in network.nodes.indices where network.nodes[place].state == .live && groupOf[place] == nil
        {
            if let macro = macros[place], join(macro) { continue }
            let op = RuleOperator(network.nodes[place], in: network)
            if let taker = taker(of: place, op: op) {
                append([place], op, to: taker)
            } else {
                groupOf[place] = groups.count
                groups.append(Group(members: [place], chain: [op], last: place))
            }
        }
    }

    private mutating func append(_ nodes: [Int], _ op: RuleOperator, to group: Int) {
        if let result = network.nodes[groups[group].last].output(0), readers.count(of: result) > nodes.count {
            groups[group].leaks = true
        }
        groups[group].members += nodes
        groups[group].chain.append(op)
        groups[group].last = nodes[nodes.count - 1]
        for node in nodes { groupOf[node] = group }
    }

    /// Collapses a function in pieces where the platform's rule for the whole function says so.
    private mutating func join(_ macro: MacroMatch) -> Bool {
        guard macro.members.allSatisfy({ groupOf[$0] == nil }), let producer = producer(of: macro.input),
            let group = groupOf[producer], groups[group].last == producer, !isOutput[macro.input.index],
            readers[macro.input].allSatisfy({ macro.members.contains($0.index) }),
            index.verdict(groups[group].chain, macro.op, slot: 0) == .fused
        else { return false }
        append(macro.members, macro.op, to: group)
        return true
    }

    /// The group that takes a node, if any.
    private func taker(of place: Int, op: RuleOperator) -> Int? {
        let node = network.nodes[place]
        var producers: [(group: Int, slot: Int, last: Int, tensor: TensorID)] = []
        var computed = 0
        for (slot, input) in node.inputs.enumerated() {
            guard let input, network[input].role != .constant else { continue }
            computed += 1
            guard let producer = producer(of: input), let group = groupOf[producer] else { continue }
            producers.append((group, slot, producer, input))
        }
        let willing = producers.filter { producer in
            let group = groups[producer.group]
            guard group.last == producer.last else { return false }
            switch index.verdict(group.chain, op, slot: producer.slot) {
            case .view: return true
            case .fused: break
            case .separate, .undecided: return false
            }
            if isOutput[producer.tensor.index] { return false }
            if !mayTake(place, producer.tensor, group) { return false }
            // What leaves a group early may come back: then the group would have to wait for itself.
            return !(group.leaks && computed > 1)
        }
        guard willing.count > 1 || computed > 1 else { return willing.first?.group }
        let ordered = willing.sorted { $0.last < $1.last }
        let isJoin = Set(producers.map(\.group)).count > 1
        switch isJoin ? index.producer(of: op) : .last {
        case .none: return nil
        case .first: return ordered.first?.group
        case .last, .every: return ordered.last?.group
        }
    }

    /// Whether a group may take this reader of its result, as far as the other readers are concerned.
    private func mayTake(_ place: Int, _ tensor: TensorID, _ group: Group) -> Bool {
        let all = readers[tensor]
        guard all.count > 1 else { return true }
        switch index.reader(of: group.chain.first ?? .other) {
        case .none: return false
        case .first: return all.first?.index == place
        case .last: return all.last?.index == place
        case .every: return true
        }
    }

    private func producer(of tensor: TensorID) -> Int? {
        guard let producer = network[tensor].producer, network[producer].state == .live else { return nil }
        return producer.index
    }
}
