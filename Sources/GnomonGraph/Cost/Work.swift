/// The arithmetic of one node.
struct Work: Sendable, Equatable {
    var macs: UInt64 = 0
    var other: UInt64 = 0
    var transcendentals: UInt64 = 0

    static let none = Work()
}

/// How the arithmetic of an operator is counted.
enum CostRule: Sendable {
    /// A multiple of the elements of the first output; each transcendental is one FLOP as well.
    case output(_ flops: UInt64, transcendentals: UInt64 = 0)
    /// A multiple of the elements of the first input.
    case input(_ flops: UInt64, transcendentals: UInt64 = 0)
    /// A product for each element of the output and each of its window, and a sum where the slot `bias` is taken.
    case convolution(weight: Int, bias: Int?)
    /// Anything else; nil if a size it needs is unknown.
    case custom(@Sendable (CostFacts) throws(GraphError) -> Work?)

    static let free = CostRule.output(0)
}

/// What a cost rule is told: the node in canonical form with the types and shapes around it.
struct CostFacts {
    let facts: NodeFacts
    let outputs: [Inferred?]

    /// The elements of the first output that is there.
    var n: Int? { outputs.lazy.compactMap { $0 }.first?.shape?.elements }
    /// The elements of the first input.
    var i: Int? { facts.shape(0)?.elements }
    func outputShape(_ slot: Int = 0) -> Shape? { slot < outputs.count ? outputs[slot]?.shape : nil }
}
