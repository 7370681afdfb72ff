/// Finds the most specific rule for an operator behind a chain.
struct RuleIndex {
    private struct Key: Hashable {
        var chain: [RuleOperator]
        var next: RuleOperator
        var slot: Int
    }

    private var verdicts: [Key: FusionVerdict] = [:]
    private var takers: [RuleOperator: FusionTaker] = [:]
    private var joins: [RuleOperator: FusionTaker] = [:]

    init(_ rules: DetectedRules) {
        for rule in rules.rules {
            switch rule.fan {
            case .one:
                verdicts[Key(chain: rule.chain, next: rule.next, slot: rule.slot)] = rule.effective
            case .fork:
                if rule.verdict == .fused, let anchor = rule.chain.first {
                    takers[anchor] = rule.taker ?? .first
                }
            case .join:
                joins[rule.next] =
                    rule.taker ?? (rule.verdict == .separate ? FusionTaker.none : FusionTaker.last)
            }
        }
    }

    /// Which reader of a forked result may join; nil or none: no one.
    func reader(of anchor: RuleOperator) -> FusionTaker { takers[anchor] ?? .none }

    /// Which of several producers takes an operator that reads them all.
    ///
    /// The runtime has both operands only when the last is done, so that is what is assumed.
    func producer(of next: RuleOperator) -> FusionTaker { joins[next] ?? .last }

    /// What happens to an operator behind a chain: by the whole chain, else by anchor and last member, else by the
    /// last member; with stand-ins where the operators themselves were not tested; separate where nothing is known.
    func verdict(_ chain: [RuleOperator], _ next: RuleOperator, slot: Int) -> FusionVerdict {
        guard let anchor = chain.first, let last = chain.last else { return .separate }
        var contexts = [chain]
        if chain.count > 2 { contexts.append([anchor, last]) }
        if chain.count > 1 { contexts.append([last]) }
        for context in contexts {
            if let known = known(context, next, slot) { return known }
        }
        return next.isView && !last.isView ? .view : .separate
    }

    private func known(_ chain: [RuleOperator], _ next: RuleOperator, _ slot: Int) -> FusionVerdict? {
        var candidates = [(chain, next)]
        if let other = next.standIn { candidates.append((chain, other)) }
        if let anchor = chain.first, let other = anchor.standIn {
            let changed = [other] + chain.dropFirst()
            candidates.append((changed, next))
            if let next = next.standIn { candidates.append((changed, next)) }
        }
        for (chain, next) in candidates {
            for slot in slot == 0 ? [0] : [slot, 0] {
                if let found = verdicts[Key(chain: chain, next: next, slot: slot)] { return found }
            }
        }
        return nil
    }
}
