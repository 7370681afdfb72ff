public import GnomonSpaces

/// What two architectures have in common that are the same network.
public enum ArchitectureIdentity {
    /// A text that is the same for architectures whose networks are the same.
    ///
    /// - Parameters:
    ///   - architecture: An architecture of the space; for others the text says nothing.
    ///   - space: The space.
    ///   - withDeadParts: Whether parts count that cannot reach the output; as some measured networks have them.
    /// - Returns: The text, for NAS-Bench-201 without dead parts that of the graph with skips contracted.
    public static func key(
        of architecture: Architecture, in space: any SearchSpace, withDeadParts: Bool = false
    ) -> String {
        if space is NASBench201, !withDeadParts, (try? space.check(architecture)) != nil {
            let graph = CellGraph(codes: architecture.genes)
            return (graph.successors.map { String($0) } + graph.operations.map { String($0) })
                .joined(separator: ",")
        }
        return space.format(space.normalised(architecture))
    }
}
