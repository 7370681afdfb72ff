/// What a test says of a pair: a named value, never a number that happens to be true.
public enum FusionVerdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// The second operator runs inside the first one's kernel.
    case fused
    /// Both run on their own.
    case separate
    /// The second operator costs nothing: it only renames memory.
    case view
    /// The times do not tell.
    case undecided
}

/// What structure alone lets one expect of a pair, which sets how much evidence is asked.
public enum FusionPrior: String, Hashable, Sendable, Codable, CaseIterable {
    /// Two operators with kernels of their own.
    case never
    /// An activation or constants of the channel behind a product that has no activation yet.
    case likely
    /// The second operator is a view.
    case view
    /// Nothing is expected.
    case open

    /// What is assumed where nothing was found out.
    public var verdict: FusionVerdict {
        switch self {
        case .likely: .fused
        case .view: .view
        case .never, .open: .separate
        }
    }

    /// The level of the interval that suffices for a verdict: 90 % with the expectation, 95 % without one, 99.9 %
    /// against it.
    public func level(for verdict: FusionVerdict) -> Double {
        switch self {
        case .open: 0.95
        case .likely, .view, .never: (self.verdict == .separate) == (verdict == .separate) ? 0.9 : Self.surest
        }
    }

    /// The level that suffices whatever is expected.
    public static let surest = 0.999

    /// The expectation for an operator behind a chain.
    init(chain: [RuleOperator], next: RuleOperator) {
        let last = chain.last ?? .other
        if next.isView {
            self = .view
        } else if last.isView || last == .split
            || (next.isAnchor && ![.pad, .scale, .transpose].contains(last))
        {
            self = .never
        } else if let anchor = chain.first, anchor.isProduct, chain.count == 1 || !last.isActivation,
            next.isActivation || next.isAffine
        {
            self = .likely
        } else {
            self = .open
        }
    }
}
