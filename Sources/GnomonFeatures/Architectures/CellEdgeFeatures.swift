public import GnomonSpaces

/// The operators on the live edges of a NAS-Bench-201 cell, each as a 1 among 0s; a dead edge has none.
public struct CellEdgeFeatures: ArchitectureExtractor {
    /// The edges of cells.
    public init() {}

    /// `cell-edges-v1`.
    public var name: String { "cell-edges-v1" }

    /// One column for each operator on each edge.
    public var columns: [String] { Array(CellFeatures().columns.prefix(30)) }

    /// Thirty zeros and ones.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        try NASBench201().check(architecture)
        var row = [Double](repeating: 0, count: 30)
        for (edge, code) in CellGraph.liveCodes(architecture.genes).enumerated() { row[5 * edge + code] = 1 }
        return row
    }
}
