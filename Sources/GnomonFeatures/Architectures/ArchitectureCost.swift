import GnomonGraph
public import GnomonSpaces

/// The multiply-accumulates of architectures, without building a network where a formula gives them.
public enum ArchitectureCost {
    /// Multiply-accumulates of convolutions and matrix products, all parts counted, dead ones too.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space or gives no network.
    public static func macs(of architecture: Architecture, in space: any SearchSpace) throws(SpaceError)
        -> Double
    {
        try space.check(architecture)
        if let cell = space as? NASBench201, cell.cellsPerStage == 5 {
            let (small, large) = (
                architecture.genes.count { $0 == 2 }, architecture.genes.count { $0 == 3 }
            )
            return Double(7_783_040 + 3_932_160 * small + 35_389_440 * large)
        }
        if space is NetworkSpace { return try NetworkFeatures(space).macs(of: architecture) }
        if let mobile = space as? any MobileSpace { return Double(try mobile.parts(of: architecture).macs) }
        do {
            return Double(try space.network(of: architecture).prepared().totalCost().macs)
        } catch let error as SpaceError { throw error } catch {
            throw SpaceError(.architecture, "\(error)")
        }
    }
}
