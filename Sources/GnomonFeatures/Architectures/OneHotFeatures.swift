public import GnomonSpaces

/// Each choice as a 1 among 0s, as the genes have it: what is dead counts as what is alive.
///
/// Layers that are not there, beyond the depth of their unit, are zeros.
public struct OneHotFeatures: ArchitectureExtractor {
    private let space: any SearchSpace

    /// The choices of a space.
    public init(_ space: any SearchSpace) { self.space = space }

    /// `one-hot`.
    public var name: String { "one-hot" }

    /// One column for each choice at each position.
    public var columns: [String] {
        space.choices.enumerated().flatMap { position, count in (0..<count).map { "p\(position)=\($0)" } }
    }

    /// Zeros and ones.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        try space.check(architecture)
        let genes = space.normalised(architecture).genes
        var absent: Set<Int> = []
        if space is OFAMobileNetV3 {
            for unit in 0..<5 {
                for layer in (2 + genes[40 + unit])..<4 {
                    absent.formUnion([4 * unit + layer, 20 + 4 * unit + layer])
                }
            }
        }
        var row: [Double] = []
        row.reserveCapacity(space.choices.reduce(0, +))
        for (position, count) in space.choices.enumerated() {
            for choice in 0..<count {
                row.append(choice == genes[position] && !absent.contains(position) ? 1 : 0)
            }
        }
        return row
    }
}
