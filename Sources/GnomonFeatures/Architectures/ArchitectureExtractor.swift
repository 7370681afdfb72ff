public import GnomonSpaces

/// A function from an architecture of one space to numbers, the same for learning and for predicting.
public protocol ArchitectureExtractor: Sendable {
    /// The name under which a predictor keeps it.
    var name: String { get }
    /// The names of the numbers, in order.
    var columns: [String] { get }

    /// The numbers of an architecture, as many as there are columns.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    func row(_ architecture: Architecture) throws(SpaceError) -> [Double]
}

extension ArchitectureExtractor {
    /// A checksum of name and columns: what was learned on one schema never reads another.
    public var schema: String { FeatureSchema.checksum("\(name);\(columns.joined(separator: ","))") }
}

/// The extractors there are, by name.
public enum ArchitectureFeatureCatalog {
    /// The extractors that suit a space, the best guess first; what is chosen is chosen on validation rows.
    public static func extractors(of space: any SearchSpace) -> [any ArchitectureExtractor] {
        // Networks have no positions to choose at.
        if space is NetworkSpace { return [NetworkFeatures(space)] }
        let oneHot = OneHotFeatures(space)
        if space is NASBench201 {
            let graph: [any ArchitectureExtractor] = [
                CellFeatures(), CellGraphFeatures(), CellScheduleFeatures(),
            ]
            return [JoinedFeatures(graph), JoinedFeatures(graph + [oneHot]), CellFeatures()]
        }
        if let mobile = space as? any MobileSpace {
            let totals = MobileFeatures(mobile)
            return [totals, JoinedFeatures([totals, oneHot])]
        }
        return [NetworkFeatures(space), oneHot]
    }

    /// The extractor of a space with a name; parts of a joined one are named with `+` between them.
    ///
    /// - Returns: nil for a name that does not suit the space.
    public static func extractor(named name: String, of space: any SearchSpace) -> (
        any ArchitectureExtractor
    )? {
        let parts = name.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 1 {
            let found = parts.compactMap { extractor(named: $0, of: space) }
            return found.count == parts.count ? JoinedFeatures(found) : nil
        }
        switch name {
        case "one-hot": return OneHotFeatures(space)
        case "cell-v1": return space is NASBench201 ? CellFeatures() : nil
        case "cell-edges-v1": return space is NASBench201 ? CellEdgeFeatures() : nil
        case "cell-graph-v1": return space is NASBench201 ? CellGraphFeatures() : nil
        case "cell-schedule-v1": return space is NASBench201 ? CellScheduleFeatures() : nil
        case "mobile-v1": return (space as? any MobileSpace).map { MobileFeatures($0) }
        case "network-v1": return NetworkFeatures(space)
        default: return nil
        }
    }
}

/// The numbers of several extractors, one after the other.
public struct JoinedFeatures: ArchitectureExtractor {
    private let parts: [any ArchitectureExtractor]

    /// Extractors of one space, joined.
    public init(_ parts: [any ArchitectureExtractor]) { self.parts = parts }

    /// The names of the parts with `+` between them.
    public var name: String { parts.map(\.name).joined(separator: "+") }
    /// The columns of the parts, each behind the name of its part.
    public var columns: [String] {
        parts.flatMap { part in part.columns.map { "\(part.name): \($0)" } }
    }

    /// The numbers of the parts.
    ///
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public func row(_ architecture: Architecture) throws(SpaceError) -> [Double] {
        var row: [Double] = []
        for part in parts { row += try part.row(architecture) }
        return row
    }
}
