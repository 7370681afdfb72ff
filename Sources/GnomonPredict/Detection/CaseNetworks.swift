public import GnomonGraph
public import GnomonKernels
import GnomonSpaces

/// The small networks of a case in one frame; their latencies decide it.
public struct CaseNetworks: Sendable {
    /// The operators before, alone; for a view with the operator that reads it.
    public var first: Network
    /// The operator in question, alone; for a view a rectifier that reads and writes as much as a copy would.
    public var second: Network
    /// Both together.
    public var block: Network
    /// What is left without either: counted twice in the sum of the parts, once in the block.
    public var frame: Network
    /// What the frame costs around the first part, in units of `frame`.
    public var firstShare: Double
    /// What the frame costs around the second part, in units of `frame`.
    public var secondShare: Double
    /// The nodes of the block that are the first part.
    public var firstNodes: [Int]
    /// The nodes of the block that are the operator in question.
    public var secondNodes: [Int]

    /// In the order in which a round lists them.
    public var all: [Network] { [first, second, block, frame] }
}

extension FusionCase {
    /// The networks of the case.
    ///
    /// - Parameters:
    ///   - frame: What surrounds the operators.
    ///   - isEnlarged: Whether images have twice the side and matrices four times the rows. Channels stay: they
    ///     would make anchors dearer and what may join them not.
    /// - Returns: The networks, prepared.
    /// - Throws: `GraphError` where operators do not fit one another.
    public func networks(_ frame: Frame, isEnlarged: Bool = false) throws(GraphError) -> CaseNetworks {
        let producers = fan == .join ? 2 : 1
        let input = inputSizes(isEnlarged)
        var first = CaseBuilder(frame)
        let firstStarts = (0..<producers).map { _ in first.enter(input) }
        var between: [[Int]] = []
        for start in firstStarts {
            let result = first.apply(chain, to: start, others: [], slot: 0)
            between.append(first.builder.sizes(result))
            first.leave(next.isView ? first.finishView(result) : result)
        }
        var second = CaseBuilder(frame)
        let secondStarts = between.map { second.enter($0) }
        // A view is held against the cost of touching every element once.
        second.leave(
            second.apply(
                [next.isView ? .relu : next], to: secondStarts[0], others: Array(secondStarts.dropFirst()),
                slot: slot))
        var block = CaseBuilder(frame)
        let blockStarts = (0..<producers).map { _ in block.enter(input) }
        let before = block.nodes
        let results = blockStarts.map { block.apply(chain, to: $0, others: [], slot: 0) }
        let middle = block.nodes
        let last = block.apply([next], to: results[0], others: Array(results.dropFirst()), slot: slot)
        let end = block.nodes
        block.leave(next.isView ? block.finishView(last) : last)
        var empty = CaseBuilder(frame)
        for sizes in between { empty.cross(sizes) }
        return CaseNetworks(
            first: try first.finished(name + " first"), second: try second.finished(name + " second"),
            block: try block.finished(name), frame: try empty.finished(name + " frame"),
            firstShare: first.share(of: empty), secondShare: second.share(of: empty),
            firstNodes: Array(before..<middle), secondNodes: Array(middle..<end))
    }

    /// The networks of a fork: the anchor, relu-relu, relu-anchor, anchor-relu-relu, anchor-relu, the whole, and what
    /// remains of an empty network.
    ///
    /// - Throws: `GraphError` where operators do not fit one another.
    public func forkNetworks(isEnlarged: Bool = false) throws(GraphError) -> [Network] {
        let anchor = chain.first ?? .depthwise
        let parts: [[RuleOperator]] = [
            [anchor], [.relu, .relu], [.relu, anchor], [anchor, .relu, .relu], [anchor, .relu],
        ]
        var networks: [Network] = []
        let input = inputSizes(isEnlarged)
        for part in parts {
            var builder = CaseBuilder(.bare)
            let start = builder.enter(part[0] == .relu ? between(input) : input)
            builder.leave(builder.apply(part, to: start, others: [], slot: 0))
            networks.append(try builder.finished(name))
        }
        var whole = CaseBuilder(.bare)
        let forked = whole.apply([anchor], to: whole.enter(input), others: [], slot: 0)
        whole.leave(whole.apply([.relu, .relu], to: forked, others: [], slot: 0))
        whole.leave(whole.apply([.relu, anchor], to: forked, others: [], slot: 0))
        networks.append(try whole.finished(name))
        var empty = CaseBuilder(.bare)
        empty.cross(input)
        networks.append(try empty.finished(name + " frame"))
        return networks
    }

    private func between(_ input: [Int]) -> [Int] {
        var builder = CaseBuilder(.bare)
        let result = builder.apply([chain.first ?? .depthwise], to: builder.enter(input), others: [], slot: 0)
        return builder.builder.sizes(result)
    }

    /// The shapes of nn-Meter's cases; rows and tokens are ours.
    private func inputSizes(_ isEnlarged: Bool) -> [Int] {
        switch domain {
        case .image: [1, 64, isEnlarged ? 56 : 28, isEnlarged ? 56 : 28]
        // Few columns: what joins the product must not be lost in it.
        case .matrix: [isEnlarged ? 1024 : 256, 64]
        case .tokens: [1, isEnlarged ? 784 : 196, 192]
        }
    }
}
