import GnomonSpaces

/// What HELP reads of the architectures of a space.
enum HELPEncoding: Sendable {
    /// Cells of NAS-Bench-201 as graphs.
    case cells(HELPCellGraph)
    /// 22 blocks of FBNet in six bits each.
    case blocks
    /// Networks of Once-for-all: kernels, expansions and resolution, one of several each.
    case onceForAll

    /// The encoding of a space.
    ///
    /// - Throws: `PredictError` for a space that HELP was not made for.
    init(_ space: any SearchSpace, _ mode: HELPSettings.Mode) throws(PredictError) {
        switch space {
        case is NASBench201: self = .cells(HELPCellGraph(mode))
        case is FBNet: self = .blocks
        case is OFAMobileNetV3: self = .onceForAll
        default:
            throw PredictError(
                .training, "help has no encoding of \(space.name)",
                hint: "it knows nasbench201, fbnet and ofa-mbv3")
        }
    }

    /// The length of a row; of a node's features where architectures are graphs.
    var width: Int {
        switch self {
        case .cells: HELPCellGraph.features
        case .blocks: 22 * 6
        case .onceForAll: 20 * 3 + 20 * 3 + 25
        }
    }

    /// Meta-training steps of the paper.
    var episodes: Int { if case .cells = self { 2000 } else { 4000 } }

    /// Layers of the trunk.
    var trunkLayers: Int { if case .cells = self { 4 } else { 2 } }

    /// Refuses what cannot be encoded.
    ///
    /// - Throws: `PredictError` (architecture) for what is not of the space, or a resolution below 128 pixels.
    func check(_ architecture: Architecture, of space: any SearchSpace) throws(PredictError) {
        do throws(SpaceError) { try space.check(architecture) } catch {
            throw PredictError(.architecture, error.message)
        }
        guard case .onceForAll = self, architecture.genes[45] < Self.least else { return }
        throw PredictError(
            .architecture, "help has no place for \(112 + 4 * architecture.genes[45]) pixels",
            hint: "it was made for 128 to 224")
    }

    /// The row of an architecture that passed ``check(_:of:)`` and is no graph.
    func row(_ architecture: Architecture) -> [Float] {
        let genes = architecture.genes
        switch self {
        case .cells: return []
        case .blocks: return genes.flatMap(Self.block)
        case .onceForAll:
            var row: [Float] = []
            for start in [0, 20] {
                for layer in 0..<20 {
                    let isThere = layer % 4 < genes[40 + layer / 4] + 2
                    row += (0..<3).map { isThere && $0 == genes[start + layer] ? 1 : 0 }
                }
            }
            return row + (0..<25).map { $0 == genes[45] - Self.least ? 1 : 0 }
        }
    }

    /// The gene of 128 pixels: genes count from 112 in steps of 4.
    private static let least = 4

    /// Kernel 3 or 5, then which of four expansions; zeros for a skip.
    private static func block(_ code: Int) -> [Float] {
        guard code < 8 else { return [0, 0, 0, 0, 0, 0] }
        return [code < 4 ? 1 : 0, code >= 4 ? 1 : 0] + (0..<4).map { $0 == code % 4 ? 1 : 0 }
    }
}
