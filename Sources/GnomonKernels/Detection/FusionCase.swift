/// A question to a runtime as data: whether an operator joins the kernel of those before it.
public struct FusionCase: Hashable, Sendable {
    /// What surrounds the operators while they are timed.
    public enum Frame: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing; what remains of an empty network is one tiny operator.
        case bare
        /// A pooling layer before and behind, so that changes of layout at the borders cancel.
        case pooled
    }

    /// How many read and write the tensor between.
    public enum Fan: String, Hashable, Sendable, Codable, CaseIterable {
        /// One producer, one reader.
        case one
        /// One producer, two readers.
        case fork
        /// Two producers, one reader.
        case join
    }

    /// The operators before, first to last; for a join those of each producer.
    public var chain: [RuleOperator]
    /// The operator in question.
    public var next: RuleOperator
    /// How many read and write the tensor between.
    public var fan: Fan
    /// In which operand the operator reads the chain's result.
    public var slot: Int

    /// A case.
    public init(_ chain: [RuleOperator], _ next: RuleOperator, fan: Fan = .one, slot: Int = 0) {
        self.chain = chain
        self.next = next
        self.fan = fan
        self.slot = slot
    }

    /// What structure lets one expect.
    public var prior: FusionPrior {
        switch fan {
        case .fork: .open
        case .join, .one: FusionPrior(chain: chain, next: next)
        }
    }

    /// A name such as `conv-bn-relu`, `conv+conv-add`, `input+conv-add` or `dwconv-fork`.
    public var name: String {
        let before = chain.map(\.rawValue).joined(separator: "-")
        return switch fan {
        case .one: (slot > 0 ? "input+" : "") + "\(before)-\(next.rawValue)"
        case .join: "\(before)+\(before)-\(next.rawValue)"
        case .fork: "\(before)-fork"
        }
    }

    /// The frames in which it is tested: layouts change only between images, and views are not repeated.
    public var frames: [Frame] {
        fan != .fork && domain == .image && !next.isView ? [.bare, .pooled] : [.bare]
    }

    /// The case this one makes no sense without: what comes before must be one kernel.
    ///
    /// Pairs are not transitive: that conv-relu and relu-relu fuse says nothing of conv-relu-relu.
    public var dependency: FusionCase? {
        switch fan {
        case .fork: FusionCase(chain, .relu)
        case .one, .join:
            chain.count > 1 ? FusionCase(Array(chain.dropLast()), chain[chain.count - 1]) : nil
        }
    }

    /// What the tensors are.
    public enum Domain: Hashable, Sendable {
        /// Channels and two sides.
        case image
        /// Rows and columns.
        case matrix
        /// A sequence of vectors.
        case tokens
    }

    /// What its operators work on.
    public var domain: Domain {
        let all = chain + [next]
        if all.contains(.fc) { return .matrix }
        if all.contains(.matMul) || all.contains(.layerNorm) || all.contains(.softmax) { return .tokens }
        return .image
    }
}

extension FusionCase {
    /// The 79 pairs that nn-Meter tests, and its fork.
    public static let quick: [FusionCase] = {
        let all: [RuleOperator] = [
            .add, .averagePool, .concat, .conv, .convTranspose, .depthwise, .fc, .relu, .reshape,
        ]
        let images = all.filter { $0 != .fc }
        func pairs(_ first: RuleOperator, _ seconds: [RuleOperator]) -> [FusionCase] {
            seconds.map { FusionCase([first], $0) }
        }
        var cases = pairs(.conv, images + [.batchNorm, .hardSwish, .squeezeExcite])
        cases += pairs(.depthwise, images + [.batchNorm])
        cases += pairs(.fc, [.add, .concat, .fc, .relu, .reshape])
        cases += pairs(.batchNorm, [.relu]) + pairs(.squeezeExcite, [.relu])
        for first in [RuleOperator.averagePool, .convTranspose] { cases += pairs(first, images) }
        for first in [RuleOperator.add, .concat, .relu, .reshape] { cases += pairs(first, all) }
        return cases + [FusionCase([.depthwise], .relu, fan: .fork)]
    }()

    /// All cases: those of ``quick`` and what Gnomon asks besides, pairs before the chains that build on them.
    public static let all: [FusionCase] = {
        var cases = quick
        let anchors: [RuleOperator] = [
            .conv, .pointwise, .depthwise, .grouped, .convTranspose, .fc, .matMul, .add, .batchNorm,
            .layerNorm,
        ]
        for anchor in anchors {
            cases += RuleOperator.allCases.filter(\.isActivation).map { FusionCase([anchor], $0) }
        }
        for anchor in anchors.prefix(7) {
            cases += [RuleOperator.bias, .scale].map { FusionCase([anchor], $0) }
        }
        cases += [.conv, .depthwise, .maxPool].map { FusionCase([.pad], $0) }
        cases += [.maxPool, .resize, .slice, .split, .transpose].map { FusionCase([.conv], $0) }
        cases += [.batchNorm].flatMap { next in
            [RuleOperator.pointwise, .grouped, .convTranspose].map { FusionCase([$0], next) }
        }
        cases += [.add, .softmax, .transpose].map { FusionCase([.matMul], $0) }
        cases += [.transpose, .softmax, .layerNorm].map { FusionCase([$0], .matMul) }
        cases += [FusionCase([.scale], .softmax), FusionCase([.add], .layerNorm)]
        cases += [RuleOperator.conv, .pointwise, .depthwise].map { FusionCase([$0], .flatten) }
        // Joins in both operand orders, of two computed tensors and of a broadcast one.
        for anchor in [RuleOperator.conv, .pointwise] {
            cases.append(FusionCase([anchor], .add, slot: 1))
            cases += [.add, .mul, .concat].map { FusionCase([anchor], $0, fan: .join) }
            cases += [.mul, .gate].map { FusionCase([anchor], $0) }
        }
        cases.append(FusionCase([.conv], .relu, fan: .fork))
        cases += chains
        var seen: Set<FusionCase> = []
        return cases.filter { seen.insert($0).inserted }
    }()

    private static let chains: [FusionCase] = [
        FusionCase([.conv, .batchNorm], .relu), FusionCase([.conv, .batchNorm], .add),
        FusionCase([.conv, .batchNorm], .hardSwish), FusionCase([.conv, .add], .relu),
        FusionCase([.conv, .add], .add), FusionCase([.conv, .relu], .relu), FusionCase([.conv, .relu], .add),
        FusionCase([.depthwise, .batchNorm], .clip), FusionCase([.fc, .add], .relu),
        FusionCase([.matMul, .add], .gelu), FusionCase([.matMul, .bias], .gelu),
        FusionCase([.matMul, .bias], .relu), FusionCase([.pointwise, .batchNorm], .silu),
    ]
}
