public import GnomonSpaces

/// What the blocks of a mobile network cost, by stage: multiply-accumulates, numbers written, layers.
///
/// Amounts are in millions, so that a linear model can be read.
public struct MobileFeatures: ArchitectureExtractor {
    private let space: any MobileSpace

    /// The features of a space.
    public init(_ space: any MobileSpace) { self.space = space }

    /// `mobile-v1`.
    public var name: String { "mobile-v1" }

    private static let kinds = [
        "expand", "depthwise3", "depthwise5", "depthwise7", "project", "squeeze", "activations", "layers",
    ]

    /// Amounts by stage, then of the whole network.
    public var columns: [String] {
        var names: [String] = []
        for stage in 0..<space.stageCount { names += Self.kinds.map { "s\(stage) \($0)" } }
        names += Self.kinds.map { "all \($0)" }
        return names + ["frame", "pixels"]
    }

    /// The amounts.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        let parts = try space.parts(of: architecture)
        let width = Self.kinds.count
        var row = [Double](repeating: 0, count: (space.stageCount + 1) * width)
        for block in parts.blocks {
            let amounts = Self.amounts(block)
            for (kind, amount) in amounts.enumerated() {
                row[block.stage * width + kind] += amount
                row[space.stageCount * width + kind] += amount
            }
        }
        row.append(Double(parts.frameMACs) / 1e6)
        row.append(Double(parts.imageSide * parts.imageSide) / 1e4)
        return row
    }

    private static func amounts(_ block: MobileBlock) -> [Double] {
        func depthwise(_ kernel: Int) -> Double {
            block.kernel == kernel ? Double(block.depthwiseMACs) / 1e6 : 0
        }
        return [
            Double(block.expandMACs) / 1e6, depthwise(3), depthwise(5), depthwise(7),
            Double(block.projectMACs) / 1e6, Double(block.squeezeMACs) / 1e6, Double(block.activations) / 1e6,
            block.kernel == 0 ? 0 : 1,
        ]
    }
}
