public import GnomonSpaces

/// What architectures amount to: a few numbers each, for predictors that need no graph.
public struct ArchitectureTotals: Hashable, Sendable {
    /// The names of the numbers.
    public let names: [String]
    /// The numbers of each architecture.
    public let rows: [[Double]]

    /// The totals of architectures; nil for a space there are none for.
    ///
    /// - Complexity: O(architectures).
    public init?(_ architectures: [Architecture], in space: any SearchSpace) {
        switch space {
        case is NASBench201:
            names = CellTotals.analyticNames
            rows = architectures.map { CellTotals($0).analytic }
        case let space as FBNet:
            let table = BlockWork.table(space).map { $0.map(\.totals) }
            names = BlockWork.totalNames
            rows = architectures.map { architecture in
                var sum = [Double](repeating: 0, count: BlockWork.totalNames.count)
                for (layer, code) in architecture.genes.enumerated() {
                    for (place, value) in table[layer][code].enumerated() { sum[place] += value }
                }
                return sum
            }
        default: return nil
        }
    }

    /// One number of each architecture; nil for an unknown name.
    public func column(_ name: String) -> [Double]? {
        names.firstIndex(of: name).map { place in rows.map { $0[place] } }
    }

    /// The multiply-accumulates of each.
    public var macs: [Double] { column("macs") ?? [] }
    /// The weights of each.
    public var parameters: [Double] { column("parameters") ?? column("weights") ?? [] }
}
