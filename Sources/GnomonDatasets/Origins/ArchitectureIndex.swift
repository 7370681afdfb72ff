import GnomonSpaces

/// The official index of each NAS-Bench-201 cell: the order of the published list of architectures.
///
/// It is no number in base 5 and can only be looked up.
public struct ArchitectureIndex: Hashable, Sendable {
    private let indices: [String: Int]
    /// The architectures in the order of their indices.
    public var architectures: [String] { indices.sorted { $0.value < $1.value }.map(\.key) }

    /// The indices of a table of NAS-Bench-201, by architecture.
    public init(_ table: ScoreTable) {
        var indices: [String: Int] = [:]
        for (index, architecture) in zip(table.indices, table.architectures) { indices[architecture] = index }
        self.indices = indices
    }

    /// The index of an architecture's text.
    ///
    /// - Throws: `DatasetError` (unknown) where the list does not have it.
    public func index(of text: String) throws(DatasetError) -> Int {
        guard let index = indices[text] else {
            throw DatasetError(.unknown, "no index of \(text) in the list of architectures")
        }
        return index
    }
}
