public import GnomonData

extension LatencyTable {
    /// A table whose rows are numbered from 0, with the devices in the order of their names.
    ///
    /// - Parameters:
    ///   - name: The data set.
    ///   - space: The search space.
    ///   - architectures: The texts of the rows.
    ///   - columns: Milliseconds by device; nil where nothing was measured.
    /// - Throws: `DatasetError` (malformed) for no device, one that comes twice, or a column of another length.
    public init(
        name: String, space: String, architectures: [String], columns: [(device: String, values: [Double?])]
    ) throws(DatasetError) {
        guard !columns.isEmpty, !architectures.isEmpty else {
            throw DatasetError(.malformed, "there are no latencies, or no architectures they belong to")
        }
        for column in columns where column.values.count != architectures.count {
            throw DatasetError(
                .malformed,
                "\(column.device) has \(column.values.count) latencies for \(architectures.count) architectures"
            )
        }
        let sorted = columns.sorted { $0.device < $1.device }
        guard Set(sorted.map(\.device)).count == sorted.count else {
            throw DatasetError(.malformed, "a device comes twice")
        }
        self.init(
            name: name, space: space, indices: Array(architectures.indices), architectures: architectures,
            devices: sorted.map(\.device), milliseconds: sorted.map(\.values))
    }
}
